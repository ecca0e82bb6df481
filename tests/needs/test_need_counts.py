"""Counts that go upward, and what other pages ask about needs."""

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assignments.needs import actions, summaries
from assignments.needs.models import Need
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from municipalities.models import Municipality, MunicipalityChange, Theme
from tests.factories import MunicipalityFactory, ThemeFactory
from tests.needs.conftest import TEXT, Register
from tests.needs.factories import NeedFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def alcohol(theme: Theme) -> Theme:
    return ThemeFactory.create(code="alcohol", name_nb="Alkohol", parent=theme, position=99)


@pytest.fixture
def three(
    register: Register, adviser: User, leader_elsewhere: User, theme: Theme, alcohol: Theme
) -> None:
    """Two open in Alta, one of them under the other's theme; one closed; one in Utsira."""
    register(by=adviser)
    register(by=adviser, theme=alcohol)
    closed = register(by=adviser)
    actions.set_status(need=closed, status=Need.Status.NO_LONGER, by=adviser)
    utsira = Municipality.objects.get(code="1151")
    register(by=leader_elsewhere, municipality=utsira)


@pytest.mark.usefixtures("three")
def test_the_directorate_sees_all_counts_and_no_way_to_the_rows(
    signed_in: SignIn, directorate: User
) -> None:
    page = signed_in(directorate).get("/behov/oversikt/")
    table = page.context["table"]
    assert [county.name for county in table.counties] == ["Finnmark", "Rogaland"]
    assert [
        (str(row.theme), row.total.count, [cell.count for cell in row.cells]) for row in table.rows
    ] == [("Rusmidler", 3, [2, 1]), ("Alkohol", 1, [1, 0])]
    assert (table.total.count, [cell.count for cell in table.totals]) == (3, [2, 1])
    assert "status=active" not in page.text
    assert TEXT not in page.text


@pytest.mark.usefixtures("three")
def test_every_count_leads_to_as_many_rows(signed_in: SignIn, adviser: User) -> None:
    client = signed_in(adviser)
    table = client.get("/behov/oversikt/").context["table"]
    cells = [table.total, *table.totals]
    for row in table.rows:
        cells += [row.total, *row.cells]
    assert [cell.count for cell in cells] == [2, 2, 2, 2, 1, 1]
    for cell in cells:
        assert len(client.get(cell.url).context["rows"]) == cell.count


@pytest.mark.usefixtures("three")
def test_the_export_holds_the_same_counts_and_leaves_a_trace(
    signed_in: SignIn, directorate: User
) -> None:
    response = signed_in(directorate).get("/behov/oversikt/tall.csv?format=csv")
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode())))
    assert [(row["fylke"], row["tema"], row["aapne_behov"]) for row in rows] == [
        ("Finnmark", "substance_use", "2"),
        ("Finnmark", "alcohol", "1"),
        ("Rogaland", "substance_use", "1"),
    ]
    assert rows[1]["hovedtema"] == "substance_use"
    assert {row["venter_paa_svar"] for row in rows} == {"2", "1"}
    assert Event.objects.filter(kind="needs.counts_exported", by_id=directorate.pk).exists()


def test_an_export_of_nothing_is_a_file_with_headings(signed_in: SignIn, directorate: User) -> None:
    response = signed_in(directorate).get("/behov/oversikt/tall.csv")
    assert response.getvalue().decode().startswith("\N{BYTE ORDER MARK}fylkesnummer;fylke;")


@pytest.fixture
def former(municipality: Municipality) -> Municipality:
    old = MunicipalityFactory.create(code="2012", name="Alta", valid_to=date(2023, 12, 31))
    MunicipalityChange.objects.create(
        date=date(2024, 1, 1), change_type="renumber", old=old, new=municipality
    )
    return old


def test_open_needs_by_place_follow_mergers_and_districts(
    register: Register,
    former: Municipality,
    municipality: Municipality,
    theme: Theme,
    adviser: User,
    centre: Centre,
    directorate: User,
) -> None:
    register(by=adviser, severity=Need.Severity.LOW)
    district = MunicipalityFactory.create(
        code="560101", kind="district", name="Sentrum", parent=municipality, organisation=None
    )
    register(by=adviser, municipality=district, severity=Need.Severity.MODERATE)
    NeedFactory.create(
        municipality=former,
        theme=theme,
        severity=3,
        registered_for=centre.organisation,
        registered_by=adviser,
    )
    assert summaries.open_by_place(adviser) == {municipality.pk: (3, 3)}
    assert summaries.open_by_place(directorate) == {}
    found = summaries.of_municipality(municipality, adviser)
    assert [need.severity for need in found] == [3, 2, 1]
    assert summaries.of_municipality(municipality, directorate) == []


def test_the_summary_asks_as_much_for_many_as_for_one(
    register: Register, adviser: User, theme: Theme, centre: Centre
) -> None:
    def asked() -> int:
        del adviser.__dict__["current_memberships"]
        with CaptureQueriesContext(connection) as queries:
            summaries.open_by_place(adviser)
        return len(queries)

    register(by=adviser)
    asked()
    few = asked()
    for _ in range(50):
        NeedFactory.create(
            municipality=MunicipalityFactory.create(organisation=None),
            theme=theme,
            registered_for=centre.organisation,
            registered_by=adviser,
        )
    asked()
    assert asked() == few
