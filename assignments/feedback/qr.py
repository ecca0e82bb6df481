"""A QR code as one path, so that it needs neither an image file nor a style of its own."""

from dataclasses import dataclass
from itertools import groupby

import segno

# Readers want this much white around the code.
QUIET = 4


@dataclass(frozen=True, slots=True)
class Picture:
    """`size` is the length of a side in squares, the white edge included."""

    size: int
    path: str


def picture_of(text: str) -> Picture:
    matrix = segno.make(text, error="m", micro=False).matrix
    path = "".join(line(y, row) for y, row in enumerate(matrix, start=QUIET))
    return Picture(len(matrix) + 2 * QUIET, path)


def line(y: int, row: bytes | bytearray) -> str:
    """The dark squares of one row, those that touch as one."""
    parts, x = [], QUIET
    for dark, squares in groupby(row):
        width = len(list(squares))
        if dark:
            parts.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(parts)
