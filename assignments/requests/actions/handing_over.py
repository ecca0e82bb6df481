"""One centre offers another a request, or asks to get it. It moves only when the answer is yes.

Locks go in the order year, request, hand-over. Stored dates stay when the owner changes: the
municipality's clock does not start again.
"""

from collections.abc import Callable, Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assignments.plans.years import hold_if_open
from assignments.requests import letters, rules
from assignments.requests.actions import moving, steps
from assignments.requests.actions.errors import (
    AlreadyOfferedError,
    HandOverEndedError,
    MovedError,
    NobodyThereError,
)
from assignments.requests.counting import year_of
from assignments.requests.models import HandOver, Holder, SupportRequest
from assignments.requests.states import (
    ASK_FOR,
    EXPIRE,
    LAPSE,
    OFFER_SHARE,
    OFFER_TRANSFER,
    REFUSE,
    SHARED,
    TAKE_BACK,
)
from assignments.requests.working_days import add_working_days
from centres.models import Centre
from korus_portal.accounts.models import User

Kind, State = HandOver.Kind, HandOver.State
OFFERS = {Kind.SHARE: OFFER_SHARE, Kind.TRANSFER: OFFER_TRANSFER, Kind.ASK: ASK_FOR}


@transaction.atomic
def offer(
    *, support_request: SupportRequest, kind: str, to_centre: Centre, reason: str, by: User
) -> HandOver:
    """Share or transfer for the owner, or ask to get it for `to_centre`.

    Raises AlreadyOfferedError, NobodyThereError, MovedError or another OutOfStepError.
    """
    locked = steps.lock(support_request)
    _check_offerer(locked, support_request, kind, to_centre, by)
    step = OFFERS[Kind(kind)]
    steps.check(step, locked)
    _check_receiver(locked, kind, to_centre)
    is_ask = kind == Kind.ASK
    asks, answers = (to_centre, locked.centre) if is_ask else (locked.centre, to_centre)
    event = steps.perform(
        step, locked, by=by, for_party=asks.organisation, text=reason, about=str(to_centre)
    )
    offered = HandOver.objects.create(
        support_request=locked,
        kind=kind,
        from_centre=locked.centre,
        to_centre=to_centre,
        reason=reason,
        asked_by=by,
        answer_due_on=add_working_days(timezone.localdate(), answers.hand_over_days),
    )
    if not is_ask:
        to = letters.people_of_centre(to_centre)
        letters.write(locked, to, step.letter, event=event, hand_over=offered)
    return offered


@transaction.atomic
def accept(*, hand_over: HandOver, by: User, answer: str = "") -> HandOver:
    """Yes: the work is shared, or the request has another owner from now on."""
    year = year_of(hand_over.support_request)
    is_counted = hold_if_open(hand_over.to_centre_id, year)
    locked, row = _lock(hand_over, by, rules.can_answer_hand_over)
    _end(row, State.ACCEPTED, by=by, answer=answer)
    if row.kind == Kind.SHARE:
        _share(locked, row, by)
        return row
    moving.move(locked, row, by=by, is_counted=is_counted)
    # What the former owner had asked others is for the new one to ask.
    lapse_open(locked)
    return row


@transaction.atomic
def refuse(*, hand_over: HandOver, by: User, answer: str) -> HandOver:
    """No, and why: the request stays where it is, and who asked is told."""
    locked, row = _lock(hand_over, by, rules.can_answer_hand_over)
    _end(row, State.REFUSED, by=by, answer=answer)
    is_ask = row.kind == Kind.ASK
    centre = row.from_centre if is_ask else row.to_centre
    event = steps.perform(
        REFUSE,
        locked,
        by=by,
        for_party=centre.organisation,
        text=answer,
        about=str(row.to_centre),
        also=_who_offered(row),
    )
    if is_ask:
        letters.write_outside(locked, [row.asked_by], REFUSE.letter, event=event, hand_over=row)
    return row


@transaction.atomic
def take_back(*, hand_over: HandOver, by: User) -> HandOver:
    """The side that asked no longer asks; the other is told."""
    locked, row = _lock(hand_over, by, rules.can_take_back_hand_over)
    _end(row, State.TAKEN_BACK, by=by)
    is_ask = row.kind == Kind.ASK
    party = (row.to_centre if is_ask else row.from_centre).organisation
    told = letters.adviser_of(locked) if is_ask else ()
    event = steps.perform(
        TAKE_BACK, locked, by=by, for_party=party, about=str(row.to_centre), also=told
    )
    if not is_ask:
        to = letters.people_of_centre(row.to_centre)
        letters.write_outside(locked, to, TAKE_BACK.letter, event=event, hand_over=row)
    return row


