"""Overlaps and gaps, counted by hand: who was at work where, together or not, and where nobody."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from assignments.activities.models import Activity
from assignments.activities.models import Overlap as Decision
from assignments.coverage.models import Structure
from assignments.dialogues import actions as dialogues
from assignments.dialogues.actions import Outcome
from assignments.dialogues.concerned import About
from centres.models import Centre, CentreField
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality, Theme
from reporting.dashboard import gaps, meeting, unmet
from reporting.dashboard.choice import Choice
from tests.factories import (
    CatchmentFactory,
    CentreFactory,
    MandateTaskFactory,
    MunicipalityFactory,
    ThemeFactory,
    UserFactory,
)
from tests.needs.factories import NeedFactory
from tests.reporting.coverage_work import joined
from tests.reporting.coverage_year import did

pytestmark = pytest.mark.django_db
ADDRESS = "/dekning/overlapp/"
# Where a dialogue about the overlap in Alta is opened.
HERE = "type=overlap&amp;tema=substance_use&amp;aar=2025&amp;kommune=5601"


def choice(**chosen: Any) -> Choice:
    return Choice(2025, Structure.THEN, date(2026, 6, 1), **chosen)


def told(chosen: Choice) -> list[tuple[str, str, dict[str, int], str]]:
    return [
        (
            row.place.name,
            row.theme.code,
            {found.centre.code: found.activities for found in row.centres},
            row.joint,
        )
        for row in meeting.overlaps(chosen)
    ]


@pytest.fixture
def rvts(municipality: Municipality) -> Centre:
    found = CentreFactory.create(code="rvts-nord", short_name="RVTS Nord", kind="rvts")
    CatchmentFactory.create(centre=found, county=municipality.county)
    return found


@pytest.fixture
def rvts_leader(rvts: Centre) -> User:
    role = (rvts.organisation, Role.LEADER)
    return UserFactory.create(email="rvts@prove.example", role=role)


@pytest.fixture
def gambling(db: None) -> Theme:
    return ThemeFactory.create(code="gambling", name_nb="Spill", name_nn="Spel")


@pytest.fixture
def loppa(municipality: Municipality) -> Municipality:
    return MunicipalityFactory.create(
        code="5628", name="Loppa", county=municipality.county, population=900
    )


@pytest.fixture
def apart(
    adviser: User, centre: Centre, rvts: Centre, municipality: Municipality, theme: Theme
) -> list[Activity]:
    """KORUS Nord twice and RVTS Nord once in Alta, on the same theme, each alone."""
    here = {municipality: None}
    return [did(by, adviser, here, with_themes=[theme]) for by in (centre, centre, rvts)]


@pytest.mark.usefixtures("apart")
def test_two_centres_on_one_theme_in_one_municipality_overlap(
    adviser: User, centre: Centre, municipality: Municipality, loppa: Municipality, gambling: Theme
) -> None:
    did(centre, adviser, {loppa: None, municipality: None}, with_themes=[gambling])
    expected = ("Alta", "substance_use", {"korus-nord": 2, "rvts-nord": 1}, "nei")
    assert told(choice()) == [expected]


def test_an_accepted_partner_is_joint_work(
    adviser: User, centre: Centre, rvts: Centre, municipality: Municipality, theme: Theme
) -> None:
    made = did(centre, adviser, {municipality: None}, with_themes=[theme])
    assert told(choice()) == []
    joined(made, rvts, adviser)
    assert [row[2:] for row in told(choice())] == [({"korus-nord": 1, "rvts-nord": 1}, "ja")]


@pytest.mark.parametrize(
    ("outcome", "joint"), [("joint", "ja"), ("same_event", "ja"), ("separate", "nei")]
)
def test_what_was_decided_about_two_rows_says_whether_it_is_joint(
    apart: list[Activity], adviser: User, outcome: str, joint: str
) -> None:
    first, second = sorted((apart[0].pk, apart[2].pk))
    Decision.objects.create(
        first_id=first, second_id=second, outcome=outcome, reason="Avklart", decided_by=adviser
    )
    assert [row[3] for row in told(choice())] == [joint]


def test_rows_linked_as_the_same_event_are_joint(apart: list[Activity]) -> None:
    Activity.objects.filter(pk=apart[2].pk).update(same_event_as=apart[0])
    assert [row[3] for row in told(choice())] == ["ja"]


def test_a_third_centre_alone_makes_it_partly_joint(
    apart: list[Activity],
    adviser: User,
    centre_elsewhere: Centre,
    municipality: Municipality,
    theme: Theme,
) -> None:
    Activity.objects.filter(pk=apart[2].pk).update(same_event_as=apart[0])
    did(centre_elsewhere, adviser, {municipality: None}, with_themes=[theme])
    assert [row[3] for row in told(choice())] == ["delvis"]


@pytest.mark.usefixtures("apart")
def test_a_chosen_centre_or_kind_is_among_them(
    centre: Centre, centre_elsewhere: Centre, theme: Theme, gambling: Theme
) -> None:
    assert len(told(choice(centre=centre))) == len(told(choice(kind="rvts"))) == 1
    assert told(choice(centre=centre_elsewhere)) == told(choice(kind="rkbu")) == []
    assert len(told(choice(theme=theme))) == 1
    assert told(choice(theme=gambling)) == told(choice(size="liten")) == []
    assert told(Choice(2024, Structure.THEN, date(2026, 6, 1))) == []


def test_with_a_task_chosen_the_facts_are_counted(
    adviser: User, centre: Centre, rvts: Centre, municipality: Municipality, theme: Theme
) -> None:
    task = MandateTaskFactory.create(code="C2")
    for by, tasks in ((centre, task), (centre, None), (rvts, task)):
        did(by, adviser, {municipality: None}, with_themes=[theme], mandate_task=tasks)
    assert [row[2] for row in told(choice())] == [{"korus-nord": 2, "rvts-nord": 1}]
    assert [row[2] for row in told(choice(task=task))] == [{"korus-nord": 1, "rvts-nord": 1}]


@pytest.mark.usefixtures("apart")
def test_each_number_leads_to_exactly_its_rows(client: Client) -> None:
    page = client.get(ADDRESS, {"aar": "2025", "type": "korus"}).content.decode()
    links = re.findall(r'KORUS Nord: <a href="([^"]+)">2<', page)
    rows = client.get(links[0].replace("&amp;", "&")).context["rows"]
    assert rows.activity_count == 2
    links = re.findall(r'RVTS Nord: <a href="([^"]+)">1<', page)
    assert client.get(links[0].replace("&amp;", "&")).context["rows"].activity_count == 1


@pytest.mark.usefixtures("apart")
def test_the_public_sees_overlaps_and_gaps_but_neither_dialogues_nor_needs(client: Client) -> None:
    page = client.get(ADDRESS, {"aar": "2025"}).content.decode()
    assert "1 overlapp" in page
    for hidden in ("Åpne dialog", "Behov uten senter"):
        assert hidden not in page
    page = client.get(ADDRESS, {"aar": "2025", "liste": "behov"}).content.decode()
    assert "1 overlapp" in page
    assert client.get(ADDRESS, {"aar": "2025", "liste": "hull"}).status_code == 200


def test_pages_cost_the_same_however_much_was_done(
    client: Client,
    apart: list[Activity],
    adviser: User,
    centre: Centre,
    rvts: Centre,
    theme: Theme,
    municipality: Municipality,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    client.force_login(adviser)
    address = {"aar": "2025", "type": "korus"}
    client.get(ADDRESS, address)
    with django_assert_max_num_queries(60) as few:
        client.get(ADDRESS, address)
    places = {MunicipalityFactory.create(county=municipality.county): None for _one in range(55)}
    for by in (centre, rvts):
        did(by, adviser, places, with_themes=[theme])
    with django_assert_max_num_queries(len(few)):
        page = client.get(ADDRESS, address).content.decode()
    assert "56 overlapp" in page
    assert "1–50 av 56" in page
    assert "51–56 av 56" in client.get(ADDRESS, {**address, "page": "2"}).content.decode()


def gap_codes(chosen: Choice) -> list[tuple[str, str, list[str]]]:
    return [
        (row.county.code, row.theme.code, [centre.code for centre in row.centres])
        for row in gaps.gaps(chosen)
    ]


def test_a_theme_in_a_responsible_centres_field_that_nobody_delivered_is_a_gap(
    adviser: User, centre: Centre, rvts: Centre, municipality: Municipality, theme: Theme
) -> None:
    county = municipality.county.code
    assert gap_codes(choice()) == [(county, "substance_use", ["korus-nord"])]
    met = Activity.Kind.DIALOGUE_MEETING
    did(rvts, adviser, {municipality: None}, with_themes=[theme], kind=met)
    assert gap_codes(choice()) == [(county, "substance_use", ["korus-nord"])]
    did(rvts, adviser, {municipality: None}, with_themes=[theme])
    assert gap_codes(choice()) == []


def test_a_theme_is_worked_with_where_one_under_it_is_and_needs_the_field_of_its_parent(
    adviser: User, centre: Centre, municipality: Municipality, theme: Theme
) -> None:
    child = ThemeFactory.create(code="alcohol", parent=theme)
    ThemeFactory.create(code="housing")
    assert [row[1] for row in gap_codes(choice())] == ["substance_use", "alcohol"]
    did(centre, adviser, {municipality: None}, with_themes=[child])
    assert gap_codes(choice()) == []


def test_a_catchment_of_one_theme_covers_no_other(
    municipality: Municipality, theme: Theme, gambling: Theme
) -> None:
    only = CentreFactory.create(code="spill")
    CatchmentFactory.create(centre=only, county=municipality.county, theme=gambling)
    for position, field in enumerate((theme, gambling)):
        CentreField.objects.create(centre=only, theme=field, position=position)
    assert [row[1] for row in gap_codes(choice())] == ["gambling"]
    assert gap_codes(choice(kind="rvts")) == []


def test_a_year_without_any_activity_has_no_data_and_not_gaps(
    client: Client, centre: Centre
) -> None:
    page = client.get(ADDRESS, {"aar": "2025", "liste": "hull"}).content.decode()
    assert "Ingen data" in page
    assert "1 hull" not in page


@pytest.mark.usefixtures("apart")
def test_a_centre_that_logged_nothing_is_no_data(
    client: Client, municipality: Municipality, gambling: Theme
) -> None:
    silent = CentreFactory.create(code="spill", short_name="Spillsenteret")
    CatchmentFactory.create(centre=silent, county=municipality.county)
    CentreField.objects.create(centre=silent, theme=gambling, position=0)
    page = client.get(ADDRESS, {"aar": "2025", "liste": "hull"}).content.decode()
    assert "Spillsenteret (ingen data)" in page


@pytest.mark.usefixtures("apart")
def test_themes_that_no_centre_touched_are_named(client: Client, gambling: Theme) -> None:
    page = client.get(ADDRESS, {"aar": "2025", "liste": "hull"}).content.decode()
    assert [theme.code for theme in gaps.untouched_themes(choice())] == ["gambling"]
    assert "1 tema uten et eneste senter" in page


@pytest.fixture
def need(municipality: Municipality, gambling: Theme, centre: Centre, adviser: User) -> Any:
    return NeedFactory.create(
        municipality=municipality,
        theme=gambling,
        registered_for=centre.organisation,
        registered_by=adviser,
    )


@pytest.mark.usefixtures("need")
def test_an_open_need_that_nobody_works_with_is_seen_by_who_may_see_needs(
    adviser: User,
    leader_elsewhere: User,
    governor: User,
    contact: User,
    directorate: User,
    centre: Centre,
    municipality: Municipality,
    gambling: Theme,
) -> None:
    for user in (adviser, governor, contact):
        assert [(row.place, row.count, row.agreed) for row in unmet.unmet(choice(), user)] == [
            (municipality, 1, 0)
        ]
    assert unmet.unmet(choice(), leader_elsewhere) == unmet.unmet(choice(), directorate) == []
    counts = unmet.unmet_counts(choice(), directorate)
    assert [(row.county, row.theme, row.count) for row in counts] == [
        (municipality.county, gambling, 1)
    ]
    assert unmet.unmet_counts(choice(), adviser) == []
    did(centre, adviser, {municipality: None}, with_themes=[gambling], hours=Decimal(2))
    assert unmet.unmet(choice(), adviser) == []
    assert unmet.unmet_counts(choice(), directorate) == []


@pytest.mark.usefixtures("need")
def test_the_directorate_reads_counts_and_no_municipality(
    client: Client, directorate: User, adviser: User
) -> None:
    client.force_login(directorate)
    page = client.get(ADDRESS, {"aar": "2025", "liste": "behov"}).content.decode()
    table = page.split("<table")[1].split("</table>")[0]
    assert "Spill" in table
    assert "Alta" not in table
    client.force_login(adviser)
    page = client.get(ADDRESS, {"aar": "2025", "liste": "behov"}).content.decode()
    assert "Alta" in page.split("<table")[1].split("</table>")[0]


@pytest.mark.usefixtures("apart")
def test_a_row_opens_a_dialogue_then_leads_to_it_and_then_tells_its_result(
    client: Client,
    adviser: User,
    rvts_leader: User,
    rvts: Centre,
    centre: Centre,
    leader_elsewhere: User,
    directorate: User,
    municipality: Municipality,
    theme: Theme,
) -> None:
    address = {"aar": "2025"}
    client.force_login(adviser)
    page = client.get(ADDRESS, address).content.decode()
    found = re.search(rf'href="([^"]+{HERE})">Åpne dialog', page)
    assert found is not None
    assert client.get(found[1].replace("&amp;", "&")).status_code == 200
    about = About("overlap", theme, 2025, municipality)
    made = dialogues.open_dialogue(about=about, centres=[rvts], text="Sammen?", by=adviser)
    page = client.get(ADDRESS, address).content.decode()
    assert HERE not in page
    assert f'href="{made.get_absolute_url()}"' in page
    outcome = Outcome("joint", "Vi gjør det sammen.")
    now = dialogues.propose(
        dialogue=made, centre=centre, outcome=outcome, version=made.version, by=adviser
    )
    assert "Åpen, forslag venter på svar" in client.get(ADDRESS, address).content.decode()
    dialogues.agree(dialogue=made, centre=rvts, version=now.version, by=rvts_leader)
    for user, may_open in ((adviser, True), (directorate, False)):
        client.force_login(user)
        page = client.get(ADDRESS, address).content.decode()
        assert "Arbeider sammen" in page
        assert (HERE in page) == may_open
    client.force_login(leader_elsewhere)
    page = client.get(ADDRESS, address).content.decode()
    assert "Arbeider sammen" not in page
    assert HERE not in page


@pytest.mark.usefixtures("apart")
def test_a_gap_offers_a_dialogue_to_the_governor_of_the_county(
    client: Client, governor: User, centre: Centre, gambling: Theme, leader_elsewhere: User
) -> None:
    CentreField.objects.create(centre=centre, theme=gambling, position=1)
    address = {"aar": "2025", "liste": "hull"}
    client.force_login(governor)
    page = client.get(ADDRESS, address).content.decode()
    assert "type=gap&amp;tema=gambling&amp;aar=2025&amp;fylke=" in page
    client.force_login(leader_elsewhere)
    assert (
        "type=gap&amp;tema=gambling&amp;aar=2025&amp;fylke="
        not in client.get(ADDRESS, address).content.decode()
    )
