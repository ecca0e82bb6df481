"""Focus municipalities by county against population and need, for signed-in readers."""

from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assignments.agreements.facts import facts_of
from assignments.agreements.models import Agreement
from assignments.agreements.spread import Scope, spread_of
from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Structure
from assignments.needs.models import Need
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from reporting.dashboard import figures, focus
from reporting.dashboard.choice import Choice
from tests.factories import CountyFactory, MunicipalityFactory, OrganisationFactory
from tests.reporting.coverage_year import did

PAGE = "/dekning/fordeling/?aar=2025&type=korus"


def text_of(client: Client, user: User | None, address: str = PAGE) -> str:
    if user is not None:
        client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return unescape(" ".join(response.content.decode().split())).replace("\N{NO-BREAK SPACE}", " ")


def line(text: str, county: str) -> list[str]:
    """The cells of a county's row, without their markup."""
    section = text.split('<h2 id="innsatskommuner">')[1]
    row = next(
        part
        for part in section.split("<tr>")
        if part.startswith('<th scope="row">') and county in part.split("</th>")[0]
    )
    cells = row.split("</tr>")[0].split("</th>")[1].split("<td")[1:]
    return [" ".join(strip(cell.split(">", 1)[1]).split()) for cell in cells]


def strip(markup: str) -> str:
    kept, inside = "", False
    for sign in markup:
        inside = sign == "<" or (inside and sign != ">")
        kept += "" if inside or sign == ">" else sign
    return kept


def agree(centre: Centre, place: Municipality, by: User, **values: Any) -> Agreement:
    standard: dict[str, Any] = {
        "title": f"Avtale {place.name}",
        "purpose": "Samarbeid",
        "language": "nb",
        "starts_on": date(2025, 12, 31),
        "ends_on": date(2026, 12, 31),
        "state": Agreement.State.SIGNED,
        "signed_at": datetime(2025, 2, 1, 12, tzinfo=UTC),
    }
    made = Agreement.objects.create(
        centre=centre, municipality=place, created_by=by, **{**standard, **values}
    )
    replace_facts("agreement", made.pk, facts_of(made))
    return made


def need_in(place: Municipality, theme: Theme, by: User, **values: Any) -> Need:
    standard: dict[str, Any] = {"registered_at": datetime(2025, 3, 1, tzinfo=UTC)}
    return Need.objects.create(
        municipality=place,
        theme=theme,
        severity=2,
        text="Hemmelig behovstekst.",
        side="centre",
        registered_for=OrganisationFactory.create(),
        registered_by=by,
        **{**standard, **values},
    )


@pytest.fixture
def places(municipality: Municipality, municipality_elsewhere: Municipality) -> dict[str, Any]:
    """Finnmark: Alta 6000 and Vadsø 2000. Rogaland: Utsira 1000. Vestland: Bergen 31 000."""
    county = municipality.county
    vadso = MunicipalityFactory.create(
        code="5607", name="Vadsø", county=county, valid_from=date(2024, 1, 1)
    )
    west = CountyFactory.create(code="46", name="Vestland")
    bergen = MunicipalityFactory.create(code="4601", name="Bergen", county=west)
    found = {"Alta": municipality, "Vadsø": vadso, "Utsira": municipality_elsewhere}
    found["Bergen"] = bergen
    people = {"Alta": 6000, "Vadsø": 2000, "Utsira": 1000, "Bergen": 31_000}
    for name, place in found.items():
        Municipality.objects.filter(pk=place.pk).update(
            population=people[name], population_date=date(2025, 1, 1)
        )
    return found


