"""Rule 23: a merge is the union, a split stays undistributed, and backwards only one to one."""

from datetime import date
from decimal import Decimal

from assignments.coverage.models import Level, Structure
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import County, Municipality, MunicipalityChange
from municipalities.structure import place_ids
from tests.factories import MunicipalityFactory
from tests.reporting.coverage_year import did
from tests.rules.counted import counted, numbers_of


def changed(kind: str, county: County, olds: list[str], news: list[str]) -> list[Municipality]:
    """Old codes to the end of 2025, new ones from 2026."""
    old = [
        MunicipalityFactory.create(code=code, county=county, valid_to=date(2025, 12, 31))
        for code in olds
    ]
    new = [
        MunicipalityFactory.create(code=code, county=county, valid_from=date(2026, 1, 1))
        for code in news
    ]
    for one in old:
        for other in new:
            MunicipalityChange.objects.create(
                date=date(2026, 1, 1),
                change_type=kind,
                old=one,
                new=other,
                old_name=one.name,
                new_name=other.name,
            )
    return [*old, *new]


def test_a_merge_is_the_union(centre: Centre, adviser: User, municipality: Municipality) -> None:
    first, second, merged = changed("merge", municipality.county, ["5691", "5692"], ["5690"])
    did(centre, adviser, {first: None, second: None}, hours=Decimal(10))
    did(centre, adviser, {first: None}, kind="contact_meeting", hours=Decimal(1))
    today = numbers_of(counted(structure=Structure.TODAY), merged)
    # The activity in both old codes is one; its hours are added up again.
    assert (today.activities, today.hours, today.level) == (2, Decimal(11), Level.USED)
    then = numbers_of(counted(), second)
    assert (then.activities, then.hours) == (1, Decimal(5))


def test_a_split_stays_undistributed_under_the_old_code(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    old, first, second = changed("split", municipality.county, ["5690"], ["5691", "5692"])
    did(centre, adviser, {old: None}, hours=Decimal(4))
    found = counted(structure=Structure.TODAY)
    assert [place.code for place in found.undistributed] == ["5690"]
    assert found.undistributed[0].numbers.hours == 4
    assert {numbers_of(found, place).activities for place in (first, second)} == {0}
    assert found.total.activities == 1
    assert found.reach.used == 0


def test_backwards_only_one_to_one(municipality: Municipality) -> None:
    first, second, merged = changed("merge", municipality.county, ["5691", "5692"], ["5690"])
    before = date(2025, 1, 1)
    assert place_ids([merged.pk], to=before) == {merged.pk: merged.pk}
    assert place_ids([first.pk, second.pk], to=date(2026, 1, 1)) == {
        first.pk: merged.pk,
        second.pk: merged.pk,
    }


def test_land_that_moves_carries_nothing(
    municipality: Municipality, neighbour: Municipality
) -> None:
    MunicipalityChange.objects.create(
        date=date(2026, 1, 1),
        change_type="boundary",
        old=municipality,
        new=neighbour,
        old_name=municipality.name,
        new_name=neighbour.name,
    )
    assert place_ids([municipality.pk], to=date(2026, 1, 1)) == {municipality.pk: municipality.pk}
