"""The small line chart: an honest scale, gaps that stay gaps, and text that cannot break out."""

import re
from decimal import Decimal

import pytest

from korus_portal.design import sparkline
from korus_portal.design.sparkline import Line


def line(*values: tuple[int, str | None], kind: str = "own", hidden: tuple[int, ...] = ()) -> Line:
    points = [(year, None if value is None else Decimal(value)) for year, value in values]
    return Line(kind, points, hidden)


def drawn(*lines: Line, label: str = "Tall") -> str:
    return str(sparkline.draw(lines, label=label, low="0", high="9"))


@pytest.mark.parametrize(
    ("values", "low"),
    [(("20", "18"), "16"), (("5", "1"), "0"), (("7", "7"), "0"), (("-2", "3"), "-2")],
)
def test_a_small_change_does_not_look_large(values: tuple[str, str], low: str) -> None:
    scale = sparkline.scale_of([line((2022, values[0]), (2023, values[1]))])
    assert scale is not None
    assert scale[0] == Decimal(low)


def test_a_year_without_a_figure_breaks_the_line() -> None:
    whole = drawn(line((2020, "1"), (2022, "2"), (2023, "3")))
    broken = drawn(line((2020, "1"), (2021, None), (2022, "2"), (2023, "3")))
    hidden = drawn(line((2020, "1"), (2022, "2"), (2023, "3"), hidden=(2021,)))

    def starts(svg: str) -> int:
        found = re.search(r'spark__line--own" d="([^"]+)"', svg)
        assert found
        return found[1].count("M")

    assert (starts(whole), starts(broken), starts(hidden)) == (1, 2, 2)
    assert "spark__cross" in hidden
    assert "spark__cross" not in whole


def test_the_strong_line_lies_on_top_and_lines_differ_without_colour() -> None:
    svg = drawn(line((2020, "1"), (2021, "2")), line((2020, "3"), (2021, "3"), kind="country"))
    assert svg.index("line--country") < svg.index("line--own")


def test_one_year_and_nothing_at_all() -> None:
    assert "<circle" in drawn(line((2024, "3")))
    assert drawn(line((2024, None))) == ""
    assert drawn() == ""


def test_text_is_escaped() -> None:
    svg = drawn(line((2024, "3")), label='"><script>')
    assert "<script>" not in svg
