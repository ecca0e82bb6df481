"""Places on the list of those to be asked, in Norway as it is and was."""

from datetime import date

import pytest

from assignments.mapping import lines

pytestmark = pytest.mark.django_db
NOW = date(2026, 1, 1)


def test_an_outdated_code_stands_for_what_it_became(norway: None) -> None:
    text = "\n".join(
        f"{code}; NAV; a{code}@prove.example" for code in ("0301", "301", "1201", "5412", "1507")
    )
    found = lines.read(text, on=NOW, taken=())
    names = [row.municipality.name for row in found.invited]
    assert names == ["Oslo", "Oslo", "Bergen", "Tjeldsund"]
    ((number, error),) = found.errors
    assert number == 5
    assert "er delt mellom" in error
    assert "Haram" in error


def test_districts_are_named_too_and_a_municipality_goes_first(norway: None) -> None:
    text = "030105; NAV; a@prove.example\n30105; NAV; b@prove.example\nOs; NAV; c@prove.example"
    found = lines.read(text, on=NOW, taken=())
    assert [row.municipality.code for row in found.invited] == ["030105", "030105", "3430"]