@pytest.fixture
def world(
    places: dict[str, Any],
    centre: Centre,
    centre_elsewhere: Centre,
    leader: User,
    theme: Theme,
) -> dict[str, Any]:
    """Alta has an agreement with special needs, Utsira one without; needs in Alta and Bergen."""
    did(centre, leader, {places["Vadsø"]: None})
    special = {"special_needs": "Mange unge", "special_needs_evidence": "Ungdata"}
    made = {
        "alta": agree(centre, places["Alta"], leader, has_special_needs=True, **special),
        "utsira": agree(centre_elsewhere, places["Utsira"], leader),
    }
    agree(centre, places["Vadsø"], leader, starts_on=date(2026, 1, 1))
    need_in(places["Alta"], theme, leader)
    need_in(places["Alta"], theme, leader, registered_at=datetime(2026, 1, 2, tzinfo=UTC))
    closed = {"status": "met", "closed_at": datetime(2026, 2, 1, tzinfo=UTC)}
    need_in(places["Alta"], theme, leader, **closed)
    need_in(places["Bergen"], theme, leader)
    return {**places, **made}


def test_counties_are_seen_against_population_and_need(
    client: Client, world: dict[str, Any], directorate: User
) -> None:
    text = text_of(client, directorate)
    assert "2 av 4 kommuner (50,0 %) har en avtale som gjelder minst én dag i 2025" in text
    assert line(text, "Finnmark") == ["2", "1", "50,0 %", "20,0 %", "50,0 %", "1", "2"]
    assert line(text, "Rogaland") == ["1", "1", "100,0 %", "2,5 %", "50,0 %", "0", "0"]
    assert line(text, "Vestland") == ["1", "0", "0,0 %", "77,5 %", "0,0 %", "0", "1"]
    assert line(text, "I alt") == ["4", "2", "50,0 %", "100,0 %", "100,0 %", "1", "3"]
    assert "her fra 01.01.2025" in text
    assert "Åpne behov er de som var åpne 31. desember 2025" in text
    assert (
        "Vestland har mer av folketallet eller flere åpne behov enn snittet av fylkene, "
        "men ingen innsatskommune."
    ) in text


def test_nobody_is_left_out_once_the_heavy_counties_have_one(
    client: Client, world: dict[str, Any], directorate: User, centre: Centre, leader: User
) -> None:
    agree(centre, world["Bergen"], leader, starts_on=date(2025, 1, 1))
    text = text_of(client, directorate)
    assert "minst én innsatskommune" in text
    assert "men ingen innsatskommune" not in text


def test_the_count_is_that_of_the_agreements_own_page(world: dict[str, Any]) -> None:
    choice = Choice(2025, Structure.THEN, date(2026, 6, 1))
    found = figures.summary(choice)
    read = focus.agreements_of(choice, {place.pk for place in found.places})
    spread = spread_of(Scope(2025))
    assert len(read) == spread.with_agreement == 2
    own = {row.pk: {agreement.pk for agreement in row.agreements} for row in spread.places}
    assert all(own[place] == set(ids) for place, ids in read.items())


def test_a_theme_cuts_no_agreement_away(
    client: Client, world: dict[str, Any], directorate: User, theme: Theme
) -> None:
    text = text_of(client, directorate, f"{PAGE}&tema={theme.code}")
    assert line(text, "I alt")[1] == "2"


# What each sees of Finnmark and Rogaland: special needs, then open needs (None is no column).
ROLES: list[tuple[str, list[str], list[str]]] = [
    ("contact", ["1"], ["–"]),
    ("adviser", ["1", "2"], ["–", "–"]),
    ("leader", ["1", "2"], ["–", "–"]),
    ("leader_elsewhere", ["–", "–"], ["0", "0"]),
    ("governor", ["1", "2"], ["–", "–"]),
    ("userorg", ["–"], ["–"]),
    ("directorate", ["1", "2"], ["0", "0"]),
    ("administrator", ["1"], ["0"]),
]


