"""Places one hexagon per municipality (structure from 2024) and writes data/hexagons_2024.csv.

Run once by hand when the structure changes; why it works this way is in docs/adr/0010:

    python3 -m venv var/hexagons
    var/hexagons/bin/pip install numpy scipy
    var/hexagons/bin/python dev/hexagons.py
"""
# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "scipy"]
# ///

from __future__ import annotations

import argparse
import csv
import math
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np  # type: ignore[import-not-found, unused-ignore]
from scipy.optimize import linear_sum_assignment
from scipy.spatial import Delaunay, cKDTree

DATA = Path(__file__).resolve().parent.parent / "data"
SEED = 2024
ROUNDS = 600_000
EARTH_KM = 6371
FJORDS = {  # no neighbours, although nothing but water lies between
    ("1848", "1865"),  # Steigen, Vågan: Vestfjorden
    ("1838", "1857"),  # Gildeskål, Værøy
    ("1835", "1856"),  # Træna, Røst
    ("3103", "3901"),  # Moss, Horten: Oslofjorden
    ("3103", "3911"),  # Moss, Færder
    ("3107", "3911"),  # Fredrikstad, Færder
}
MARGIN = 3  # empty cells around the country, so that a search never meets the edge
DIRECTIONS = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))  # in ring order

# Evening out: what pulls a point in each of the 800 rounds.
EVENING_ROUNDS = 800
REAL_SCALE = 0.86  # of the real map, where 1 makes the typical step one tile: closes the mountains
TO_HOME = 0.01  # to the real place
TO_NEIGHBOUR = 0.05  # to one tile's distance from each neighbour
FROM_CROWD = 0.3  # away from points less than a tile away

# What a layout costs. Distances are in tile widths.
PLACE = 0.3  # distance² from the evened place
DIRECTION = 1.3  # deviation² of the step between two neighbours
COUNTY = 0.8  # gain for two tiles of one county side by side
LAND = 0.6  # gain for two tiles near each other in the country, loss for two far apart
FAULT = 14.0  # a part or hole too many

Array = Any  # of NumPy, which is not among the project's packages, so mypy cannot see it


@dataclass(frozen=True)
class Place:
    """A municipality in force, with its real position."""

    code: str
    county: str
    latitude: float
    longitude: float


def read_places(path: Path) -> list[Place]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["valid_to"]]
    return [
        Place(row["code"], row["county_code"], float(row["latitude"]), float(row["longitude"]))
        for row in sorted(rows, key=lambda row: row["code"])
    ]


def project(places: list[Place]) -> Array:
    """Transverse Mercator on the sphere with 15° E as the middle, like UTM 33; y points south."""
    latitude = np.radians([place.latitude for place in places])
    longitude = np.radians([place.longitude - 15 for place in places])
    x = np.arctanh(np.cos(latitude) * np.sin(longitude))
    y = np.arctan2(np.tan(latitude), np.cos(longitude))
    return np.column_stack([x, -y])


def gabriel_edges(points: Array) -> list[tuple[int, int]]:
    """Pairs with no third point inside the circle between them (so none across Sweden)."""
    triangles = Delaunay(points).simplices
    pairs = {tuple(sorted((t[i], t[i - 1]))) for t in triangles.tolist() for i in range(3)}
    edges = []
    for a, b in sorted(pairs):
        middle, radius = (points[a] + points[b]) / 2, np.linalg.norm(points[a] - points[b]) / 2
        inside = np.linalg.norm(points - middle, axis=1) < radius * 0.999999
        if not inside.any():
            edges.append((a, b))
    return edges


def neighbours(places: list[Place], points: Array) -> list[tuple[int, int]]:
    return [
        (a, b) for a, b in gabriel_edges(points) if (places[a].code, places[b].code) not in FJORDS
    ]


