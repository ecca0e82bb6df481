"""Open needs without a centre, where the year shown had other municipalities, and in districts."""

from datetime import date
from html import escape
from typing import Any

import pytest
from django.test import Client

from assignments.coverage.models import Structure
from assignments.needs.models import Need, Side, Verdict
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, MunicipalityChange, Theme
from reporting.dashboard import unmet
from reporting.dashboard.choice import Choice
from tests.factories import (
    CatchmentFactory,
    CentreFactory,
    CountyFactory,
    MunicipalityFactory,
    ThemeFactory,
)
from tests.needs.factories import NeedFactory
from tests.reporting.coverage_year import did

pytestmark = pytest.mark.django_db


def choice(year: int, **chosen: Any) -> Choice:
    return Choice(year, Structure.THEN, date(2026, 6, 1), **chosen)


def need_in(place: Municipality, theme: Theme, centre: Centre, by: User) -> None:
    NeedFactory.create(
        municipality=place, theme=theme, registered_for=centre.organisation, registered_by=by
    )


def became(old: Municipality, new: Municipality, kind: str) -> None:
    MunicipalityChange.objects.create(
        date=date(2024, 1, 1),
        change_type=kind,
        old=old,
        new=new,
        old_name=old.name,
        new_name=new.name,
    )


def former(code: str, county: Any) -> Municipality:
    return MunicipalityFactory.create(
        code=code, county=county, valid_from=date(2020, 1, 1), valid_to=date(2023, 12, 31)
    )


@pytest.mark.parametrize("kind", ["rename", "merge"])
def test_a_need_is_found_under_what_its_municipality_was_in_the_year_shown(
    kind: str, adviser: User, centre: Centre, municipality: Municipality, theme: Theme
) -> None:
    then = CountyFactory.create(code="54", name="Troms og Finnmark")
    became(former("5403", then), municipality, kind)
    if kind == "merge":
        became(former("5404", then), municipality, kind)
    CatchmentFactory.create(centre=centre, county=then)
    need_in(municipality, theme, centre, adviser)
    for chosen in (choice(2023), choice(2023, counties=(then,)), choice(2023, centre=centre)):
        assert [row.place for row in unmet.unmet(chosen, adviser)] == [municipality]
    elsewhere = CountyFactory.create(code="11", name="Rogaland")
    assert unmet.unmet(choice(2023, counties=(elsewhere,)), adviser) == []


def test_needs_in_districts_lie_in_the_catchment_of_their_city_and_are_of_one_municipality(
    adviser: User,
    directorate: User,
    centre: Centre,
    municipality: Municipality,
    theme: Theme,
) -> None:
    for code in ("560101", "560102"):
        district = MunicipalityFactory.create(
            code=code,
            county=municipality.county,
            kind=Municipality.Kind.DISTRICT,
            parent=municipality,
            population=None,
        )
        need_in(district, theme, centre, adviser)
    for chosen in (choice(2025), choice(2025, centre=centre), choice(2025, size="middels")):
        found = unmet.unmet(chosen, adviser)
        assert [row.place.code for row in found] == ["560101", "560102"]
        assert [row.count for row in unmet.unmet_counts(chosen, directorate)] == [1]
    assert unmet.unmet(choice(2025, size="liten"), adviser) == []


def gaps_page(client: Client, **chosen: str) -> str:
    query = {"aar": "2025", "liste": "hull", **chosen}
    return client.get("/dekning/overlapp/", query).content.decode()


def test_a_county_without_a_municipality_of_the_size_has_no_gap_there(
    client: Client, adviser: User, centre: Centre, municipality: Municipality, theme: Theme
) -> None:
    did(centre, adviser, {municipality: None}, with_themes=[theme])
    assert "Ingen hull" in gaps_page(client)
    page = gaps_page(client, storrelse="stor")
    assert "Ingen hull" in page
    assert "Ingen senter har ansvar for kommunene og temaene du har valgt" in page


def test_a_centre_without_a_catchment_has_no_gaps_and_no_praise_for_it(
    client: Client, adviser: User, centre: Centre, municipality: Municipality, theme: Theme
) -> None:
    CentreFactory.create(code="alene", short_name="Alene", kind="rvts")
    did(centre, adviser, {municipality: None}, with_themes=[theme])
    assert "Alle temaene i fagfeltene er brukt" in gaps_page(client)
    page = gaps_page(client, senter="alene")
    assert "Ingen senter har ansvar for kommunene og temaene du har valgt" in page
    assert "Alle temaene i fagfeltene er brukt" not in page


def test_a_number_of_a_parent_theme_or_a_city_opens_exactly_the_needs_it_counted(
    client: Client, adviser: User, centre: Centre, municipality: Municipality, theme: Theme
) -> None:
    below = ThemeFactory.create(code="under", parent=theme)
    district = MunicipalityFactory.create(
        code="560101",
        county=municipality.county,
        kind=Municipality.Kind.DISTRICT,
        parent=municipality,
    )
    for place, what in ((municipality, theme), (municipality, below), (district, theme)):
        need_in(place, what, centre, adviser)
    need_in(municipality, theme, centre, adviser)
    client.force_login(adviser)
    found = unmet.unmet(choice(2025), adviser)
    assert [(row.place, row.theme, row.count) for row in found] == [
        (municipality, theme, 2),
        (municipality, below, 1),
        (district, theme, 1),
    ]
    for row in found:
        assert client.get(row.url).context["page"].paginator.count == row.count
        assert client.get(row.agreed_url).context["page"].paginator.count == row.agreed


def test_the_number_that_all_agree_about_opens_those_needs_alone(
    client: Client, adviser: User, centre: Centre, municipality: Municipality, theme: Theme
) -> None:
    need_in(municipality, theme, centre, adviser)
    need_in(municipality, theme, centre, adviser)
    for side in (Side.CENTRE, Side.GOVERNOR):
        Verdict.objects.create(
            need=Need.objects.order_by("pk")[0],
            side=side,
            organisation=centre.organisation,
            agrees=True,
            by=adviser,
        )
    (row,) = unmet.unmet(choice(2025), adviser)
    assert (row.count, row.agreed) == (2, 1)
    client.force_login(adviser)
    page = client.get("/dekning/overlapp/", {"aar": "2025", "liste": "behov"}).content.decode()
    assert escape(row.url) in page
    assert escape(row.agreed_url) in page
    assert client.get(row.agreed_url).context["page"].paginator.count == 1
