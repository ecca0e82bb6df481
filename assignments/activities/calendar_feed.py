"""Activities as an iCalendar feed (RFC 5545): days and titles, no notes and no names of people.

A feed is read by a secret address, without signing in. It ends for whoever no longer works at the
centre, whether or not the key is still stored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, override
from icalendar import Calendar, Event

from assignments.activities.columns import Place, places_of
from assignments.activities.models import Activity, FeedKey
from assignments.plans.rules import own_centres, works_at
from centres.models import Centre
from korus_portal.accounts.models import User

BACK = timedelta(days=400)
# A year of the largest centres; the newest are kept.
MOST = 3000
REFRESH = timedelta(hours=6)
COLUMNS = ("pk", "title", "kind", "starts_on", "ends_on", "status", "registered_at", "version")


@dataclass(frozen=True)
class Choice:
    """One calendar that a person may have: one's own (no centre), or a centre's."""

    code: str
    label: str
    key: FeedKey | None


def digest_of(key: str) -> str:
    return sha256(key.encode("utf-8", "replace")).hexdigest()


def feed_of(key: str) -> FeedKey | None:
    """The feed of a key whose person still works there; None for all else."""
    found = FeedKey.objects.select_related("user", "centre").filter(digest=digest_of(key)).first()
    return found if found is not None and is_open(found) else None


def is_open(feed: FeedKey) -> bool:
    if not feed.user.is_active:
        return False
    if feed.centre is None:
        return own_centres(feed.user).exists()
    return works_at(feed.user, feed.centre)


def choices_of(user: User) -> list[Choice]:
    """One's own calendar first, then those of the centres where one works."""
    keys = {key.centre_id: key for key in FeedKey.objects.filter(user=user)}
    own = Choice("", gettext("Mine aktiviteter"), keys.get(None))
    centres = [
        Choice(centre.code, centre.short_name, keys.get(centre.pk)) for centre in own_centres(user)
    ]
    return [own, *centres]


def centre_of(user: User, code: str) -> Centre | None:
    """The centre with this code where the person works."""
    return next((centre for centre in own_centres(user) if centre.code == code), None)


def activities_of(feed: FeedKey) -> QuerySet[Activity]:
    """From a year back; drafts too. A row that a later one put right is not shown."""
    since = timezone.localdate() - BACK
    rows = Activity.objects.filter(deleted_at=None, starts_on__gte=since, is_replaced=False)
    rows = rows.exclude(correction=Activity.Correction.VOIDS)
    if feed.centre is not None:
        return rows.filter(centre=feed.centre)
    return rows.filter(centre__in=own_centres(feed.user), registered_by=feed.user)


def text_of(feed: FeedKey, address: Callable[[int], str]) -> bytes:
    """The whole calendar, in the language of its person. `address` gives a row's page."""
    with override(feed.user.language or settings.LANGUAGE_CODE):
        calendar = head_of(feed)
        rows = list(activities_of(feed).order_by("-starts_on", "-pk").values(*COLUMNS)[:MOST])
        places = places_of([row["pk"] for row in rows])
        kinds = {value: capfirst(str(label)) for value, label in Activity.Kind.choices}
        for row in rows:
            kind = kinds[row["kind"]]
            event = event_of(row, kind, places[row["pk"]], address(row["pk"]))
            calendar.add_component(event)
        return bytes(calendar.to_ical())


def head_of(feed: FeedKey) -> Calendar:
    about = feed.centre.short_name if feed.centre else gettext("Mine aktiviteter")
    name = gettext("%(what)s – KORUS-portalen") % {"what": about}
    if settings.DEMO_MODE:
        name = f"{name} (demodata)"
    calendar = Calendar()
    calendar.add("prodid", f"-//KORUS-portalen//aktiviteter//{language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    return calendar


def event_of(row: dict[str, Any], kind: str, places: list[Place], url: str) -> Event:
    """A whole-day event: the day after the last is where it ends."""
    is_draft = row["status"] == Activity.Status.DRAFT
    last: date = row["ends_on"] or row["starts_on"]
    spoken = {"LANGUAGE": language()}
    event = Event()
    event.add("uid", f"aktivitet-{row['pk']}@korus-portalen")
    event.add("dtstamp", row["registered_at"])
    event.add("sequence", row["version"])
    event.add("dtstart", row["starts_on"])
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", row["title"], parameters=spoken)
    event.add("categories", [kind])
    if places:
        named = ", ".join(place.name for place in places)
        event.add("location", named, parameters=spoken)
    event.add("status", "TENTATIVE" if is_draft else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("url", url)
    return event


def language() -> str:
    return (get_language() or "nb")[:2]