def even_out(points: Array, edges: list[tuple[int, int]]) -> Array:
    """Move points until neighbours are about one tile apart, in the direction they really are."""
    left, right = np.array(edges).T
    step = points[right] - points[left]
    length = np.linalg.norm(step, axis=1)
    wanted = step / length[:, None]
    home = points / np.sqrt(np.mean(length**2)) * REAL_SCALE
    home = home - home.mean(axis=0)
    placed = home.copy()
    for _ in range(EVENING_ROUNDS):
        move = TO_HOME * (home - placed)
        force = TO_NEIGHBOUR * (placed[right] - placed[left] - wanted)
        np.add.at(move, left, force)
        np.add.at(move, right, -force)
        placed = placed + move + FROM_CROWD * repulsion(placed)
    return placed


def repulsion(placed: Array) -> Array:
    """How far each point must yield to those less than a tile away."""
    push = np.zeros_like(placed)
    close = cKDTree(placed).query_pairs(1.0, output_type="ndarray")
    gap = placed[close[:, 0]] - placed[close[:, 1]]
    distance = np.maximum(np.linalg.norm(gap, axis=1, keepdims=True), 1e-6)
    np.add.at(push, close[:, 0], gap / distance * (1 - distance))
    np.add.at(push, close[:, 1], -gap / distance * (1 - distance))
    return push


@dataclass
class Grid:
    """Hexagonal cells with axial coordinates (q, r), pointed at the top, one tile width wide."""

    cells: list[tuple[int, int]]
    xy: list[tuple[float, float]]
    ring: list[list[int]]  # the six neighbours of each cell, in order around it; -1 is beyond
    bit: list[int]  # of each cell, in a set of cells written as one number
    width: int  # bits between a cell and the one below it to the right

    @classmethod
    def around(cls, points: Array) -> Grid:
        height = math.sqrt(3) / 2
        low, high = points.min(axis=0) - MARGIN, points.max(axis=0) + MARGIN
        cells = [
            (q, r)
            for r in range(math.floor(low[1] / height), math.ceil(high[1] / height) + 1)
            for q in range(math.floor(low[0] - r / 2), math.ceil(high[0] - r / 2) + 1)
        ]
        index = {cell: i for i, cell in enumerate(cells)}
        ring = [[index.get((q + dq, r + dr), -1) for dq, dr in DIRECTIONS] for q, r in cells]
        first_q, first_r = min(q for q, _ in cells), cells[0][1]
        width = max(q for q, _ in cells) - first_q + 1
        bit = [(r - first_r) * width + q - first_q for q, r in cells]
        return cls(cells, [(q + r / 2, r * height) for q, r in cells], ring, bit, width)


def count_parts(cells: int, width: int) -> int:
    """Connected parts of a set of cells, kept as the bits of one number."""
    found = 0
    while cells:
        found += 1
        part, grown = 0, cells & -cells
        while grown != part:
            part = grown
            grown = cells & spread(part, width)
        cells ^= part
    return found


def spread(cells: int, width: int) -> int:
    """The cells and all beside them: one step along each of the three axes, both ways."""
    row = cells | cells << 1 | cells >> 1
    return row | (cells | cells >> 1) << width | (cells | cells << 1) >> width


def count_faults(cells: int, width: int) -> int:
    """Parts beyond the first, plus holes. One piece without a hole has one unbroken shore."""
    shore = spread(cells, width) & ~cells
    return count_parts(cells, width) + count_parts(shore, width) - 2


