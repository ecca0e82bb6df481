"""The leader's queue: its order, its filters, giving out, and who has what."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assignments.requests.actions import ending
from assignments.requests.models import PartnerMunicipality, SupportRequest
from assignments.requests.queue.choice import Choice
from assignments.requests.queue.desk import desk_of
from assignments.requests.queue.loads import loads_of
from assignments.requests.queue.table import Queue
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.notifications.models import Letter
from municipalities.models import SMALL, Municipality, MunicipalityChange, Theme
from tests.factories import CentreFactory, CountyFactory, ThemeFactory, UserFactory
from tests.requests.queue_world import ask, join, many, moment, place, today, used

pytestmark = pytest.mark.django_db
Status = SupportRequest.Status


@pytest.fixture
def colleague(centre: Centre) -> User:
    return UserFactory.create(name="Kari Kollega", role=(centre.organisation, Role.ADVISER))


def queue_of(user: User, **chosen: Any) -> Queue:
    desk = desk_of(user)
    assert desk is not None
    return Queue(desk, Choice(**chosen))


def numbers(queue: Queue) -> list[str]:
    return [line.case_number for line in queue.lines()]


@pytest.fixture
def spread(
    centre: Centre, municipality: Municipality, leader: User, contact: User
) -> dict[str, SupportRequest]:
    """One of each kind that the order tells apart; Alta is large and has used the centre."""
    small = place("5701", "Liten", population=SMALL - 1)
    new = place("5702", "Aldri", population=SMALL)
    used(centre, municipality, small)
    names: dict[str, tuple[Municipality, dict[str, Any]]] = {
        "late a little": (municipality, {"due": -1}),
        "late much": (municipality, {"due": -9}),
        "small": (small, {"due": 8}),
        "never used": (new, {"due": 5}),
        "small at work": (small, {"status": Status.UNDER_WAY}),
        "due soon": (municipality, {"due": 2}),
        "due later": (municipality, {"due": 20}),
        "paused": (municipality, {"due": -3, "status": Status.CLARIFYING}),
        "closed": (new, {"status": Status.CLOSED}),
    }
    return {name: ask(centre, at, contact, **columns) for name, (at, columns) in names.items()}


def test_late_ones_stand_first_then_never_used_or_small_then_the_earliest_date(
    spread: dict[str, SupportRequest], leader: User
) -> None:
    names = {row.case_number: name for name, row in spread.items()}
    found = [names[number] for number in numbers(queue_of(leader, status="alle"))]
    assert found == [
        *("late much", "late a little"),
        *("never used", "small", "small at work"),
        *("due soon", "due later", "paused"),
        "closed",
    ]


def test_the_order_is_that_of_a_slow_and_simple_sort(
    centre: Centre, municipality: Municipality, theme: Theme, leader: User, contact: User
) -> None:
    small = place("5701", "Liten", population=900)
    new = place("5702", "Aldri")
    used(centre, municipality, small)
    rows = many(centre, [municipality, small, new], contact, [theme], count=60)

    def key(row: SupportRequest) -> tuple[Any, ...]:
        due = row.next_due_on
        is_first = row.municipality in (small, new)
        group = 0 if row.is_overdue else (1 if is_first else 2) if row.is_open else 3
        sent = row.submitted_at.timestamp()
        by_age = (sent,) if row.is_open else (-sent,)
        return (group, due is None, due or today(), by_age, -sent, row.pk)

    expected = [row.case_number for row in sorted(rows, key=key)]
    assert numbers(queue_of(leader, status="alle")) == expected


def test_marks_follow_a_municipality_through_a_new_number(
    centre: Centre, municipality: Municipality, leader: User, contact: User
) -> None:
    """What was done under the number of today counts for what was asked under the earlier one."""
    old = place("5403", "Gamle Alta")
    old.valid_to = today(-400)
    old.save()
    MunicipalityChange.objects.create(
        date=today(-399), change_type="renumber", old=old, new=municipality
    )
    ask(centre, old, contact)
    queue = queue_of(leader)
    assert [line.marks for line in queue.lines()] == [["aldri brukt"]]
    used(centre, municipality)
    assert [line.marks for line in queue_of(leader).lines()] == [[]]
    assert len(numbers(queue_of(leader, municipality=municipality.code))) == 1


def test_what_another_centre_did_is_not_use_of_this_one(
    centre: Centre,
    centre_elsewhere: Centre,
    municipality: Municipality,
    leader: User,
    contact: User,
) -> None:
    used(centre_elsewhere, municipality)
    ask(centre, municipality, contact)
    assert [line.marks for line in queue_of(leader).lines()] == [["aldri brukt"]]


def test_a_case_held_together_stands_in_both_queues_and_says_who_has_it(
    centre: Centre,
    centre_elsewhere: Centre,
    municipality: Municipality,
    leader: User,
    leader_elsewhere: User,
    contact: User,
) -> None:
    used(centre, municipality)
    used(centre_elsewhere, municipality)
    row = ask(centre, municipality, contact)
    holder = join(row, centre_elsewhere)
    assert [line.marks for line in queue_of(leader).lines()] == [[]]
    own = list(queue_of(leader_elsewhere).lines())
    assert [line.marks for line in own] == [["felles: KORUS Nord har saken"]]
    assert numbers(queue_of(leader_elsewhere, part="eier")) == []
    assert numbers(queue_of(leader_elsewhere, part="felles")) == [row.case_number]
    holder.until = timezone.now()
    holder.save()
    assert numbers(queue_of(leader_elsewhere)) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"open", "late", "small", "joint"}),
        ("status=alle", {"open", "late", "small", "joint", "closed", "declined"}),
        ("status=uten_svar", {"open", "late", "joint"}),
        ("status=under_way", {"small"}),
        ("tema=gambling", {"late"}),
        ("tema=gambling_young", {"late"}),
        ("tema=ingen", {"joint"}),
        ("radgiver=ingen", {"open", "late", "joint"}),
        ("kommune=5701", {"small"}),
        ("fylke=11", {"open"}),
        ("merke=liten", {"small"}),
        ("merke=aldri", {"late"}),
        ("merke=foran", {"late", "small"}),
        ("over_fristen=on", {"late"}),
        ("bekreftet=nei", {"late"}),
        ("eierskap=felles", {"joint"}),
        ("svar=ubesvart", {"open", "late", "joint", "small"}),
        ("svar=for_sent", {"late"}),
        ("status=alle&svar=besvart", {"closed", "declined"}),
        ("status=alle&grunn=outside_field", {"declined"}),
        ("status=alle&grunn=capacity", set()),
        ("status=alle&videre=korus-vest-stavanger", {"declined"}),
        ("status=alle&videre=ingen", set()),
        ("fra={today}", {"open", "small", "late"}),
        ("til={yesterday}", {"joint"}),
        ("status=tull&fra=31.02.2020&merke=x&radgiver=%00", {"open", "late", "small", "joint"}),
        ("kommune=9999", set()),
        ("radgiver=999999999", set()),
    ],
)
def test_the_queue_is_narrowed(
    client: Client,
    centre: Centre,
    centre_elsewhere: Centre,
    municipality: Municipality,
    leader: User,
    contact: User,
    theme: Theme,
    query: str,
    found: set[str],
) -> None:
    small = place("5701", "Liten", population=100)
    county = CountyFactory.create(code="11", name="Rogaland")
    far = place("1101", "Langt")
    far.county = county
    far.save()
    used(centre, municipality, small, far)
    young = ThemeFactory.create(code="gambling_young", parent=ThemeFactory.create(code="gambling"))
    new = place("5702", "Aldri")
    at_work: dict[str, Any] = {
        "status": Status.UNDER_WAY,
        "adviser": leader,
        "first_answered_at": None,
    }
    decided: dict[str, Any] = {"status": Status.DECLINED, "pointer_centre": centre_elsewhere}
    rows = {
        "open": ask(centre, far, contact, theme=theme),
        "late": ask(centre, new, contact, due=-2, theme=young, confirmed_at=None),
        "small": ask(centre, small, contact, theme=theme, **at_work),
        "joint": ask(centre_elsewhere, municipality, contact, submitted_at=moment(-1)),
        "closed": ask(centre, municipality, contact, theme=theme, status=Status.CLOSED),
        "declined": ask(centre, municipality, contact, theme=theme, **decided),
    }
    join(rows["joint"], centre)
    client.force_login(leader)
    asked = query.format(today=today(), yesterday=today(-1))
    page = client.get(f"/henvendelser/ko/?{asked}")
    names = {row.case_number: name for name, row in rows.items()}
    shown = {names[line.case_number] for line in page.context["shown"].lines}
    assert (page.status_code, shown) == (200, found)


def test_confirmed_partners_are_found_with_those_that_asked(
    centre: Centre, municipality: Municipality, leader: User, contact: User
) -> None:
    partner = place("5701", "Partner")
    row = ask(centre, municipality, contact)
    named = PartnerMunicipality.objects.create(support_request=row, municipality=partner)
    assert numbers(queue_of(leader, municipality="5701")) == []
    named.confirmed_at = moment(0)
    named.save()
    assert numbers(queue_of(leader, municipality="5701")) == [row.case_number]
    assert "flere kommuner" in next(iter(queue_of(leader).lines())).marks


def test_what_is_not_understood_is_said_at_its_field(client: Client, leader: User) -> None:
    client.force_login(leader)
    page = client.get("/henvendelser/ko/?fra=31.02.2020&status=tull")
    form = page.context["filters"]
    assert {"fra", "status"} <= set(form.errors)
    assert "31.02.2020" in page.content.decode()


def give(client: Client, rows: list[SupportRequest], to: object, query: str = "") -> Any:
    data = {"sak": [row.case_number for row in rows], "til": str(to)}
    return client.post(f"/henvendelser/ko/tildel/?{query}", data, follow=True)


def said(page: Any) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_the_leader_gives_several_in_one_step_and_keeps_the_filter(
    client: Client,
    centre: Centre,
    municipality: Municipality,
    leader: User,
    colleague: User,
    contact: User,
) -> None:
    rows = [ask(centre, municipality, contact) for _n in range(3)]
    client.force_login(leader)
    page = give(client, rows[:2], colleague.pk, "senter=korus-nord&radgiver=ingen")
    assert page.redirect_chain == [
        ("/henvendelser/ko/?senter=korus-nord&radgiver=ingen", 302),
    ]
    held = list(SupportRequest.objects.order_by("pk").values_list("adviser", flat=True))
    assert held == [colleague.pk, colleague.pk, None]
    numbers = f"{rows[0].case_number}, {rows[1].case_number}"
    assert said(page) == [f"Kari Kollega har nå 2 saker: {numbers}."]
    again = give(client, rows[:1], colleague.pk)
    assert said(again) == [f"Kari Kollega hadde allerede saken {rows[0].case_number}."]
    assert Letter.objects.filter(kind="requests.assigned", to=colleague).count() == 2


def test_each_one_that_could_not_be_given_says_why(
    client: Client,
    centre: Centre,
    centre_elsewhere: Centre,
    municipality: Municipality,
    leader: User,
    colleague: User,
    contact: User,
) -> None:
    good, ended = (ask(centre, municipality, contact) for _n in range(2))
    joint = ask(centre_elsewhere, municipality, contact)
    join(joint, centre)
    foreign = ask(centre_elsewhere, municipality, contact)
    ending.withdraw_request(support_request=ended, by=contact)
    client.force_login(leader)
    told = said(give(client, [good, ended, joint, foreign], colleague.pk))
    assert told[0] == f"Kari Kollega har nå saken {good.case_number}."
    assert told[1] == f"{foreign.case_number} står ikke i køen lenger. Den ble ikke fordelt."
    assert told[2].startswith(f"{joint.case_number} kan bare fordeles av lederen ved KORUS Vest")
    assert told[3].startswith(f"{ended.case_number} ble ikke fordelt. Saken er avsluttet")
    assert SupportRequest.objects.filter(adviser=colleague).get() == good


def test_an_adviser_passes_on_only_what_is_the_advisers_own(
    client: Client,
    centre: Centre,
    municipality: Municipality,
    adviser: User,
    colleague: User,
    contact: User,
) -> None:
    own = ask(centre, municipality, contact, status=Status.IN_TRIAGE, adviser=adviser)
    other = ask(centre, municipality, contact)
    client.force_login(adviser)
    page = client.get("/henvendelser/ko/").content.decode()
    assert f'value="{own.case_number}"' in page
    assert f'value="{other.case_number}"' not in page
    told = said(give(client, [own, other], colleague.pk))
    assert told[0] == f"Kari Kollega har nå saken {own.case_number}."
    assert "kan bare fordeles av lederen" in told[1]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"til": "own"}, "Kryss av minst én sak."),
        ({"sak": "own"}, "Velg hvem som skal ha sakene."),
        ({"sak": "own", "til": "stranger"}, "Velg en som er rådgiver eller leder ved senteret."),
        ({"sak": "\0", "til": "own"}, "er ikke et saksnummer"),
    ],
)
def test_a_form_with_a_mistake_keeps_its_ticks(
    client: Client,
    centre: Centre,
    municipality: Municipality,
    leader: User,
    colleague: User,
    leader_elsewhere: User,
    contact: User,
    data: dict[str, str],
    error: str,
) -> None:
    row = ask(centre, municipality, contact)
    people = {"own": str(colleague.pk), "stranger": str(leader_elsewhere.pk)}
    sent = {"til": people.get(data.get("til", ""), "")}
    if "sak" in data:
        sent["sak"] = row.case_number if data["sak"] == "own" else data["sak"]
    client.force_login(leader)
    page = client.post("/henvendelser/ko/tildel/", sent)
    text = page.content.decode()
    assert page.status_code == 422
    assert error in text
    if data.get("sak") == "own":
        assert f'value="{row.case_number}"' in text
        assert " checked>" in text
    row.refresh_from_db()
    assert row.adviser is None


def test_loads_are_counts_with_the_rows_behind(
    client: Client,
    centre: Centre,
    centre_elsewhere: Centre,
    municipality: Municipality,
    leader: User,
    colleague: User,
    contact: User,
) -> None:
    mine: dict[str, Any] = {"status": Status.IN_TRIAGE, "adviser": colleague}
    ask(centre, municipality, contact, due=-1, **mine)
    ask(centre, municipality, contact, **mine)
    ask(centre, municipality, contact, status=Status.UNDER_WAY, adviser=colleague)
    ask(centre, municipality, contact, status=Status.CLOSED, adviser=colleague)
    ask(centre, municipality, contact)
    left = UserFactory.create(name="Borte")
    ask(centre, municipality, contact, status=Status.ACCEPTED, adviser=left)
    join(ask(centre_elsewhere, municipality, contact, due=-1, **mine), centre)
    desk = desk_of(leader)
    assert desk is not None
    found = {row.name: (row.open, row.undecided, row.late) for row in loads_of(desk)}
    assert found == {
        "Ingen rådgiver": (1, 1, 0),
        "Kari Kollega": (3, 2, 1),
        leader.name: (0, 0, 0),
        "Borte": (1, 0, 0),
    }
    assert [row.is_here for row in loads_of(desk)] == [True, True, True, False]
    client.force_login(leader)
    page = client.get("/henvendelser/ko/")
    for load, *addresses in page.context["shown"].load_rows:
        counts = (load.open, load.undecided, load.late)
        for count, address in zip(counts, addresses, strict=True):
            assert client.get(address).context["queue"].count == count
    assert "Kari Kollega (3 åpne, 1 over fristen)" in page.content.decode()


def test_somebody_with_two_centres_chooses_between_them(
    client: Client, centre: Centre, municipality: Municipality, leader: User, contact: User
) -> None:
    other = CentreFactory.create(code="rvts-nord", short_name="RVTS Nord", kind=Centre.Kind.RVTS)
    Membership.objects.create(user=leader, organisation=other.organisation, role=Role.ADVISER)
    here, there = ask(centre, municipality, contact), ask(other, municipality, contact)
    client.force_login(leader)
    for code, row in (("korus-nord", here), ("rvts-nord", there)):
        page = client.get(f"/henvendelser/ko/?senter={code}")
        assert [line.case_number for line in page.context["shown"].lines] == [row.case_number]
        assert "RVTS Nord" in page.content.decode()
    assert client.get("/henvendelser/ko/?senter=korus-midt").status_code == 404


def test_the_page_says_its_rule_and_what_small_is(
    client: Client, centre: Centre, leader: User, contact: User
) -> None:
    ask(centre, place("5701", "Liten", population=100), contact)
    client.force_login(leader)
    page = client.get("/henvendelser/ko/").content.decode()
    assert "Først står de som er over fristen." in page
    assert "Folketallet er per 1. januar 2026." in page
    assert "ko/tildel/" in page


def test_the_queue_asks_as_many_questions_for_20_as_for_200(
    client: Client, centre: Centre, theme: Theme, leader: User, contact: User
) -> None:
    places = [place(f"57{n:02}", f"Sted {n}", population=n * 1000) for n in range(10)]
    themes = [theme, ThemeFactory.create()]
    client.force_login(leader)
    client.get("/henvendelser/ko/")
    asked = []
    for first, count in ((0, 20), (20, 180)):
        many(centre, places, contact, themes, count=count, first=first)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get("/henvendelser/ko/?status=alle")
        asked.append(len(queries))
        assert page.context["queue"].count == first + count
    assert asked[0] == asked[1]
    assert asked[0] <= 25
