"""Why municipalities were not reached: one by one, many at once, and by two at once."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments.coverage.models import Level
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import County, Municipality
from reporting import unreached
from reporting.models import AnnualReport, NotReached
from tests.factories import CentreFactory, MunicipalityFactory, ThemeFactory
from tests.needs.factories import NeedFactory
from tests.reporting.checks.test_money_checks import receive
from tests.reporting.report_money import figures, found, open_report


@pytest.fixture
def county(centre: Centre, municipality: Municipality) -> County:
    """All of it is the centre's to help."""
    return municipality.county


@pytest.fixture
def places(county: County) -> list[Municipality]:
    """Two more in Alta's county."""
    return [
        MunicipalityFactory.create(code=code, name=name, county=county)
        for code, name in (("5603", "Hammerfest"), ("5605", "Sør-Varanger"))
    ]


@pytest.fixture
def report(centre: Centre, leader: User, places: list[Municipality]) -> AnnualReport:
    """Alta was reached, Hammerfest contacted; nothing is known of Sør-Varanger."""
    rows = [row("5601", Level.USED), row("5603", Level.CONTACTED)]
    return open_report(centre, leader, figures=figures(municipalities=rows))


def row(code: str, level: Level) -> dict[str, Any]:
    return {"code": code, "level": int(level), "last_contact_on": "2025-05-05"}


def address(report: AnnualReport) -> str:
    return reverse("reporting:unreached", args=[report.pk])


def reasons(report: AnnualReport) -> dict[str, str]:
    return {row["name"]: row["reason"] for row in unreached.frozen(report)}


def test_those_below_brukt_are_told_also_when_nothing_is_known(report: AnnualReport) -> None:
    assert [(row["code"], row["level"]) for row in unreached.frozen(report)] == [
        ("5603", Level.CONTACTED),
        ("5605", Level.UNKNOWN),
    ]


def test_each_gets_a_reason_and_what_others_set_meanwhile_stays(
    client: Client, adviser: User, report: AnnualReport, places: list[Municipality]
) -> None:
    hammerfest, varanger = places
    client.force_login(adviser)
    names = {f"reason_{place.pk}": "" for place in places}
    names |= {f"was_{place.pk}": "" for place in places}
    first = {**names, f"reason_{hammerfest.pk}": "no_need", "way": "each"}
    second = {**names, f"reason_{varanger.pk}": "planned", "way": "each"}
    for data in (first, second, second):
        assert client.post(address(report), data).status_code == 302
    assert reasons(report) == {"Hammerfest": "no_need", "Sør-Varanger": "planned"}
    taken = {**second, f"was_{varanger.pk}": "planned", f"reason_{varanger.pk}": ""}
    client.post(address(report), taken)
    assert reasons(report)["Sør-Varanger"] == ""


def test_one_reason_is_set_for_those_chosen_and_for_all_without(
    client: Client, adviser: User, report: AnnualReport, places: list[Municipality]
) -> None:
    client.force_login(adviser)
    chosen = {"way": "chosen", "reason": "no_answer", "chosen": [places[0].pk]}
    client.post(address(report), chosen)
    assert reasons(report) == {"Hammerfest": "no_answer", "Sør-Varanger": ""}
    client.post(address(report), {"way": "without", "reason": "not_asked"})
    assert reasons(report) == {"Hammerfest": "no_answer", "Sør-Varanger": "not_asked"}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"way": "without", "reason": ""}, id="no reason for all"),
        pytest.param({"way": "chosen", "reason": "planned"}, id="nobody chosen"),
        pytest.param({"way": "each", "reason_1": "fordi"}, id="no such reason"),
    ],
)
def test_what_is_missing_is_said(
    client: Client, adviser: User, report: AnnualReport, data: dict[str, str]
) -> None:
    client.force_login(adviser)
    assert client.post(address(report), data).status_code == 422
    assert not NotReached.objects.exists()


def test_places_of_others_get_no_reason_here(
    client: Client, adviser: User, report: AnnualReport, municipality_elsewhere: Municipality
) -> None:
    client.force_login(adviser)
    data = {"way": "chosen", "reason": "planned", "chosen": [municipality_elsewhere.pk]}
    client.post(address(report), data)
    assert not NotReached.objects.exists()


def test_a_reason_goes_when_the_municipality_was_reached_after_all(
    client: Client, adviser: User, report: AnnualReport, places: list[Municipality]
) -> None:
    client.force_login(adviser)
    client.post(address(report), {"way": "without", "reason": "not_asked"})
    report.figures["municipalities"][1]["level"] = int(Level.USED)
    report.save()
    client.post(address(report), {"way": "without", "reason": "not_asked"})
    assert [row.municipality.name for row in report.not_reached.all()] == ["Sør-Varanger"]


def test_reasons_and_a_text_are_wanted_before_submission(
    report: AnnualReport, leader: User, places: list[Municipality]
) -> None:
    name = "not_reached_have_a_reason"
    wrong = found(report, name)
    assert [(row.key, row.is_error) for row in wrong] == [("reasons", True), ("text", True)]
    assert "2 kommuner" in wrong[0].text
    for place in places:
        report.not_reached.create(municipality=place, reason="planned", set_by=leader)
    report.sections.filter(key="not_reached").update(body="De kommer neste år.")
    assert found(report, name) == []


def test_the_directorate_reads_reasons_but_neither_needs_nor_call_reasons(
    client: Client, directorate: User, leader: User, report: AnnualReport
) -> None:
    need = NeedFactory.create(
        municipality=Municipality.objects.get(code="5603"),
        theme=ThemeFactory.create(code="violence"),
        registered_for=report.centre.organisation,
        registered_by=leader,
    )
    client.force_login(leader)
    assert "1 åpent behov" in client.get(address(report)).content.decode()
    receive(report, leader, figures=figures(not_reached=unreached.frozen(report)))
    client.force_login(directorate)
    page = client.get(address(report)).content.decode()
    assert "Hammerfest" in page
    assert "åpent behov" not in page
    assert need.is_open


def test_a_centre_without_catchment_has_nobody_to_reach(leader: User) -> None:
    assert unreached.frozen(open_report(CentreFactory.create(), leader)) == []


def test_the_page_asks_the_same_number_of_questions_for_many(
    client: Client, adviser: User, report: AnnualReport, county: County
) -> None:
    client.force_login(adviser)
    asked(client, report)
    few = asked(client, report)
    for number in range(20):
        MunicipalityFactory.create(code=f"56{number + 40}", name=f"Sted {number}", county=county)
    # The first reads the structure of the land anew.
    asked(client, report)
    assert asked(client, report) == few


def asked(client: Client, report: AnnualReport) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(report)).status_code == 200
    return len(queries)
