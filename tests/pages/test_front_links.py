"""Whatever stands on a front page can be opened by its reader; much asks as often as little."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.pages.next_steps.sections import sections
from municipalities.models import County, Municipality, Theme
from municipalities.structure import current_chain
from tests.factories import CentreFactory, MunicipalityFactory, UserFactory
from tests.needs.factories import NeedFactory
from tests.pages.key_figures_world import TODAY, YEAR, counted
from tests.reporting.coverage_year import asked, did
from tests.reporting.due_dates import add_obligation

ROLES = [
    "contact",
    "adviser",
    "leader",
    "governor",
    "userorg",
    "directorate",
    "administrator",
]
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
HREF = re.compile(r'href="([^"#]+)[^"]*"')


@pytest.fixture
def busy(
    centre: Centre,
    leader: User,
    contact: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    theme: Theme,
) -> None:
    did(centre, leader, {municipality: 4}, starts_on=TODAY)
    asked(centre, contact, municipality)
    add_obligation(centre, year=YEAR - 1)
    NeedFactory.create(
        municipality=municipality,
        theme=theme,
        registered_for=centre.organisation,
        registered_by=leader,
    )


def links_of(client: Client) -> set[str]:
    page = client.get("/").content.decode()
    (main,) = MAIN.findall(page)
    return {href.replace("&amp;", "&") for href in HREF.findall(main)}


def opened(client: Client, href: str) -> int:
    """Some pages lead on to themselves with the opening choice in the address."""
    return client.get(href, follow=True).status_code


@pytest.mark.parametrize("is_busy", [False, True], ids=["empty", "busy"])
@pytest.mark.parametrize("role", ROLES)
def test_everything_on_the_page_can_be_opened(
    client: Client, request: pytest.FixtureRequest, centre: Centre, role: str, is_busy: bool
) -> None:
    if is_busy:
        request.getfixturevalue("busy")
    client.force_login(request.getfixturevalue(role))
    links = links_of(client)
    assert len(links) > 3
    assert {href: opened(client, href) for href in links} == dict.fromkeys(links, 200)


def test_a_visitor_can_open_everything_too(client: Client, busy: None) -> None:
    links = links_of(client)
    assert {href: opened(client, href) for href in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_three_figures_and_one_thing_to_do_first(
    client: Client, request: pytest.FixtureRequest, busy: None, role: str
) -> None:
    client.force_login(request.getfixturevalue(role))
    page = client.get("/").content.decode()
    assert page.count('class="figure"') == 3
    assert page.count("Gjør dette først") == 1
    assert page.count("<h1") == 1


def test_somebody_with_two_roles_has_the_figures_of_both(
    client: Client, busy: None, contact: User, centre: Centre
) -> None:
    Membership.objects.create(user=contact, organisation=centre.organisation, role=Role.ADVISER)
    client.force_login(contact)
    page = client.get("/").content.decode()
    assert page.count('class="figure"') == 6
    assert page.count("<h1") == 1
    # The rows of the municipality, though the lists hold those of the catchment too.
    assert "/behov/?status=active&amp;kommune=5601" in page
    links = links_of(client)
    assert {href: opened(client, href) for href in links} == dict.fromkeys(links, 200)


def test_a_municipality_that_asked_for_nothing_is_not_led_to_what_others_asked(
    client: Client, contact: User, centre: Centre, municipality: Municipality, theme: Theme
) -> None:
    loppa = MunicipalityFactory.create(code="5628", county=municipality.county)
    asked(centre, UserFactory.create(role=(loppa.organisation, Role.CONTACT)), loppa)
    Membership.objects.create(user=contact, organisation=centre.organisation, role=Role.ADVISER)
    own = next(part for part in sections(contact, on=TODAY) if part.heading == "Alta")
    figure = own.figures[1]
    assert (figure.value, counted(client, contact, figure)) == ("0", 0)


# Sessions, roles, the bell and the menu included. Reach is four or five questions a year, and one
# more for the days of contact.
MOST_QUERIES = {
    "adviser": 28,
    "leader": 32,
    "governor": 25,
    "userorg": 19,
    "directorate": 24,
    "administrator": 12,
}


@pytest.mark.parametrize("role", list(MOST_QUERIES))
def test_a_front_page_asks_as_often_for_much_as_for_little(
    client: Client,
    request: pytest.FixtureRequest,
    busy: None,
    centre: Centre,
    leader: User,
    contact: User,
    municipality: Municipality,
    theme: Theme,
    role: str,
) -> None:
    client.force_login(request.getfixturevalue(role))
    counts = []
    for size in (1, 6):
        more(size, centre, leader, contact, municipality.county, theme)
        # The chain of municipalities is read once for each process.
        current_chain()
        with CaptureQueriesContext(connection) as asked_for:
            client.get("/")
        counts.append(len(asked_for))
    assert counts[0] == counts[1] <= MOST_QUERIES[role]


def more(size: int, centre: Centre, by: User, contact: User, county: County, theme: Theme) -> None:
    for number in range(size):
        place = MunicipalityFactory.create(code=f"56{size}{number}", county=county)
        did(centre, by, {place: 2}, starts_on=TODAY)
        asked(centre, contact, place)
        values: dict[str, Any] = {"registered_for": centre.organisation, "registered_by": by}
        NeedFactory.create(municipality=place, theme=theme, **values)
        other = CentreFactory.create()
        did(other, UserFactory.create(), {place: 2}, starts_on=TODAY)
        add_obligation(other, year=YEAR - 1)