@dataclass
class Layout:
    """Which tile lies in which cell. Area "" is the whole country; -1 is no tile, or no cell."""

    grid: Grid
    county: list[str]
    place_cost: list[list[float]]  # of each tile in each cell
    bond: list[list[float]]  # what two tiles gain by lying side by side
    steps: list[list[tuple[int, float, float]]]  # of each tile: neighbour and the wanted step
    cell_of: list[int]
    tile_at: list[int] = field(init=False)
    faults: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.tile_at = [-1] * len(self.grid.cells)
        for tile, cell in enumerate(self.cell_of):
            self.tile_at[cell] = tile
        self.faults = {area: self.recount(area) for area in sorted({*self.county, ""})}

    def recount(self, area: str) -> int:
        bits = (
            1 << self.grid.bit[cell]
            for tile, cell in enumerate(self.cell_of)
            if area in ("", self.county[tile])
        )
        return count_faults(sum(bits), self.grid.width)

    def area_at(self, cell: int) -> str:
        tile = self.tile_at[cell] if cell >= 0 else -1
        return self.county[tile] if tile >= 0 else ""

    def swap(self, a: int, b: int) -> None:
        """Exchange what lies in two cells; one may be empty."""
        one, other = self.tile_at[a], self.tile_at[b]
        self.tile_at[a], self.tile_at[b] = other, one
        if one >= 0:
            self.cell_of[one] = b
        if other >= 0:
            self.cell_of[other] = a

    def cost_near(self, a: int, b: int) -> float:
        """The part of the layout's cost that a swap of the two cells can change."""
        return self.cost_at(a) + self.cost_at(b)

    def cost_at(self, cell: int) -> float:
        tile = self.tile_at[cell]
        if tile < 0:
            return 0.0
        xy, cell_of, (x, y) = self.grid.xy, self.cell_of, self.grid.xy[cell]
        cost = self.place_cost[tile][cell]
        for other, dx, dy in self.steps[tile]:
            ox, oy = xy[cell_of[other]]
            cost += DIRECTION * ((ox - x - dx) ** 2 + (oy - y - dy) ** 2)
        bond, tile_at = self.bond[tile], self.tile_at
        for near in self.grid.ring[cell]:
            if near >= 0 and tile_at[near] >= 0:
                cost -= bond[tile_at[near]]
        return cost

    def runs(self, cell: int, area: str, without: int) -> int:
        """Stretches of the area around the cell; where it is 1, no part or hole hangs on it."""
        ring = [near for near in self.grid.ring[cell] if near >= 0]
        inside = [
            near != without and self.tile_at[near] >= 0 and area in ("", self.area_at(near))
            for near in ring
        ]
        return sum(inside[i] and not inside[i - 1] for i in range(len(ring)))

    def touched(self, a: int, b: int) -> list[str]:
        """Areas whose parts or holes a swap of the two cells may change."""
        first, second = self.area_at(a), self.area_at(b)
        if first == second:
            return []
        moves = [(first, a, b), (second, b, a)] if second else [(first, a, b), ("", a, b)]
        return [
            area
            for area, source, sink in moves
            if self.runs(source, area, sink) != 1 or self.runs(sink, area, source) != 1
        ]


def anneal(layout: Layout, *, rounds: int, hot: float, cold: float) -> None:
    """Try swaps and moves, ever less willing to make things worse (simulated annealing)."""
    rng = random.Random(SEED)  # noqa: S311 - a picture, not a secret
    for round_ in range(rounds):
        heat = hot * (cold / hot) ** (round_ / rounds)
        a = layout.cell_of[rng.randrange(len(layout.cell_of))]
        b = propose(layout, a, rng)
        if b < 0 or a == b:
            continue
        attempt(layout, a, b, allowed=-heat * math.log(1 - rng.random()))


def propose(layout: Layout, a: int, rng: random.Random) -> int:
    """A cell beside this tile, or beside one of its neighbours in the country."""
    start = a
    if rng.random() < 0.5:
        start = layout.cell_of[rng.choice(layout.steps[layout.tile_at[a]])[0]]
    return layout.grid.ring[start][rng.randrange(6)]


def attempt(layout: Layout, a: int, b: int, *, allowed: float) -> None:
    """Swap two cells unless that costs more than allowed."""
    areas = layout.touched(a, b)
    before = layout.cost_near(a, b)
    layout.swap(a, b)
    rise = layout.cost_near(a, b) - before
    if rise > allowed + FAULT * sum(layout.faults[area] for area in areas):
        layout.swap(a, b)
        return
    faults = {area: layout.recount(area) for area in areas}
    rise += FAULT * sum(count - layout.faults[area] for area, count in faults.items())
    if rise > allowed:
        layout.swap(a, b)
    else:
        layout.faults.update(faults)


