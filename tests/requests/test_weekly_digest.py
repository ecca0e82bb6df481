"""The weekly letter of a saved filter: to whom, once, with counts and no text."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.timezone import localdate

from assignments.requests.actions import digesting, saving
from assignments.requests.models import SavedFilter, SupportRequest
from assignments.requests.queue.choice import Choice
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality
from tests.factories import UserFactory
from tests.requests.queue_world import ask, moment

pytestmark = pytest.mark.django_db
TEXT = "Hemmelig om en familie"
Status = SupportRequest.Status


@pytest.fixture
def saved(centre: Centre, leader: User) -> SavedFilter:
    choice = Choice(part="eier")
    found = saving.save_filter(
        centre=centre, name="Vår kø", choice=choice, is_shared=True, by=leader
    )
    subscribe(found, leader)
    return found


def subscribe(saved: SavedFilter, person: User) -> None:
    """As if it had been done in an earlier week."""
    saving.subscribe(saved=saved, by=person)
    SavedFilter.objects.update(digested_on=saving.monday_of(localdate()) - timedelta(days=7))


def letters() -> list[Letter]:
    return list(Letter.objects.filter(kind="requests.weekly_digest").order_by("pk"))


def digest(day: int, hour: int) -> int:
    """The sweep, so many days after this week's Monday: before six that day it writes nothing."""
    monday = timezone.localtime() - timedelta(days=localdate().weekday())
    now = monday.replace(hour=hour, minute=0) + timedelta(days=day)
    return digesting.digest(now=now)


def test_it_gives_counts_and_the_way_to_the_rows_and_no_text(
    saved: SavedFilter, centre: Centre, municipality: Municipality, leader: User, contact: User
) -> None:
    ask(centre, municipality, contact, due=-1, text=TEXT)
    old: dict[str, Any] = {
        "submitted_at": moment(-30),
        "status": Status.IN_TRIAGE,
        "adviser": leader,
    }
    ask(centre, municipality, contact, text=TEXT, **old)
    ask(centre, municipality, contact, status=Status.UNDER_WAY, text=TEXT)
    ask(centre, municipality, contact, status=Status.CLOSED, text=TEXT)
    assert digest(day=0, hour=7) == 1
    (letter,) = letters()
    assert letter.to == leader
    assert letter.subject == "Ukebrev: Vår kø (3)"
    for line in (
        *("Henvendelser: 3", "Over fristen: 1", "Ikke avgjort: 2"),
        *("Uten rådgiver: 1", "Sendt den siste uka: 2"),
    ):
        assert line in letter.body
    assert saved.get_absolute_url() in letter.body
    assert "Hemmelig" not in letter.body
    assert "Alta" not in letter.body


def test_once_a_week_to_each_subscriber(saved: SavedFilter, leader: User, adviser: User) -> None:
    subscribe(saved, adviser)
    days = [(0, 5), (0, 7), (0, 7), (6, 7), (7, 7)]
    assert [digest(day=day, hour=hour) for day, hour in days] == [0, 2, 0, 0, 2]
    assert {letter.to for letter in letters()} == {leader, adviser}


def test_a_portal_that_stood_still_on_monday_writes_when_it_is_back(
    saved: SavedFilter,
) -> None:
    assert digest(day=2, hour=3) == 1


def test_who_starts_in_the_middle_of_a_week_waits_for_monday(centre: Centre, leader: User) -> None:
    saved = saving.save_filter(centre=centre, name="Ny", choice=Choice(), is_shared=True, by=leader)
    saving.subscribe(saved=saved, by=leader)
    assert [digest(day=6, hour=7), digest(day=7, hour=7)] == [0, 1]


def test_people_who_have_lost_the_role_or_the_filter_get_none(
    saved: SavedFilter, leader: User, adviser: User, administrator: User
) -> None:
    subscribe(saved, adviser)
    Membership.objects.filter(user=leader).update(ended_at=timezone.now(), ended_by=administrator)
    assert digest(day=0, hour=7) == 1
    SavedFilter.objects.update(is_shared=False, digested_on=None)
    assert digest(day=0, hour=7) == 0
    assert [letter.to for letter in letters()] == [adviser]


def test_who_stops_it_gets_no_more(saved: SavedFilter, leader: User) -> None:
    for _twice in range(2):
        saving.unsubscribe(saved=saved, by=leader)
    assert digest(day=0, hour=7) == 0


def test_a_letter_is_in_its_readers_language(saved: SavedFilter, leader: User) -> None:
    User.objects.filter(pk=leader.pk).update(language="nn")
    digest(day=0, hour=7)
    assert [letter.language for letter in letters()] == ["nn"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_write_once(centre: Centre) -> None:
    person = UserFactory.create(role=(centre.organisation, Role.LEADER))
    for n in range(5):
        saved = saving.save_filter(
            centre=centre, name=f"Filter {n}", choice=Choice(), is_shared=False, by=person
        )
        subscribe(saved, person)
    barrier = Barrier(4)

    def run(_number: int) -> int:
        barrier.wait()
        try:
            return digest(day=0, hour=7)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(run, range(4))) == 5
    assert len(letters()) == 5
