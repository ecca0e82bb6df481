"""Numbers as Norwegians write them, SSB's signs, years."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municipalities.indicators.incoming.cells import CellProblemError, figure, year

SPACES = [" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}"]
NUMBERS = st.decimals(min_value=0, max_value=9_999_999_999, places=4, allow_nan=False)


def grouped(whole: str, space: str) -> str:
    return f"{int(whole):,}".replace(",", space)


@given(NUMBERS, st.sampled_from([",", "."]), st.sampled_from(["", *SPACES]))
def test_a_number_is_the_same_however_it_is_written(number: Decimal, sign: str, space: str) -> None:
    whole, _point, rest = f"{number:f}".partition(".")
    assert figure(grouped(whole, space) + sign + rest) == (number, "")


@given(st.floats(min_value=0, max_value=1_000_000, allow_nan=False))
def test_a_spreadsheets_number_is_rounded_to_four_decimals(number: float) -> None:
    value, mark = figure(number)
    assert mark == ""
    assert value is not None
    assert abs(value - Decimal(number)) <= Decimal("0.00005")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (":", (None, ":")),
        ("..", (None, "..")),
        (".", (None, ".")),
        ("-", (Decimal(0), "-")),
        (" 0 ", (Decimal(0), "")),
        (301.0, (Decimal(301), "")),
        ("1 234,5", (Decimal("1234.5"), "")),
    ],
)
def test_ssbs_signs_are_understood(cell: object, expected: tuple[Decimal | None, str]) -> None:
    assert figure(cell) == expected


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("", "tom"),
        (None, "tom"),
        ("12 prosent", "skal det stå et tall"),
        ("1 23", "skal det stå et tall"),
        ("1.234,5", "skal det stå et tall"),
        ("1e5", "skal det stå et tall"),
        (True, "skal det stå et tall"),
        (float("nan"), "skal det stå et tall"),
        ("-3", "negativt"),
        ("\N{MINUS SIGN}3,5", "negativt"),
        (-0.5, "negativt"),
        ("=A1+2", "formel"),
        ("#DIV/0!", "formel"),
        ("99999999999", "for stort"),
    ],
)
def test_what_is_no_number_is_said_in_words(cell: object, message: str) -> None:
    with pytest.raises(CellProblemError, match=message):
        figure(cell)


@given(st.text(max_size=12))
def test_any_text_is_a_figure_or_a_problem(cell: str) -> None:
    try:
        value, mark = figure(cell)
    except CellProblemError:
        return
    assert (value is None) == (mark in (":", "..", "."))
    assert value is None or value >= 0


@pytest.mark.parametrize(("cell", "expected"), [("2022", 2022), (2022.0, 2022), (1990, 1990)])
def test_a_year_has_four_digits(cell: object, expected: int) -> None:
    assert year(cell) == expected


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("", "mangler"),
        ("22", "fire sifre"),
        ("2020-2022", "fire sifre"),
        (2022.5, "fire sifre"),
        ("1989", "før 1990"),
        ("2999", "framtiden"),
        ("=2022", "formel"),
    ],
)
def test_a_wrong_year_is_said_in_words(cell: object, message: str) -> None:
    with pytest.raises(CellProblemError, match=message):
        year(cell)
