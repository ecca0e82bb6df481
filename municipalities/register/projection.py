"""From degrees to the map sheet that Norway is drawn on: UTM zone 33 (ETRS89), in metres.

Krüger's series to the fourth order, which is right to the millimetre from Rogaland to Vardø; the
picture needs a hundred metres.
"""

import numpy as np
import numpy.typing as npt

SEMI_MAJOR = 6_378_137.0
FLATTENING = 1 / 298.257222101
MIDDLE = np.radians(15.0)
SCALE = 0.9996
FALSE_EAST = 500_000.0

N = FLATTENING / (2 - FLATTENING)
RADIUS = SEMI_MAJOR / (1 + N) * (1 + N**2 / 4 + N**4 / 64)
ALPHA = (
    N / 2 - 2 * N**2 / 3 + 5 * N**3 / 16 + 41 * N**4 / 180,
    13 * N**2 / 48 - 3 * N**3 / 5 + 557 * N**4 / 1440,
    61 * N**3 / 240 - 103 * N**4 / 140,
    49561 * N**4 / 161280,
)
Points = npt.NDArray[np.float64]


def to_utm33(points: Points) -> Points:
    """Rows of (longitude, latitude) in degrees to rows of (east, north) in metres."""
    longitude, latitude = np.radians(points[:, 0]), np.radians(points[:, 1])
    root = 2 * np.sqrt(N) / (1 + N)
    sine = np.sin(latitude)
    tangent = np.sinh(np.arctanh(sine) - root * np.arctanh(root * sine))
    aside = longitude - MIDDLE
    north = np.arctan2(tangent, np.cos(aside))
    east = np.arctanh(np.sin(aside) / np.hypot(1, tangent))
    x, y = east.copy(), north.copy()
    for order, factor in enumerate(ALPHA, start=1):
        x += factor * np.cos(2 * order * north) * np.sinh(2 * order * east)
        y += factor * np.sin(2 * order * north) * np.cosh(2 * order * east)
    return np.column_stack([FALSE_EAST + SCALE * RADIUS * x, SCALE * RADIUS * y])
