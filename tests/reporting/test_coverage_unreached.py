"""Not reached: who stands there is public; needs and reasons are for those who may see them."""

from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assignments.needs.models import Need
from assignments.outreach.models import Approach, Contact
from centres.models import Centre
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality, MunicipalityChange, Theme
from reporting.models import AnnualReport, NotReached
from tests.factories import (
    CountyGovernorFactory,
    MunicipalityFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.reporting.coverage_year import did

PAGE = "/dekning/ikke-nadd/?aar=2025"
HEADS = {
    "needs": "Åpne behov i dag",
    "calls": "Fra lista over kommuner vi bør kontakte",
    "report": "Årsak i senterets rapport",
}


def page(client: Client, user: User | None, address: str = PAGE) -> str:
    if user is not None:
        client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return unescape(" ".join(response.content.decode().split()))


def row(text: str, name: str) -> str:
    """The cells after the county's, of the municipality's row."""
    rows = [part.split("</tr>")[0] for part in text.split("<tr>")]
    found = [part for part in rows if f">{name}</a>" in part]
    return found[0] if found else ""


def need_in(place: Municipality, theme: Theme, by: User, **values: Any) -> Need:
    return Need.objects.create(
        municipality=place,
        theme=theme,
        severity=2,
        text="Hemmelig behovstekst.",
        side="centre",
        registered_for=OrganisationFactory.create(),
        registered_by=by,
        **values,
    )


@pytest.fixture
def world(
    centre: Centre,
    centre_elsewhere: Centre,
    leader: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    theme: Theme,
) -> AnnualReport:
    """Alta: two open needs and a met one, an unanswered call, and a reason in a draft report.

    Utsira: one open need. Something was done in Vadsø, so that the year has data.
    """
    reached = MunicipalityFactory.create(
        code="5607", name="Vadsø", county=municipality.county, valid_from=date(2024, 1, 1)
    )
    did(centre, leader, {reached: None})
    for place in (municipality, municipality, municipality_elsewhere):
        need_in(place, theme, leader)
    need_in(municipality, theme, leader, status="met", closed_at=datetime(2025, 6, 1, tzinfo=UTC))
    approach = Approach.objects.create(
        centre=centre,
        municipality=municipality,
        adviser=leader,
        reasons=[["Lite kontakt", "Senteret har <ingen> kontakt"]],
        taken_at=datetime(2025, 2, 1, tzinfo=UTC),
    )
    Contact.objects.create(
        approach=approach,
        day=date(2025, 3, 3),
        channel="phone",
        result="no_answer",
        note="Hemmelig notat.",
        by=leader,
    )
    report = AnnualReport.objects.create(centre=centre, year=2025, number=1, started_by=leader)
    NotReached.objects.create(
        report=report, municipality=municipality, reason="no_answer", set_by=leader
    )
    return report


@pytest.fixture
def governor_elsewhere(municipality_elsewhere: Municipality) -> User:
    office = CountyGovernorFactory.create(code="rogaland", name="Statsforvalteren i Rogaland")
    office.counties.add(municipality_elsewhere.county)
    return UserFactory.create(role=(office.organisation, Role.GOVERNOR))


# Which columns each sees; then what stands of needs for Alta and for Utsira.
ROLES: list[tuple[str, set[str], str, str]] = [
    ("visitor", set(), "", ""),
    ("contact", {"needs"}, "2", "–"),
    ("adviser", {"needs", "calls", "report"}, "2", "–"),
    ("leader", {"needs", "calls", "report"}, "2", "–"),
    ("leader_elsewhere", {"needs", "calls"}, "–", "1"),
    ("governor", {"needs", "calls"}, "2", "–"),
    ("governor_elsewhere", {"needs", "calls"}, "–", "1"),
    ("userorg", set(), "", ""),
    ("directorate", {"needs"}, "2", "1"),
    ("administrator", set(), "", ""),
]


@pytest.mark.parametrize(("who", "columns", "alta", "utsira"), ROLES, ids=[row[0] for row in ROLES])
def test_each_role_sees_its_own_needs_and_reasons(
    who: str,
    columns: set[str],
    alta: str,
    utsira: str,
    world: AnnualReport,
    client: Client,
    request: pytest.FixtureRequest,
) -> None:
    user = None if who == "visitor" else request.getfixturevalue(who)
    text = page(client, user)
    assert {key for key, head in HEADS.items() if f">{head}</th>" in text} == columns
    assert "2 kommuner har ikke brukt et tilbud i 2025" in text
    for name, count in (("Alta", alta), ("Utsira", utsira)):
        cells = row(text, name)
        assert cells
        if count:
            assert f">{count}<" in cells
    assert "Hemmelig" not in text


def test_the_way_to_the_needs_leads_to_exactly_them(
    client: Client, world: AnnualReport, adviser: User
) -> None:
    assert '<a href="/behov/?kommune=5601&status=active">2</a>' in row(
        page(client, adviser), "Alta"
    )
    response = client.get("/behov/?kommune=5601&status=active")
    assert len(response.context["rows"]) == 2


def test_the_directorate_gets_the_number_and_no_way_to_the_needs(
    client: Client, world: AnnualReport, directorate: User
) -> None:
    text = page(client, directorate)
    assert '<td class="number">2</td>' in row(text, "Alta")
    assert "/behov/?kommune" not in text
    assert "bare antall" in text


def test_the_centre_and_the_governor_read_reasons_and_result_of_the_call(
    client: Client, world: AnnualReport, adviser: User, governor: User
) -> None:
    said = "KORUS Nord: fikk ikke svar 03.03.2025. På lista fordi: Senteret har <ingen> kontakt."
    for user in (adviser, governor):
        assert said in row(page(client, user), "Alta")
    response = client.get(PAGE)
    assert b"Senteret har &lt;ingen&gt; kontakt" in response.content


def test_the_call_list_of_another_centre_stays_there(
    client: Client, world: AnnualReport, leader_elsewhere: User
) -> None:
    assert "fikk ikke svar" not in page(client, leader_elsewhere)


def test_the_call_list_is_read_up_to_the_end_of_the_year(
    client: Client, world: AnnualReport, adviser: User
) -> None:
    Contact.objects.update(day=date(2026, 1, 1))
    assert "tatt fra lista, ikke kontaktet ennå" in row(page(client, adviser), "Alta")
    Approach.objects.update(taken_at=datetime(2026, 1, 1, 12, tzinfo=UTC))
    assert "ikke kontaktet ennå" not in page(client, adviser)


def test_the_reason_of_a_report_is_for_those_who_may_read_the_report(
    client: Client, world: AnnualReport, adviser: User, directorate: User, governor: User
) -> None:
    reason = "KORUS Nord: kommunen svarte ikke"
    assert reason in row(page(client, adviser), "Alta")
    assert reason not in page(client, directorate)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    AnnualReport.objects.filter(pk=world.pk).update(
        status="submitted",
        received_at=at,
        submitted_at=at,
        submitted_by=world.started_by,
        figures={"schema": 2},
        figures_sha256="a" * 64,
    )
    assert reason in row(page(client, directorate), "Alta")
    assert reason not in page(client, governor)
    assert reason not in page(client, adviser, "/dekning/ikke-nadd/?aar=2024")


def test_only_those_with_open_needs_that_the_reader_may_see(
    client: Client, world: AnnualReport, adviser: User, userorg: User
) -> None:
    text = page(client, adviser, f"{PAGE}&behov=on")
    assert row(text, "Alta")
    assert not row(text, "Utsira")
    assert "2 kommuner har ikke brukt et tilbud" in text
    assert "1 av dem har åpne behov som du kan se" in text
    assert 'name="behov"' in text
    assert "checked" in text.split('name="behov"')[1].split(">")[0]
    hidden = page(client, userorg, f"{PAGE}&behov=on")
    assert row(hidden, "Alta")
    assert row(hidden, "Utsira")
    assert "Du kan ikke se behovene" in hidden
    assert 'name="behov"' not in hidden


@pytest.fixture
def known(world: AnnualReport, centre: Centre, leader: User, municipality: Municipality) -> None:
    """Hasvik was reached the year before, and is therefore not among those never in contact."""
    place = MunicipalityFactory.create(code="5616", name="Hasvik", county=municipality.county)
    did(centre, leader, {place: None}, starts_on=date(2024, 3, 1))


@pytest.mark.parametrize("who", ["visitor", "adviser", "directorate"])
def test_only_those_who_were_never_in_contact(
    who: str, known: None, client: Client, request: pytest.FixtureRequest
) -> None:
    user = None if who == "visitor" else request.getfixturevalue(who)
    text = page(client, user)
    assert row(text, "Hasvik")
    assert "3 kommuner har ikke brukt et tilbud" in text
    assert '?aar=2025&aldri=on">2 av dem har aldri hatt kontakt</a>' in text
    text = page(client, user, f"{PAGE}&aldri=on")
    assert row(text, "Alta")
    assert row(text, "Utsira")
    assert not row(text, "Hasvik")
    assert "3 kommuner har ikke brukt et tilbud" in text
    assert "2 av dem har aldri hatt kontakt. Bare de vises." in text
    assert "checked" in text.split('name="aldri"')[1].split(">")[0]
    assert 'name="aldri"' in page(client, user)


def test_those_never_in_contact_who_have_open_needs(
    known: None, client: Client, adviser: User
) -> None:
    text = page(client, adviser, f"{PAGE}&aldri=on&behov=on")
    assert row(text, "Alta")
    assert not row(text, "Utsira")
    told = "1 av dem har aldri hatt kontakt, og har åpne behov som du kan se. Bare den vises."
    assert told in text


def test_when_nobody_was_never_in_contact_the_page_says_so(
    client: Client, centre: Centre, leader: User, municipality: Municipality
) -> None:
    did(centre, leader, {municipality: None}, starts_on=date(2024, 3, 1))
    other = MunicipalityFactory.create(code="5607", name="Vadsø", county=municipality.county)
    did(centre, leader, {other: None})
    text = page(client, None, f"{PAGE}&aldri=on")
    assert "Ingen av dem" in text
    assert "<table" not in text.split('id="ikke-nadd"')[1].split("</section>")[0]


@pytest.mark.parametrize("address", ["kommuner/", "ikke-nadd/"])
def test_those_never_in_contact_can_be_taken_out(address: str, known: None, client: Client) -> None:
    chosen = {"kommuner/": "niva=aldri_i_kontakt", "ikke-nadd/": "aldri=on"}[address]
    text = page(client, None, f"/dekning/{address}?aar=2025&{chosen}")
    file = "/dekning/kommuner/eksport.csv?aar=2025&niva=aldri_i_kontakt"
    assert f'href="{file}"' in text
    lines = b"".join(client.get(file)).decode().splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["Alta", "Utsira"]
    assert [line.split(",")[10] for line in lines[1:]] == ["", ""]


def test_the_choice_of_centre_also_chooses_whose_calls_are_told(
    client: Client, world: AnnualReport, governor: User
) -> None:
    assert "fikk ikke svar" in page(client, governor, f"{PAGE}&type=korus")
    assert "fikk ikke svar" not in page(client, governor, f"{PAGE}&type=rvts")


def test_needs_follow_a_municipality_to_its_number_of_the_year_shown(
    client: Client,
    world: AnnualReport,
    governor: User,
    municipality: Municipality,
    theme: Theme,
    centre: Centre,
    leader: User,
) -> None:
    Municipality.objects.filter(pk=municipality.pk).update(valid_from=date(2024, 1, 1))
    old = MunicipalityFactory.create(
        code="5403",
        name="Alta den gang",
        county=municipality.county,
        valid_from=date(2020, 1, 1),
        valid_to=date(2023, 12, 31),
    )
    MunicipalityChange.objects.create(
        date=date(2024, 1, 1),
        change_type="rename",
        old=old,
        new=municipality,
        old_name=old.name,
        new_name=municipality.name,
    )
    other = MunicipalityFactory.create(
        code="5404", county=municipality.county, valid_from=date(2020, 1, 1)
    )
    did(centre, leader, {other: None}, starts_on=date(2023, 3, 1))
    need_in(old, theme, governor)
    text = page(client, governor, "/dekning/ikke-nadd/?aar=2023")
    assert '<a href="/behov/?kommune=5601&status=active">3</a>' in row(text, "Alta den gang")
    response = client.get("/behov/?kommune=5601&status=active")
    assert len(response.context["rows"]) == 3


def test_the_page_says_how_many_live_there_and_of_which_day(
    client: Client, world: AnnualReport, municipality: Municipality
) -> None:
    Municipality.objects.filter(pk=municipality.pk).update(
        population=21_144, population_date=date(2025, 1, 1)
    )
    Municipality.objects.exclude(pk=municipality.pk).update(population=None, population_date=None)
    text = page(client, None)
    assert "21 144" in row(text, "Alta").replace("\N{NO-BREAK SPACE}", " ")
    assert "ikke kjent" in row(text, "Utsira")
    assert "her fra 01.01.2025" in text


@pytest.mark.parametrize("who", ["visitor", "adviser", "governor", "directorate"])
def test_the_page_asks_as_many_questions_however_much_there_is(
    who: str,
    world: AnnualReport,
    client: Client,
    theme: Theme,
    leader: User,
    centre: Centre,
    request: pytest.FixtureRequest,
) -> None:
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))
    client.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(PAGE)
    for place in list(Municipality.objects.all()):
        need_in(place, theme, leader)
        Approach.objects.create(
            centre=centre,
            municipality=place,
            adviser=leader,
            ended_at=datetime(2025, 5, 1, tzinfo=UTC),
            ended_by=leader,
            taken_at=datetime(2025, 4, 1, tzinfo=UTC),
        )
    MunicipalityFactory.create_batch(
        20, county=Municipality.objects.get(code="5601").county, valid_from=date(2024, 1, 1)
    )
    client.get(PAGE)
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few)
