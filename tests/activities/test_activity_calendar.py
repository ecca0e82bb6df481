"""Activities in one's own calendar program, read by a secret address."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from assignments.activities import actions
from assignments.activities.models import Activity, FeedKey
from assignments.activities.views import calendar
from centres.models import Centre
from korus_portal.accounts.models import Membership, User
from korus_portal.audit.models import Event
from municipalities.models import Municipality
from tests.factories import ActivityFactory

PAGE = "/aktiviteter/kalender/"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Readings are counted for an hour, tests of the same hour too."""
    cache.clear()


def make(client: Client, centre: str = "") -> str:
    """The address that the page shows once."""
    response = client.post(f"{PAGE}lag/", {"centre": centre})
    address: str = response.context["address"]
    assert address in response.content.decode()
    assert address not in client.get(PAGE).content.decode()
    return address


def read(address: str) -> tuple[str, list[Any]]:
    """As a calendar program, which is not signed in."""
    response = Client().get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    text = response.content.decode()
    return text, list(Calendar.from_ical(text).walk("VEVENT"))


def test_an_advisers_calendar_has_the_own_activities_and_drafts(
    client: Client, adviser: User, leader: User, centre: Centre, municipality: Municipality
) -> None:
    today = timezone.localdate()
    own = {"centre": centre, "registered_by": adviser}
    course = ActivityFactory.create(
        **own,
        title="Kurs; dag 1, 2",
        note="Hemmelig",
        starts_on=today,
        ends_on=today + timedelta(days=1),
        with_municipalities={municipality: 3},
    )
    ActivityFactory.create(**own, title="Plan", status="draft", starts_on=today - timedelta(9))
    ActivityFactory.create(**own, title="Gammel", starts_on=today - timedelta(days=500))
    ActivityFactory.create(centre=centre, registered_by=leader, starts_on=today)
    client.force_login(adviser)
    text, events = read(make(client))
    assert [str(event["SUMMARY"]) for event in events] == ["Kurs; dag 1, 2", "Plan"]
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "TENTATIVE"]
    first = events[0]
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (today, today + timedelta(days=2))
    assert str(first["LOCATION"]) == "Alta"
    assert str(first["UID"]) == f"aktivitet-{course.pk}@korus-portalen"
    assert isinstance(events[1]["DTEND"].dt, date)
    assert events[1]["DTEND"].dt - events[1]["DTSTART"].dt == timedelta(days=1)
    assert "Hemmelig" not in text
    assert adviser.name not in text


def test_a_centres_calendar_has_everybodys(
    client: Client, adviser: User, leader: User, centre: Centre, centre_elsewhere: Centre
) -> None:
    today = timezone.localdate()
    ActivityFactory.create(centre=centre, registered_by=leader, title="Vår", starts_on=today)
    ActivityFactory.create(
        centre=centre_elsewhere, registered_by=leader, title="Andres", starts_on=today
    )
    client.force_login(adviser)
    _text, events = read(make(client, centre.code))
    assert [str(event["SUMMARY"]) for event in events] == ["Vår"]


def test_deleted_and_replaced_rows_leave_the_calendar(
    client: Client, adviser: User, confirmed: Activity
) -> None:
    client.force_login(adviser)
    address = make(client)
    assert len(read(address)[1]) == 1
    actions.delete_activity(activity=confirmed, reason="Feil", by=adviser)
    assert read(address)[1] == []


def test_a_new_address_ends_the_old_one_and_only_its_digest_is_kept(
    client: Client, adviser: User, centre: Centre
) -> None:
    client.force_login(adviser)
    first, second = make(client), make(client)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    kept = FeedKey.objects.get()
    assert kept.digest not in second
    assert kept.last_read_on == timezone.localdate()
    assert Event.objects.filter(kind="activities.feed_made", by_id=adviser.pk).count() == 2


def test_an_ended_address_is_not_found(client: Client, adviser: User, centre: Centre) -> None:
    client.force_login(adviser)
    address = make(client)
    for _click in range(2):
        assert client.post(f"{PAGE}avslutt/").status_code == 302
    assert Client().get(address).status_code == 404
    assert Event.objects.filter(kind="activities.feed_ended").count() == 1


@pytest.mark.parametrize("of_centre", [False, True], ids=["own", "centre"])
def test_an_address_ends_with_the_work_at_the_centre(
    client: Client, adviser: User, leader: User, centre: Centre, of_centre: bool
) -> None:
    client.force_login(adviser)
    address = make(client, centre.code if of_centre else "")
    assert Client().get(address).status_code == 200
    Membership.objects.filter(user=adviser).update(ended_at=timezone.now(), ended_by=leader)
    assert Client().get(address).status_code == 404


def test_nobody_makes_one_for_anothers_centre(
    client: Client, adviser: User, centre_elsewhere: Centre
) -> None:
    client.force_login(adviser)
    assert client.post(f"{PAGE}lag/", {"centre": centre_elsewhere.code}).status_code == 404
    assert not FeedKey.objects.exists()


def test_an_address_is_read_so_often_and_no_more(
    client: Client, adviser: User, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar, "READINGS", 1)
    assert Client().get(f"{PAGE}tull.ics").status_code == 404
    assert Client().get(f"{PAGE}tull.ics").status_code == 429
