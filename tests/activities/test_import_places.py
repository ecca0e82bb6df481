"""A municipality by code or name as it was on the day, through the real changes."""

from datetime import date

import pytest

from assignments.activities.importing.cells import CellProblemError
from assignments.activities.importing.places import Places

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(norway: None) -> Places:
    return Places()


@pytest.mark.parametrize(
    ("shown", "day", "code"),
    [
        ("4601", "2024-03-01", "4601"),
        ("Bergen", "2024-03-01", "4601"),
        ("bergen kommune", "2024-03-01", "4601"),
        ("4601 Bergen", "2024-03-01", "4601"),
        ("Bergen (4601)", "2024-03-01", "4601"),
        ("K-4601", "2024-03-01", "4601"),
        ("301", "2024-03-01", "0301"),
        # By another official name.
        ("Guovdageaidnu", "2024-03-01", "5612"),
        ("Kautokeino", "2024-03-01", "5612"),
        ("Snåase", "2024-03-01", "5041"),
        # As it was then, and forwards: a new number, a merger.
        ("1201", "2019-05-01", "1201"),
        ("1201", "2024-03-01", "4601"),
        ("Bergen", "2019-05-01", "1201"),
        ("1246", "2021-03-01", "4626"),
        ("Fjell", "2021-03-01", "4626"),
        # Backwards, one to one.
        ("5601", "2022-03-01", "5403"),
        ("5601", "2018-03-01", "2012"),
    ],
)
def test_one_answer_is_taken(shown: str, day: str, code: str, places: Places) -> None:
    found = places.find(shown, date.fromisoformat(day), is_district=False)
    assert found.place.code == code
    assert found.place.is_in_force(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("shown", "day", "named"),
    [
        # Split: two receivers.
        ("1507", "2024-03-01", ["1508", "1580"]),
        ("1850", "2021-03-01", ["1806", "1875"]),
        # Merged: backwards there were several.
        ("4626", "2019-03-01", ["1245", "1246", "1259"]),
        # Two with the name at once.
        ("Herøy", "2024-03-01", ["1515", "1818"]),
        ("Våler", "2024-03-01", ["3114", "3419"]),
    ],
)
def test_several_answers_are_named(shown: str, day: str, named: list[str], places: Places) -> None:
    with pytest.raises(CellProblemError) as problem:
        places.find(shown, date.fromisoformat(day), is_district=False)
    for code in named:
        assert code in str(problem.value)


def test_the_county_in_brackets_chooses(places: Places) -> None:
    found = places.find("Våler (Innlandet)", date(2024, 3, 1), is_district=False)
    assert found.place.code == "3419"


def test_what_nobody_is_called_comes_with_a_guess(places: Places) -> None:
    with pytest.raises(CellProblemError, match="Mente du 4601 Bergen"):
        places.find("Bergenn", date(2024, 3, 1), is_district=False)
    with pytest.raises(CellProblemError, match="9999"):
        places.find("9999", date(2024, 3, 1), is_district=False)


def test_districts_are_found_by_name_and_told_apart_by_city(places: Places) -> None:
    day = date(2024, 3, 1)
    found = places.find("Grünerløkka", day, is_district=True)
    assert found.place.parent is not None
    assert found.place.parent.code == "0301"
    assert places.find(found.place.code, day, is_district=True).place == found.place
    with pytest.raises(CellProblemError):
        places.find("Grünerløkka", day, is_district=False)


def test_the_same_cell_is_looked_up_once_between_two_changes(places: Places) -> None:
    for number in range(1, 29):
        places.find("Bergen", date(2024, 3, number), is_district=False)
    assert len(places.known) == 1