def bonds(places: list[Place], edges: list[tuple[int, int]]) -> list[list[float]]:
    """What each two tiles gain by lying side by side; those far apart in the country lose."""
    near = np.eye(len(places), dtype=np.int64)
    for a, b in edges:
        near[a, b] = near[b, a] = 1
    hops = (near @ near > 0).astype(int) + (near @ near @ near > 0)
    county = np.array([place.county for place in places])
    same = county[:, None] == county[None, :]
    gains: list[list[float]] = (COUNTY * same + LAND * (hops - 1)).tolist()
    return gains


def first_layout(places: list[Place], points: Array) -> Layout:
    """Evened points, each given its own cell with the least sum of squared distances."""
    edges = neighbours(places, points)
    target = even_out(points, edges)
    grid = Grid.around(target)
    away = ((target[:, None, :] - np.array(grid.xy)[None, :, :]) ** 2).sum(axis=2)
    cells = linear_sum_assignment(away)[1]
    steps: list[list[tuple[int, float, float]]] = [[] for _ in places]
    for a, b in edges:
        dx, dy = ((points[b] - points[a]) / np.linalg.norm(points[b] - points[a])).tolist()
        steps[a].append((b, dx, dy))
        steps[b].append((a, -dx, -dy))
    county = [place.county for place in places]
    place_cost = (PLACE * away).tolist()
    return Layout(grid, county, place_cost, bonds(places, edges), steps, cells.tolist())


def displacement(points: Array, tiles: Array) -> Array:
    """Distances in tile widths when the real map is laid over the tiles as well as it goes."""
    real, drawn = points - points.mean(axis=0), tiles - tiles.mean(axis=0)
    scale = (real * drawn).sum() / (real**2).sum()
    return np.linalg.norm(scale * real - drawn, axis=1)


def write(path: Path, places: list[Place], layout: Layout) -> None:
    """Axial coordinates: q to the right, r down and half a tile to the right; both from 0."""
    cells = [layout.grid.cells[cell] for cell in layout.cell_of]
    first_q, first_r = min(q for q, _ in cells), min(r for _, r in cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "q", "r"])
        writer.writerows(
            [place.code, q - first_q, r - first_r]
            for place, (q, r) in zip(places, cells, strict=True)
        )


def north_kept(places: list[Place], points: Array, tiles: Array) -> float:
    """Share of the pairs of a county, more than 30 km apart north to south, not turned around."""
    county = np.array([place.county for place in places])
    real = (points[:, None, 1] - points[None, :, 1]) * EARTH_KM
    pairs = (county[:, None] == county[None, :]) & (real > 30)
    return float(((tiles[:, None, 1] - tiles[None, :, 1])[pairs] > -0.5).mean())


def report(places: list[Place], points: Array, layout: Layout) -> None:
    tiles = np.array([layout.grid.xy[cell] for cell in layout.cell_of])
    moved = displacement(points, tiles)
    worst = places[int(moved.argmax())].code
    print(f"{len(places)} tiles. Displacement after the best fit, in tile widths:")
    print(f"mean {moved.mean():.2f}, largest {moved.max():.2f} (municipality {worst})")
    print(f"north stays north: {north_kept(places, points, tiles):.1%} of pairs in a county")
    for area, faults in layout.faults.items():
        count = layout.county.count(area) if area else len(places)
        verdict = "one piece, no hole" if faults == 0 else f"{faults} parts or holes too many"
        print(f"{area or 'country':>8} {count:>4} tiles: {verdict}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--output", type=Path, default=DATA / "hexagons_2024.csv")
    options = parser.parse_args()
    places = read_places(DATA / "municipalities.csv")
    points = project(places)
    layout = first_layout(places, points)
    anneal(layout, rounds=options.rounds, hot=1.2, cold=0.02)
    report(places, points, layout)
    write(options.output, places, layout)
    return 1 if any(layout.faults.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
