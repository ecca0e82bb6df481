"""Which surveys are overdue: an old round and none planned; nothing registered is not overdue."""

from datetime import date

import pytest
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries

from assignments.surveys import listing
from assignments.surveys.listing import Overdue
from assignments.surveys.models import SurveyRound
from korus_portal.accounts.models import User
from municipalities.models import Municipality, MunicipalityChange
from tests.factories import MunicipalityFactory
from tests.surveys.factories import SurveyRoundFactory

ON = date(2026, 6, 1)


def overdue(municipality: Municipality, on: date = ON) -> list[Overdue]:
    return listing.overdue_by_place(on=on).get(municipality.pk, [])


@pytest.mark.parametrize(("year", "is_late"), [(2022, True), (2023, False), (2026, False)])
def test_a_round_is_good_for_three_years(
    municipality: Municipality, adviser: User, year: int, is_late: bool
) -> None:
    SurveyRoundFactory.create(municipality=municipality, registered_by=adviser, year=year)
    assert overdue(municipality) == ([Overdue("ungdata", year)] if is_late else [])


def test_a_planned_round_is_enough_and_a_missed_plan_is_not(
    municipality: Municipality, adviser: User
) -> None:
    common = {"municipality": municipality, "registered_by": adviser}
    SurveyRoundFactory.create(**common, year=2021)
    SurveyRoundFactory.create(**common, year=2025, planned=True)
    assert overdue(municipality) == [Overdue("ungdata", 2021)]
    SurveyRoundFactory.create(**common, year=2027, planned=True)
    assert overdue(municipality) == []


def test_each_survey_is_judged_alone(municipality: Municipality, adviser: User) -> None:
    common = {"municipality": municipality, "registered_by": adviser}
    SurveyRoundFactory.create(**common, year=2026)
    SurveyRoundFactory.create(**common, year=2020, survey="brukerplan")
    assert overdue(municipality) == [Overdue("brukerplan", 2020)]


def test_a_municipality_without_rounds_is_unknown(municipality: Municipality) -> None:
    assert municipality.pk not in listing.overdue_by_place(on=ON)


def test_a_plan_alone_that_was_missed_is_unknown(municipality: Municipality, adviser: User) -> None:
    SurveyRoundFactory.create(
        municipality=municipality, registered_by=adviser, year=2020, planned=True
    )
    assert overdue(municipality) == []


def renumbered(new: Municipality) -> Municipality:
    old = MunicipalityFactory.create(
        code="5403", name="Gamle Alta", valid_from=date(2020, 1, 1), valid_to=date(2023, 12, 31)
    )
    MunicipalityChange.objects.create(
        date=date(2024, 1, 1),
        change_type="renumber",
        old=old,
        old_name="Alta",
        new=new,
        new_name="Alta",
        source="SSB",
    )
    return old


def test_rounds_of_an_expired_code_count_for_its_heir(
    municipality: Municipality, adviser: User
) -> None:
    old = renumbered(municipality)
    SurveyRoundFactory.create(municipality=old, registered_by=adviser, year=2021)
    assert listing.overdue_by_place(on=ON) == {municipality.pk: [Overdue("ungdata", 2021)]}
    SurveyRoundFactory.create(municipality=municipality, registered_by=adviser, year=2025)
    assert listing.overdue_by_place(on=ON) == {}


def test_the_heir_sees_and_mends_rounds_of_the_code_that_expired(
    municipality: Municipality, contact: User, contact_elsewhere: User, governor: User
) -> None:
    one = SurveyRoundFactory.create(municipality=renumbered(municipality), registered_by=contact)
    assert list(SurveyRound.objects.visible_to(contact)) == [one]
    assert list(SurveyRound.objects.visible_to(governor)) == [one]
    assert not SurveyRound.objects.visible_to(contact_elsewhere).exists()
    here = listing.of_municipality(municipality, contact, on=ON)
    assert [found.last for found in here] == [one, None]


def test_the_mark_on_a_row_says_the_same_as_the_list_of_places(
    municipality: Municipality, municipality_elsewhere: Municipality, adviser: User
) -> None:
    for place, years in ((municipality, (2019, 2021)), (municipality_elsewhere, (2018, 2025))):
        for year in years:
            SurveyRoundFactory.create(municipality=place, registered_by=adviser, year=year)
    rows = SurveyRound.objects.with_overdue(on=ON).filter(Q(is_overdue=True))
    marked = set(rows.values_list("municipality", "year"))
    places = listing.overdue_by_place(on=ON).items()
    assert marked == {(pk, one.last_year) for pk, found in places for one in found}
    assert marked == {(municipality.pk, 2021)}


def test_the_mark_counts_the_rounds_of_an_expired_code_with_those_of_its_heir(
    municipality: Municipality, adviser: User
) -> None:
    def marked() -> list[SurveyRound]:
        return list(SurveyRound.objects.with_overdue(on=ON).filter(Q(is_overdue=True)))

    first = SurveyRoundFactory.create(
        municipality=renumbered(municipality), registered_by=adviser, year=2021
    )
    assert marked() == [first]
    SurveyRoundFactory.create(municipality=municipality, registered_by=adviser, year=2025)
    assert marked() == []


@pytest.mark.parametrize("count", [1, 30])
def test_all_municipalities_take_the_same_few_questions(
    municipality: Municipality,
    adviser: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for _ in range(count):
        SurveyRoundFactory.create(
            municipality=MunicipalityFactory.create(), registered_by=adviser, year=2015
        )
    listing.overdue_by_place(on=ON)
    with django_assert_num_queries(3):
        assert len(listing.overdue_by_place(on=ON)) == count
