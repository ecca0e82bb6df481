"""How values are written, and put side by side."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from assignments.plans.conflicts import Difference, differences, shown
from assignments.plans.models import AssignmentYear
from assignments.plans.numbers import shown_number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0, "0"),
        (Decimal("7.50"), "7,5"),
        (Decimal("10.00"), "10"),
        (Decimal("1234.5"), "1\N{NO-BREAK SPACE}234,5"),
    ],
)
def test_numbers_have_a_comma_and_no_idle_decimals(value: Decimal | int | None, text: str) -> None:
    assert shown_number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("", "(tomt)"),
        ((), "(tomt)"),
        ({}, "(tomt)"),
        (False, "nei"),
        (True, "ja"),
        (0, "0"),
        (Decimal("1.5"), "1,5"),
        (date(2025, 3, 1), "1. mars 2025"),
        (AssignmentYear.Status.NEW, "nytt"),
        (("Alkohol", "Spill"), "Alkohol, Spill"),
        ({"Alta": 12, "Utsira": None}, "Alta = 12, Utsira"),
    ],
)
def test_values_are_shown_as_people_read_them(value: object, text: str) -> None:
    assert shown(value) == text


@dataclass(frozen=True)
class Pair:
    name: str
    hours: int | None


def test_only_what_differs_is_shown() -> None:
    labels = {"name": "Navn", "hours": "Timer"}
    found = differences(Pair("Kurs", 2), Pair("Kurs", None), labels)
    assert found == [Difference(label="Timer", stored="2", own="(tomt)")]
