"""Dialogues about the whole country, and about earlier years, found from overlaps and gaps."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assignments.dialogues import actions as dialogues
from assignments.dialogues.actions import Outcome
from assignments.dialogues.concerned import About
from assignments.dialogues.models import Dialogue
from centres.models import Centre, CentreField
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality, Theme
from tests.factories import (
    CentreFactory,
    ThemeFactory,
    UserFactory,
)
from tests.reporting.coverage_year import did

ADDRESS = "/dekning/overlapp/"
ALL = {"aar": "2025"}
GAPS = {"aar": "2025", "liste": "hull"}
PAGES = {"overlaps": ALL, "gaps": GAPS}


@pytest.fixture
def rvts(db: None) -> Centre:
    return CentreFactory.create(code="rvts-nord", short_name="RVTS Nord", kind="rvts")


@pytest.fixture
def rvts_leader(rvts: Centre) -> User:
    return UserFactory.create(email="rvts@prove.example", role=(rvts.organisation, Role.LEADER))


@pytest.fixture
def far_apart(
    adviser: User,
    centre: Centre,
    rvts: Centre,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    theme: Theme,
) -> None:
    """Two centres on one theme, in a municipality each: no overlap anywhere but in the country."""
    did(centre, adviser, {municipality: None}, with_themes=[theme])
    did(rvts, adviser, {municipality_elsewhere: None}, with_themes=[theme])


@pytest.fixture
def gambling(db: None, centre: Centre) -> Theme:
    found = ThemeFactory.create(code="gambling", name_nb="Spill", name_nn="Spel")
    CentreField.objects.create(centre=centre, theme=found, position=5)
    return found


def page_of(client: Client, user: User, address: dict[str, str]) -> str:
    client.force_login(user)
    return client.get(ADDRESS, address).content.decode()


def new_addresses(page: str) -> list[str]:
    """Where a dialogue about the whole country is opened."""
    found = re.findall(r'href="(/samordning/dialoger/ny/[^"]+)"', page)
    return [row.replace("&amp;", "&") for row in found if "kommune=" not in row]


@pytest.mark.usefixtures("far_apart")
def test_an_overlap_in_the_country_leads_to_a_dialogue_and_to_its_result(
    client: Client,
    adviser: User,
    rvts_leader: User,
    centre: Centre,
    rvts: Centre,
    theme: Theme,
    directorate: User,
) -> None:
    page = page_of(client, adviser, ALL)
    assert "Ingen overlapp" in page
    [new] = new_addresses(page)
    assert "type=overlap&tema=substance_use&aar=2025" in new
    form = client.get(new)
    assert "Hele landet" in form.content.decode()
    client.post(new, {"centres": [rvts.pk], "text": "Hvem gjør hva?"})
    made = Dialogue.objects.get()
    assert (made.municipality, made.county, made.theme) == (None, None, theme)
    page = page_of(client, adviser, ALL)
    assert new_addresses(page) == []
    assert f'href="{made.get_absolute_url()}"' in page
    one = Outcome("one", "Dere tar det.", rvts)
    now = dialogues.propose(
        dialogue=made, centre=centre, outcome=one, version=made.version, by=adviser
    )
    dialogues.agree(dialogue=now, centre=rvts, version=now.version, by=rvts_leader)
    for user in (rvts_leader, directorate):
        assert "Ett senter tar det (RVTS Nord)" in page_of(client, user, ALL)


@pytest.mark.usefixtures("far_apart")
def test_a_gap_in_the_country_leads_to_a_dialogue(
    client: Client, adviser: User, gambling: Theme, rvts: Centre
) -> None:
    page = page_of(client, adviser, GAPS)
    [new] = [row for row in new_addresses(page) if "fylke=" not in row]
    assert "type=gap&tema=gambling&aar=2025" in new
    client.post(new, {"more": rvts.code, "text": "Ingen gjør dette."})
    made = Dialogue.objects.get()
    assert made.place == "Hele landet"
    assert f'href="{made.get_absolute_url()}"' in page_of(client, adviser, GAPS)


@pytest.mark.usefixtures("far_apart", "gambling")
@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_who_may_open_none_for_the_country_is_offered_none(
    client: Client,
    governor: User,
    directorate: User,
    contact: User,
    userorg: User,
    address: dict[str, str],
) -> None:
    for user in (governor, directorate, contact, userorg):
        page = page_of(client, user, address)
        assert [row for row in new_addresses(page) if "fylke=" not in row] == []
        assert "Hele landet: " not in page
    client.logout()
    assert "Hele landet: " not in client.get(ADDRESS, address).content.decode()


@pytest.mark.usefixtures("far_apart")
def test_where_counties_or_sizes_are_chosen_the_country_is_not_meant(
    client: Client, adviser: User, municipality: Municipality
) -> None:
    for more in ({"fylke": municipality.county.code}, {"storrelse": "stor"}):
        assert new_addresses(page_of(client, adviser, {**ALL, **more})) == []


@pytest.mark.usefixtures("far_apart")
def test_each_that_is_offered_the_link_may_open_it(
    client: Client, adviser: User, rvts_leader: User, leader_elsewhere: User, gambling: Theme
) -> None:
    """RVTS Nord has no catchment: it is at work on the theme of the overlap alone."""
    offered = {}
    for user in (adviser, rvts_leader, leader_elsewhere):
        for name, address in (("overlap", ALL), ("gap", GAPS)):
            found = new_addresses(page_of(client, user, address))
            found = [row for row in found if "fylke=" not in row]
            offered[user.email, name] = len(found)
            for row in found:
                assert client.get(row).status_code == 200
    assert offered[rvts_leader.email, "overlap"] == 1
    assert offered[rvts_leader.email, "gap"] == 0
    assert offered[adviser.email, "gap"] == 1


@pytest.mark.usefixtures("far_apart")
def test_what_was_agreed_an_earlier_year_stands_on_the_row_the_next(
    client: Client,
    adviser: User,
    centre: Centre,
    rvts: Centre,
    rvts_leader: User,
    municipality: Municipality,
    theme: Theme,
) -> None:
    did(rvts, adviser, {municipality: None}, with_themes=[theme])
    for year, text in ((2022, "divided"), (2023, "joint"), (2024, "")):
        about = About("overlap", theme, year, municipality)
        made = dialogues.open_dialogue(about=about, centres=[rvts], text="Sammen?", by=adviser)
        if not text:
            dialogues.withdraw(dialogue=made, reason="Feil år.", by=adviser)
            continue
        outcome = Outcome(text, "Slik blir det.")
        now = dialogues.propose(
            dialogue=made, centre=centre, outcome=outcome, version=made.version, by=adviser
        )
        dialogues.agree(dialogue=now, centre=rvts, version=now.version, by=rvts_leader)
    page = page_of(client, adviser, ALL)
    assert "Arbeider sammen" in page
    assert "2023" in page.split("Arbeider sammen")[0].rpartition("<td>")[2]
    assert "Deler det mellom seg" not in page
    assert "Trukket" not in page
    assert "Åpne dialog" in page
    assert "Arbeider sammen" not in page_of(client, adviser, {"aar": "2022"})


def cost(client: Client, address: dict[str, str]) -> int:
    """Of the second reading: lists that are kept are drawn by the first."""
    client.get(ADDRESS, address)
    with CaptureQueriesContext(connection) as asked:
        client.get(ADDRESS, address)
    return len(asked)


@pytest.mark.usefixtures("far_apart", "gambling")
def test_the_country_costs_the_same_however_many_themes(
    client: Client,
    adviser: User,
    centre: Centre,
    rvts: Centre,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    client.force_login(adviser)
    few = {name: cost(client, address) for name, address in PAGES.items()}
    for number in range(12):
        theme = ThemeFactory.create()
        for by, place in ((centre, municipality), (rvts, municipality_elsewhere)):
            did(by, adviser, {place: None}, with_themes=[theme])
        dialogues.open_dialogue(
            about=About("overlap", theme, 2025), centres=[rvts], text="Sammen?", by=adviser
        )
        CentreField.objects.create(centre=centre, theme=ThemeFactory.create(), position=number + 9)
    assert {name: cost(client, address) for name, address in PAGES.items()} == few
    assert "13 temaer" in client.get(ADDRESS, ALL).content.decode()
