"""Where a case is now: since when its holder has it, and what the clock says, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.requests.models import RequestEvent, SupportRequest

Kind, Status = RequestEvent.Kind, SupportRequest.Status

# From such a step on somebody else has the case.
MOVES = frozenset({Kind.SUBMITTED, Kind.TAKEN, Kind.ASSIGNED, Kind.TRANSFERRED})
DECIDES = frozenset({Kind.ACCEPTED, Kind.DECLINED})


def held_since(support_request: SupportRequest, events: Iterable[RequestEvent]) -> datetime:
    """When whoever has the case got it. Who decides without having taken it first, gets it then."""
    since, is_taken = support_request.submitted_at, False
    for event in events:
        if event.kind in MOVES or (event.kind in DECIDES and not is_taken):
            since, is_taken = event.at, event.kind != Kind.SUBMITTED
    return since


def state_since(support_request: SupportRequest, events: Iterable[RequestEvent]) -> datetime:
    """When the case got the state that it has."""
    since, state = support_request.submitted_at, ""
    for event in events:
        if event.status != state:
            since, state = event.at, event.status
    return since


@dataclass(frozen=True)
class Clock:
    """What is awaited, or was; the words stand on the page as they are."""

    label: str
    text: str
    note: str = ""
    is_late: bool = False


def clock_of(found: SupportRequest, *, is_of_municipality: bool) -> Clock:
    if not found.is_undecided:
        return _after_decision(found)
    if found.paused_on:
        return _paused(found.paused_on, is_of_municipality=is_of_municipality)
    due = found.next_due_on
    if due is None:
        note = _("Foreløpig svar er sendt. Senteret vurderer fortsatt saken.")
        return Clock(_("Svar"), _("Kommer"), note)
    if found.first_answered_at is None:
        return _awaited(_("Svar senest"), due, is_late=found.is_overdue)
    note = _("Senteret har svart, men ikke bestemt seg ennå.")
    return _awaited(
        _("Avgjørelse eller foreløpig svar senest"), due, note, is_late=found.is_overdue
    )


def _awaited(label: str, due: date, note: str = "", *, is_late: bool) -> Clock:
    return Clock(label, _day(due), note, is_late=is_late)


def _paused(since: date, *, is_of_municipality: bool) -> Clock:
    text = _("Klokka står mens kommunen svarer")
    if is_of_municipality:
        text = _("Klokka står mens dere svarer")
    note = _("Fra %(day)s. Fristen flyttes like mange arbeidsdager.") % {"day": _day(since)}
    return Clock(_("Svarfrist"), text, note)


def _after_decision(found: SupportRequest) -> Clock:
    if found.status == Status.WITHDRAWN:
        return Clock(_("Trukket"), _moment(found.ended_at))
    if found.status == Status.CLOSED:
        return Clock(_("Avsluttet"), _moment(found.ended_at))
    due = _("Fristen var %(day)s.") % {"day": _day(found.answer_due_on)}
    return Clock(_("Besvart"), _moment(found.first_answered_at or found.decided_at), due)


def _day(day: date) -> str:
    return date_format(day, "j. F Y")


def _moment(at: datetime | None) -> str:
    return date_format(at, "j. F Y") if at else ""