@pytest.mark.parametrize(("who", "north", "west"), ROLES, ids=[row[0] for row in ROLES])
def test_each_role_counts_what_it_may_see_and_the_rest_stays_right(
    who: str,
    north: list[str],
    west: list[str],
    world: dict[str, Any],
    client: Client,
    request: pytest.FixtureRequest,
) -> None:
    text = text_of(client, request.getfixturevalue(who))
    assert line(text, "Finnmark")[:5] == ["2", "1", "50,0 %", "20,0 %", "50,0 %"]
    assert line(text, "Finnmark")[5:] == north
    assert line(text, "Rogaland")[5:] == west
    assert "Hemmelig" not in text


def test_a_visitor_sees_nothing_of_it(client: Client, world: dict[str, Any]) -> None:
    assert "innsatskommune" not in text_of(client, None).casefold()
    response: Any = client.get("/dekning/innsatskommuner/?aar=2025&hva=avtale")
    assert response.status_code == 302


def test_who_cannot_count_every_need_is_told_by_population_alone(
    client: Client, world: dict[str, Any], adviser: User
) -> None:
    text = text_of(client, adviser)
    assert "Vestland har mer av folketallet enn snittet av fylkene, men ingen" in text
    assert "Derfor er ikke behovene med i setningen" in text


def test_each_number_leads_to_exactly_its_municipalities(
    client: Client, world: dict[str, Any], adviser: User
) -> None:
    text = text_of(client, adviser)
    for what in ("avtale", "saerskilte", "behov"):
        address = f"/dekning/innsatskommuner/?aar=2025&type=korus&fylke=56&hva={what}"
        assert f'href="{address}"' in text
        response = client.get(address)
        assert [row.place.name for row in response.context["rows"]] == ["Alta"]
    row = response.context["rows"][0]
    assert [agreement.pk for agreement in row.agreements] == [world["alta"].pk]
    assert len(row.needs) == 2
    assert row.hidden_needs == row.hidden_agreements == 0


def test_what_the_reader_may_not_open_is_counted_all_the_same(
    client: Client, world: dict[str, Any], directorate: User, adviser: User
) -> None:
    text = text_of(client, directorate, "/dekning/innsatskommuner/?aar=2025&hva=behov")
    assert "2 åpne behov, bare som antall" in text
    assert "/behov/" not in text.split("<table")[1].split("</table>")[0]
    text = text_of(client, adviser, "/dekning/innsatskommuner/?aar=2025&hva=avtale")
    assert "1 avtale som ikke vises for deg" in text
    assert "Avtale Utsira" not in text


def test_what_cannot_be_shown_is_refused(
    client: Client, world: dict[str, Any], adviser: User
) -> None:
    client.force_login(adviser)
    assert client.get("/dekning/innsatskommuner/?aar=2025&hva=alt").status_code == 400


def test_a_national_function_has_no_such_table(
    client: Client, world: dict[str, Any], adviser: User, centre: Centre
) -> None:
    Centre.objects.filter(pk=centre.pk).update(function="national")
    address = f"/dekning/fordeling/?aar=2025&senter={centre.code}"
    assert 'id="innsatskommuner"' not in text_of(client, adviser, address)


def test_the_way_to_the_agreements_own_page_is_for_who_may_open_it(
    client: Client, world: dict[str, Any], leader: User, userorg: User
) -> None:
    way = "/avtaler/spredning/?aar=2025"
    assert way in text_of(client, leader)
    assert client.get(way).status_code == 200
    assert way not in text_of(client, userorg)


@pytest.mark.parametrize(
    "address", [PAGE, "/dekning/innsatskommuner/?aar=2025&hva=behov"], ids=["table", "rows"]
)
@pytest.mark.parametrize("who", ["adviser", "governor", "directorate"])
def test_as_many_questions_however_much_there_is(
    who: str,
    address: str,
    world: dict[str, Any],
    client: Client,
    theme: Theme,
    leader: User,
    centre: Centre,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(who))
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    county = world["Alta"].county
    made = MunicipalityFactory.create_batch(15, county=county, valid_from=date(2024, 1, 1))
    for place in made:
        agree(centre, place, leader)
        need_in(place, theme, leader)
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
