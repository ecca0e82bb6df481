"""The timeline of a case: every step with who, when, why and about whom, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.requests.case_reader import Case
from assignments.requests.models import RequestEvent

Kind = RequestEvent.Kind

# Their words stand elsewhere on the page, and the timeline leads there: it would say them twice.
ANSWERS = frozenset({Kind.ACCEPTED, Kind.DECLINED, Kind.CLOSED})
MESSAGES = frozenset({Kind.CLARIFICATION_ASKED, Kind.CLARIFIED, Kind.INTERIM_SENT})


@dataclass(frozen=True)
class Entry:
    event: RequestEvent
    what: str
    who: str
    # Where the case stood after the step, when the step changed that.
    moved_to: str
    # Where its words stand, when not here.
    words_at: str


def entries_of(case: Case) -> list[Entry]:
    known: set[str] = set()
    return [
        Entry(event, _what(event), _who(event, known), moved, _words_at(event))
        for event, moved in _with_moves(case.events)
    ]


def _words_at(event: RequestEvent) -> str:
    if event.kind in ANSWERS:
        return "#svaret"
    return "#dialog" if event.kind in MESSAGES else ""


def _with_moves(events: list[RequestEvent]) -> Iterator[tuple[RequestEvent, str]]:
    state, centre = "", 0
    for event in events:
        parts = []
        if state and event.status != state:
            parts.append(capfirst(event.get_status_display()))
        if centre and event.centre_id != centre:
            parts.append(_("saken ligger nå hos %(centre)s") % {"centre": event.centre})
        state, centre = event.status, event.centre_id
        yield event, capfirst(" · ".join(parts))


def _what(event: RequestEvent) -> str:
    label = event.get_kind_display()
    if event.kind == Kind.TRANSFERRED:
        ends = {"from": event.about, "to": event.centre}
        return f"{label}: " + _("fra %(from)s til %(to)s") % ends
    return f"{label}: {event.about}" if event.about else label


def _who(event: RequestEvent, known: set[str]) -> str:
    """Names as they were then, with the organisation the first time. What nobody did, the portal
    did."""
    name = event.by_name or (str(event.by) if event.by else "")
    parts = [part for part in (name, event.by_organisation) if part]
    both = ", ".join(parts) or _("Portalen")
    if name and both in known:
        return name
    known.add(both)
    return both
