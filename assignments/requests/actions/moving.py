"""A request gets another owner. The one place where that happens."""

from typing import Any

from django.utils import timezone

from assignments.requests import letters, rules
from assignments.requests.actions import steps
from assignments.requests.actions.clarifying import ended_pause
from assignments.requests.actions.errors import NobodyThereError
from assignments.requests.counting import keep_facts
from assignments.requests.models import HandOver, Holder, SupportRequest
from assignments.requests.states import TRANSFERRED
from centres.models import Centre
from korus_portal.accounts.models import User


def move(locked: SupportRequest, row: HandOver, *, by: User, is_counted: bool) -> None:
    """From the present owner to the one that the answered hand-over names.

    The dates stay, but that a pause ends: the question was the former owner's. A request that was
    accepted is accepted by the new owner from now on, and counts for it too.
    """
    former, new = row.from_centre, row.to_centre
    adviser = _new_adviser(locked, row, by)
    told = letters.people_of_centre(former)
    _change_holders(locked, new, is_counted=is_counted)
    party = former if row.kind == HandOver.Kind.ASK else new
    event = steps.perform(
        TRANSFERRED,
        locked,
        by=by,
        for_party=party.organisation,
        text=row.answer,
        about=str(former),
        centre=new,
        adviser=adviser,
        **ended_pause(locked),
    )
    letters.write_outside(
        locked,
        told.exclude(pk__in=[by.pk, adviser.pk]),
        TRANSFERRED.letter,
        event=event,
        hand_over=row,
    )
    keep_facts(locked)


def _new_adviser(locked: SupportRequest, row: HandOver, by: User) -> User:
    """Who said yes, or who asked to get it; a leader there when that person has left."""
    if row.kind != HandOver.Kind.ASK:
        return by
    if rules.works_at(row.asked_by, row.to_centre) and row.asked_by.is_active:
        return row.asked_by
    leader = letters.leaders_of(row.to_centre).first()
    if leader is None:
        raise NobodyThereError(locked)
    return leader


def _change_holders(locked: SupportRequest, new: Centre, *, is_counted: bool) -> None:
    now = timezone.now()
    current = Holder.objects.current().filter(support_request=locked)
    joint = current.filter(centre=new).first()
    kept: dict[str, Any] = {}
    if joint is not None:
        names = ("accepted_at", "assignment", "own_case_number", "is_counted")
        kept = {name: getattr(joint, name) for name in names}
    if kept.get("accepted_at") is None and not locked.is_undecided:
        kept |= {"accepted_at": now, "is_counted": is_counted}
    leaving = current.filter(part=Holder.Part.OWNER) | current.filter(centre=new)
    leaving.update(until=now)
    Holder.objects.create(
        support_request=locked, centre=new, part=Holder.Part.OWNER, since=now, **kept
    )