def expire_unanswered() -> int:
    """Take back what was not answered in time. The request never left its owner. By beat."""
    late = HandOver.objects.unanswered().select_related("support_request").order_by("pk")
    return sum(_expire(row) for row in late)


@transaction.atomic
def _expire(hand_over: HandOver) -> bool:
    locked = steps.lock(hand_over.support_request)
    row = _read(hand_over)
    if row.state != State.OPEN:
        return False
    _end(row, State.EXPIRED, by=None)
    offerer = _who_offered(row)
    event = steps.perform(EXPIRE, locked, by=None, about=str(row.to_centre), also=offerer)
    _tell_other_side(locked, row, EXPIRE.letter, event=event)
    return True


def lapse_open(locked: SupportRequest, rows: QuerySet[HandOver] | None = None) -> None:
    """What is open has nothing left to answer: the request ended, moved, or a centre left."""
    among = HandOver.objects.filter(support_request=locked) if rows is None else rows
    for found in among.filter(state=State.OPEN).order_by("pk"):
        row = _read(found)
        _end(row, State.LAPSED, by=None)
        event = steps.perform(LAPSE, locked, by=None, about=str(row.to_centre))
        _tell_other_side(locked, row, LAPSE.letter, event=event)


def _tell_other_side(locked: SupportRequest, row: HandOver, name: str, **context: object) -> None:
    """The owner has its own letter; this one goes to the centre that may not read it any more."""
    is_ask = row.kind == Kind.ASK
    to: Iterable[User] = [row.asked_by] if is_ask else letters.people_of_centre(row.to_centre)
    letters.write_outside(locked, to, name, hand_over=row, **context)


def _who_offered(row: HandOver) -> list[User]:
    """Who asked for the owner and works there still, beside the adviser who has the request."""
    is_there = row.kind != Kind.ASK and rules.works_at(row.asked_by, row.from_centre)
    return [row.asked_by] if is_there else []


def _check_offerer(
    locked: SupportRequest, seen: SupportRequest, kind: str, to_centre: Centre, by: User
) -> None:
    if kind == Kind.ASK:
        if to_centre.pk == locked.centre_id and rules.works_at(by, to_centre):
            raise MovedError(locked)
        if not rules.can_ask_for(by, locked, to_centre):
            raise PermissionDenied
    elif not rules.can_offer(by, locked):
        raise MovedError(locked) if rules.can_offer(by, seen) else PermissionDenied()


def _check_receiver(locked: SupportRequest, kind: str, to_centre: Centre) -> None:
    """Somebody must read it there; and one offer at a time to a centre, one move in all."""
    if not Centre.objects.active(on=timezone.localdate()).askable().filter(pk=to_centre.pk):
        raise NobodyThereError(locked)
    waiting = locked.hand_overs.filter(state=State.OPEN)
    is_in_it = locked.holders.filter(until=None, centre=to_centre).exists()
    if (
        to_centre.pk == locked.centre_id
        or (kind == Kind.SHARE and is_in_it)
        or waiting.filter(to_centre=to_centre).exists()
        or (kind in HandOver.MOVING and waiting.filter(kind__in=HandOver.MOVING).exists())
    ):
        raise AlreadyOfferedError(locked)


def _share(locked: SupportRequest, row: HandOver, by: User) -> None:
    Holder.objects.create(support_request=locked, centre=row.to_centre, part=Holder.Part.JOINT)
    party, centre = row.to_centre.organisation, str(row.to_centre)
    steps.perform(
        SHARED,
        locked,
        by=by,
        for_party=party,
        text=row.answer,
        about=centre,
        also=_who_offered(row),
    )


def _lock(
    hand_over: HandOver, by: User, may: Callable[[User, HandOver], bool]
) -> tuple[SupportRequest, HandOver]:
    locked = steps.lock(hand_over.support_request)
    row = _read(hand_over)
    if not may(by, row):
        raise PermissionDenied
    if row.state != State.OPEN:
        raise HandOverEndedError(locked, row)
    return locked, row


def _read(hand_over: HandOver) -> HandOver:
    """The row as it is now, held until the transaction ends: locked by itself, then read."""
    HandOver.objects.select_for_update().order_by().get(pk=hand_over.pk)
    related = ("from_centre__organisation", "to_centre__organisation", "asked_by")
    return HandOver.objects.select_related(*related).get(pk=hand_over.pk)


def _end(row: HandOver, state: str, *, by: User | None, answer: str = "") -> None:
    row.state, row.answer = state, answer
    row.answered_at, row.answered_by = timezone.now(), by
    row.save(update_fields=["state", "answer", "answered_at", "answered_by"])
