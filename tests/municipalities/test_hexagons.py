"""The stored hexagon layout: every municipality once, every county in one piece."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent.parent.parent / "data"
STEPS = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))
Cell = tuple[int, int]


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


COUNTY = {
    row["code"]: row["county_code"] for row in read("municipalities.csv") if not row["valid_to"]
}
ROWS = read("hexagons_2024.csv")
PLACES: dict[str, Cell] = {row["code"]: (int(row["q"]), int(row["r"])) for row in ROWS}
COUNTIES = sorted(set(COUNTY.values()))


def cells_of(county: str) -> set[Cell]:
    return {cell for code, cell in PLACES.items() if COUNTY[code] == county}


def beside(cell: Cell) -> Iterator[Cell]:
    for dq, dr in STEPS:
        yield cell[0] + dq, cell[1] + dr


def parts(cells: set[Cell]) -> int:
    left, found = set(cells), 0
    while left:
        found += 1
        queue = [left.pop()]
        while queue:
            near = set(beside(queue.pop())) & left
            left -= near
            queue.extend(near)
    return found


def around(cells: set[Cell]) -> set[Cell]:
    """All other cells of a frame that is one cell wider than the area on every side."""
    qs, rs = {q for q, _ in cells}, {r for _, r in cells}
    columns, rows = range(min(qs) - 1, max(qs) + 2), range(min(rs) - 1, max(rs) + 2)
    return {(q, r) for q in columns for r in rows} - cells


def test_every_municipality_has_exactly_one_tile() -> None:
    assert len(COUNTY) == 357
    assert [row["code"] for row in ROWS] == sorted(COUNTY)


def test_no_two_tiles_share_a_cell() -> None:
    assert len(set(PLACES.values())) == len(ROWS)


@pytest.mark.parametrize("county", COUNTIES)
def test_a_county_is_in_one_piece(county: str) -> None:
    assert parts(cells_of(county)) == 1


@pytest.mark.parametrize("county", COUNTIES)
def test_a_county_encloses_nothing(county: str) -> None:
    assert parts(around(cells_of(county))) == 1


def test_the_country_is_in_one_piece_without_lakes() -> None:
    country = set(PLACES.values())
    assert parts(country) == 1
    assert parts(around(country)) == 1


def test_the_country_points_the_right_way() -> None:
    """Vardø lies north-east of Tromsø, Oslo south of Trondheim and east of Bergen."""
    (vardo, tromso, oslo, trondheim, bergen) = (
        (2 * q + r, r) for q, r in map(PLACES.__getitem__, ("5634", "5501", "0301", "5001", "4601"))
    )
    assert vardo[0] > tromso[0] > trondheim[0]
    assert vardo[1] < tromso[1] < trondheim[1] < oslo[1]
    assert oslo[0] > bergen[0]
