"""Grants and årsverk beside reach: what is known, by name, to those who may see the grants."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from centres.grants.models import CentreYear, Grant
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting.dashboard import figures, money
from reporting.dashboard.choice import Choice
from reporting.models import AnnualReport
from tests.factories import (
    AssignmentFactory,
    CentreFactory,
    MandateTaskFactory,
    MunicipalityFactory,
)
from tests.plans.factories import GrantFactory, GrantLineFactory, StepFactory
from tests.reporting.coverage_work import choice, did_for, joined, opened, page
from tests.reporting.coverage_year import did


@pytest.fixture
def work(
    centre: Centre,
    centre_elsewhere: Centre,
    adviser: User,
    leader: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    """Nord: 3 000 000 + 500 000 kr, 4.5 årsverk, 10 h in Alta and Utsira, 4 h of research.

    Vest: one letter without an amount; nothing done.
    """
    both = {municipality: None, municipality_elsewhere: None}
    did(centre, adviser, both, hours=10)
    did(centre, adviser, kind="research", hours=4)
    did(centre, adviser, {municipality: None}, hours=None)
    for scheme, amount in (("Drift", 3_000_000), ("Satsing", 500_000)):
        grant = GrantFactory.create(centre=centre, scheme=scheme)
        GrantLineFactory.create(grant=grant, amount=amount)
    GrantLineFactory.create(grant=GrantFactory.create(centre=centre, year=2024), amount=1)
    GrantLineFactory.create(grant=GrantFactory.create(centre=centre_elsewhere), amount=None)
    CentreYear.objects.create(
        centre=centre,
        year=2025,
        fte_agreed=Decimal(5),
        fte_filled=Decimal("4.50"),
        changed_by=leader,
    )


def rows(viewer: User, **chosen: Any) -> dict[str, money.MoneyRow]:
    found = money.counted(figures.summary(choice(**chosen)), viewer)
    return {row.centre.short_name: row for row in found}


@pytest.mark.usefixtures("work")
def test_a_centres_year_by_hand(leader: User) -> None:
    (own,) = rows(leader).values()
    assert own.centre.short_name == "KORUS Nord"
    assert own.granted == (3_500_000, True)
    assert (own.staffing.filled, own.staffing.agreed) == (Decimal("4.50"), Decimal(5))
    numbers = own.numbers
    assert (numbers.hours, numbers.with_hours, numbers.activities) == (Decimal(14), 2, 3)
    # Utsira lies outside the catchment.
    assert (own.reach.total, own.reach.used) == (1, 1)
    assert (own.kroner_each, own.hours_each) == (3_500_000, Decimal("14.0"))


@pytest.mark.usefixtures("work")
def test_what_is_not_known_is_not_0(directorate: User, client: Client) -> None:
    told = rows(directorate)
    assert list(told) == ["KORUS Nord", "KORUS Vest Stavanger"]
    west = told["KORUS Vest Stavanger"]
    assert west.granted == (None, False)
    assert (west.has_data, west.kroner_each, west.hours_each) == (False, None, None)
    client.force_login(directorate)
    text = page(client, "/dekning/arbeid/?aar=2025&type=korus")
    table = text[text.index('id="midler"') :]
    row = table[table.index("KORUS Vest") : table.index("</tr>", table.index("KORUS Vest"))]
    assert row.count("ikke oppgitt") == 2
    assert row.count("ingen data") == 2
    assert row.count("–") == 2
    assert ">0<" not in row


@pytest.mark.usefixtures("work")
def test_part_of_the_money_gives_no_kroner_for_each(leader: User, client: Client) -> None:
    GrantFactory.create(centre=Centre.objects.get(code="korus-nord"), scheme="Uten beløp")
    (own,) = rows(leader).values()
    assert own.granted == (3_500_000, False)
    assert own.kroner_each is None
    client.force_login(leader)
    text = page(client, "/dekning/arbeid/?aar=2025&type=korus")
    assert "noen beløp er ikke oppgitt" in text


@pytest.mark.usefixtures("work")
def test_only_those_who_may_see_the_grants_are_told(
    client: Client, contact: User, governor: User, userorg: User, leader_elsewhere: User
) -> None:
    address = "/dekning/arbeid/?aar=2025&type=korus"
    assert 'id="midler"' not in page(client, address)
    for viewer in (contact, governor, userorg):
        client.force_login(viewer)
        text = page(client, address)
        assert ('id="midler"' in text, "3 500 000" in text.replace("\xa0", " ")) == (False, False)
    assert list(rows(leader_elsewhere)) == ["KORUS Vest Stavanger"]


@pytest.mark.usefixtures("work")
def test_staffing_is_the_centres_own_until_the_report_is_handed_in(
    directorate: User, administrator: User, leader: User, centre: Centre
) -> None:
    assert rows(leader)["KORUS Nord"].staffing.filled == Decimal("4.50")
    for viewer in (directorate, administrator):
        assert rows(viewer)["KORUS Nord"].staffing.filled is None
    AnnualReport.objects.create(centre=centre, year=2025, started_by=leader)
    assert rows(directorate)["KORUS Nord"].staffing.filled is None
    AnnualReport.objects.update(
        status="submitted",
        submitted_by=leader,
        submitted_at="2026-03-01T10:00Z",
        received_at="2026-03-01T10:00Z",
        figures_sha256="0" * 64,
    )
    told = rows(directorate)["KORUS Nord"].staffing
    assert (told.filled, told.report) == (Decimal("4.50"), AnnualReport.objects.get().pk)


@pytest.mark.usefixtures("work")
def test_each_number_opens_what_it_counted(client: Client, leader: User) -> None:
    client.force_login(leader)
    text = page(client, "/dekning/arbeid/?aar=2025&type=korus&fylke=56")
    table = text[text.index('id="midler"') :]
    assert "uansett hvilke steder" in table
    granted = opened(client, table, "/tilskudd/?aar=2025&senter=korus-nord")
    assert granted.status_code == 200
    done = opened(client, table, "/dekning/rader/?aar=2025&senter=korus-nord")
    assert done.context["page"].paginator.count == 3
    places = opened(client, table, "/dekning/kommuner/?aar=2025&senter=korus-nord&niva=brukt")
    assert places.context["count"] == 1
    assert opened(client, table, "/dekning/kommuner/?aar=2025&senter=korus-nord").status_code == 200


@pytest.mark.usefixtures("work")
def test_a_national_centre_has_no_catchment_to_reach(
    directorate: User, adviser: User, municipality: Municipality
) -> None:
    napha = CentreFactory.create(
        code="napha", short_name="NAPHA", kind="national_centre", function="national"
    )
    did(napha, adviser, {municipality: None}, hours=3)
    own = rows(directorate, kind="national_centre")["NAPHA"]
    assert (own.reach.total, own.reach.used, own.reach.no_share) == (0, 1, "national")
    assert own.hours_each == Decimal("3.0")


@pytest.mark.usefixtures("work")
def test_the_questions_do_not_grow(
    directorate: User, adviser: User, municipality: Municipality, django_assert_num_queries: Any
) -> None:
    # The roles of the viewer are read once.
    found: Choice = choice()
    summary = figures.summary(found)
    money.counted(summary, directorate)
    for _round in range(2):
        with django_assert_num_queries(7):  # one more once a report is handed in
            money.counted(summary, directorate)
        for number in range(5):
            made = CentreFactory.create(short_name=f"KORUS {number}")
            did(made, adviser, {municipality: None}, hours=1)
            GrantLineFactory.create(grant=GrantFactory.create(centre=made), amount=5)
    assert Grant.objects.count() > 10


def test_the_page_asks_as_many_questions_however_much_has_been_done(
    client: Client, directorate: User, adviser: User, municipality: Municipality
) -> None:
    def more(number: int) -> None:
        made = CentreFactory.create(short_name=f"KORUS {number}")
        place = MunicipalityFactory.create()
        task = MandateTaskFactory.create(code=f"T{number}")
        work = did_for(made, adviser, {municipality: None, place: None}, ["clinic"], hours=1)
        joined(work, CentreFactory.create(), adviser, 2)
        did(made, adviser, {place: None}, mandate_task=task, course_phase="treatment")
        GrantLineFactory.create(grant=GrantFactory.create(centre=made), amount=5)
        tiltak = AssignmentFactory.create(centre=made, created_by=adviser)
        StepFactory.create(assignment=tiltak, municipality=place, registered_by=adviser)

    def questions(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            page(client, address)
        return len(asked)

    client.force_login(directorate)
    addresses = [f"/dekning/arbeid/?aar=2025{cut}" for cut in ("", "&funksjon=regional")]
    more(0)
    few = [questions(address) for address in addresses]
    for number in range(1, 8):
        more(number)
    assert [questions(address) for address in addresses] == few
    assert max(few) <= 60
