"""How the agreements of a year are spread, and whether those with special needs come first."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assignments.agreements.models import Agreement, Verification
from assignments.agreements.spread import Scope, spread_of
from assignments.plans.years import close
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.agreements.factories import AgreementFactory
from tests.factories import MunicipalityFactory
from tests.needs.factories import NeedFactory

Agree = Callable[..., Agreement]


def need(municipality: Municipality, theme: Theme, by: User) -> None:
    """A large one."""
    party = by.memberships.get().organisation
    about = {"municipality": municipality, "theme": theme, "severity": 3}
    NeedFactory.create(**about, registered_by=by, registered_for=party)


@pytest.fixture
def agree(centre: Centre, municipality: Municipality, adviser: User) -> Agree:
    """A signed agreement with Alta, 1 March 2025 to the end of 2027."""

    def make(**changed: Any) -> Agreement:
        usual = {"centre": centre, "municipality": municipality, "created_by": adviser}
        return AgreementFactory.create(signed=True, **{**usual, **changed})

    return make


def test_a_municipality_counts_once_however_many_agreements(
    agree: Agree, centre: Centre, municipality: Municipality
) -> None:
    MunicipalityFactory.create(code="5610", county=municipality.county)
    agree(), agree()
    found = spread_of(Scope(year=2026, centre=centre))
    assert (found.agreements, found.with_agreement, found.total) == (2, 1, 2)
    (county,) = found.counties
    assert (county.with_agreement, county.total) == (1, 2)


def test_a_draft_and_a_year_outside_the_period_do_not_count(
    agree: Agree, centre: Centre, municipality: Municipality, adviser: User
) -> None:
    AgreementFactory.create(centre=centre, municipality=municipality, created_by=adviser)
    agree()
    assert spread_of(Scope(year=2024, centre=centre)).agreements == 0
    assert spread_of(Scope(year=2025, centre=centre)).agreements == 1


def test_a_year_that_was_reported_before_both_had_signed_stays_as_it_was_reported(
    agree: Agree, centre: Centre, leader: User
) -> None:
    """As on the coverage page, which counts the same agreements."""
    close(centre, 2025, by=leader)
    agree()
    assert spread_of(Scope(year=2025, centre=centre)).agreements == 0
    assert spread_of(Scope(year=2026, centre=centre)).agreements == 1


def test_majority_is_more_than_half_over_three_years(
    agree: Agree, centre: Centre, municipality: Municipality
) -> None:
    other = MunicipalityFactory.create(code="5610", county=municipality.county)
    agree()
    assert not spread_of(Scope(year=2026, centre=centre)).is_majority
    agree(municipality=other)
    found = spread_of(Scope(year=2026, centre=centre))
    assert (found.over_time, found.is_majority) == (2, True)
    assert [(row.year, row.with_agreement) for row in found.years] == [
        (2024, 0),
        (2025, 2),
        (2026, 2),
    ]


def test_an_agreement_with_a_district_is_its_citys(
    agree: Agree, centre: Centre, municipality: Municipality
) -> None:
    district = MunicipalityFactory.create(
        code="560101", kind="district", parent=municipality, county=municipality.county
    )
    agree(municipality=district)
    found = spread_of(Scope(year=2026, centre=centre))
    assert (found.with_agreement, found.outside) == (1, 0)


def test_one_outside_the_catchment_is_told_and_not_in_the_share(
    agree: Agree, centre: Centre, municipality_elsewhere: Municipality
) -> None:
    agree(municipality=municipality_elsewhere)
    found = spread_of(Scope(year=2026, centre=centre))
    assert (found.agreements, found.with_agreement, found.outside) == (1, 0, 1)


def test_a_large_need_without_an_agreement_waits(
    agree: Agree, centre: Centre, municipality: Municipality, theme: Theme, adviser: User
) -> None:
    need(municipality, theme, adviser)
    waiting = spread_of(Scope(year=2026, centre=centre)).waiting
    assert [place.name for place in waiting] == ["Alta"]
    agree()
    assert spread_of(Scope(year=2026, centre=centre)).waiting == []


def test_the_yearly_check_is_told_by_how_many_sides(
    agree: Agree, centre: Centre, leader: User
) -> None:
    one, both, _none = agree(), agree(), agree()
    for agreement, side in ((one, "centre"), (both, "centre"), (both, "municipality")):
        Verification.objects.create(
            agreement=agreement, year=2026, side=side, result="kept", by=leader
        )
    found = spread_of(Scope(year=2026, centre=centre))
    assert (found.verified, found.half_verified, found.unverified) == (1, 1, 1)


def test_one_that_runs_out_is_told_until_it_is_renewed(
    agree: Agree, centre: Centre, adviser: User
) -> None:
    year = timezone.localdate().year
    old = agree(ends_on=date(year, 12, 31))
    assert spread_of(Scope(year=year, centre=centre)).ending == (old,)
    AgreementFactory.create(
        centre=centre, municipality=old.municipality, created_by=adviser, renews=old
    )
    assert spread_of(Scope(year=year, centre=centre)).ending == ()


def test_it_asks_as_often_for_many_agreements_as_for_few(
    agree: Agree,
    centre: Centre,
    municipality: Municipality,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    agree()
    more = [MunicipalityFactory.create(county=municipality.county) for _n in range(25)]
    spread_of(Scope(year=2026, centre=centre))
    with django_assert_max_num_queries(9) as few:
        spread_of(Scope(year=2026, centre=centre))
    for place in more:
        agree(municipality=place)
    with django_assert_max_num_queries(9) as many:
        spread_of(Scope(year=2026, centre=centre))
    assert len(few) == len(many)


def test_the_governor_sees_own_counties_and_the_directorate_no_names_of_needs(
    agree: Agree,
    client: Client,
    governor: User,
    directorate: User,
    centre: Centre,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    theme: Theme,
    adviser: User,
) -> None:
    need(municipality, theme, adviser)
    needs = f"?kommune={municipality.code}"
    client.force_login(governor)
    page = client.get(reverse("agreements:agreement_spread"), {"aar": 2026}).content.decode()
    assert "Finnmark" in page
    assert "Rogaland" not in page
    assert needs in page
    client.force_login(directorate)
    page = client.get(reverse("agreements:agreement_spread"), {"aar": 2026}).content.decode()
    assert "Rogaland" in page
    assert needs not in page


def test_the_file_has_a_line_for_each_municipality(
    agree: Agree, client: Client, adviser: User, municipality: Municipality
) -> None:
    MunicipalityFactory.create(code="5610", name="Karasjok", county=municipality.county)
    agree(has_special_needs=True, special_needs="x", special_needs_evidence="y")
    client.force_login(adviser)
    query = {"aar": "2026", "fil": "csv"}
    response = client.get(reverse("agreements:agreement_spread_file"), query)
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode())))
    assert [(row["kommune"], row["avtale"], row["saerskilte_behov"]) for row in rows] == [
        ("Alta", "ja", "ja"),
        ("Karasjok", "nei", "nei"),
    ]
