"""Attendances per municipality, as people write them."""

import pytest
from django.core.exceptions import ValidationError

from assignments.activities.by_place import read_by_place, written_by_place
from municipalities.models import Municipality
from tests.factories import MunicipalityFactory


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {"5601": None, "5612": None}),
        ("5601=3", {"5601": 3, "5612": None}),
        ("alta 3, kautokeino: 4", {"5601": 3, "5612": 4}),
        ("5601 Alta = 3; 5612 Kautokeino =", {"5601": 3, "5612": None}),
        ("Alta = 3\r\n\r\n5612 12", {"5601": 3, "5612": 12}),
    ],
)
def test_attendances_are_read_as_people_write_them(
    municipality: Municipality, text: str, expected: dict[str, int | None]
) -> None:
    places = [municipality, MunicipalityFactory.create(code="5612", name="Kautokeino")]
    found = read_by_place(text, places)
    assert {place.code: number for place, number in found.items()} == expected


@pytest.mark.parametrize("text", ["12", "Alta tolv", "Alta = -1", "Alta = 3 = 4", "5601=1000000"])
def test_attendances_that_make_no_sense_are_refused(municipality: Municipality, text: str) -> None:
    with pytest.raises(ValidationError):
        read_by_place(text, [municipality])


def test_what_is_written_is_read_back(municipality: Municipality) -> None:
    hyphened = MunicipalityFactory.create(code="5605", name="Sør-Varanger")
    district = MunicipalityFactory.create(
        code="030105", name="Frogner", kind="district", parent=municipality
    )
    numbers: dict[Municipality, int | None] = {municipality: 12, hyphened: None, district: 0}
    assert read_by_place(written_by_place(numbers), list(numbers)) == numbers
