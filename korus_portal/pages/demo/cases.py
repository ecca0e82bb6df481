"""What happened in each demo request, and what the two sides wrote."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from assignments.requests.models import HandOver, Message, RequestEvent, SupportRequest
from assignments.requests.working_days import add_working_days
from centres.models import Centre
from korus_portal.accounts.models import User

Status, Kind = SupportRequest.Status, RequestEvent.Kind
WHY = "Dere har mer erfaring med temaet enn vi har. (Demotekst.)"
QUESTION = "Hvor mange ansatte gjelder det, og når på året passer det? (Demotekst.)"


def events_of(row: SupportRequest, adviser: User) -> Iterator[RequestEvent]:
    """The timeline: sent, taken, answered, and what came of it."""
    sent, place = row.submitted_at, row.municipality.name
    sender = (row.submitted_by, place)
    yield event(row, Kind.SUBMITTED, Status.SUBMITTED, sent, sender, by_name=row.sender)
    centre = (adviser, row.centre.name)
    looked_at = (Status.IN_TRIAGE, Status.CLARIFYING)
    if row.status in looked_at:
        yield event(row, Kind.TAKEN, Status.IN_TRIAGE, sent + timedelta(days=1), centre)
    if row.status == Status.CLARIFYING:
        asked = row.first_answered_at
        yield event(row, Kind.CLARIFICATION_ASKED, Status.CLARIFYING, asked, centre, text=QUESTION)
    if row.decided_at:
        yield from decided(row, centre)


def offered(offer: HandOver) -> RequestEvent:
    row, words = offer.support_request, {"text": offer.reason, "about": offer.to_centre.name}
    whose = (offer.asked_by, offer.from_centre.name)
    return event(row, Kind.TRANSFER_OFFERED, Status(row.status), offer.asked_at, whose, **words)


def decided(row: SupportRequest, centre: tuple[User, str]) -> Iterator[RequestEvent]:
    at = row.decided_at
    if row.status == Status.DECLINED:
        yield event(row, Kind.DECLINED, Status.DECLINED, at, centre, text=row.reason)
        return
    yield event(row, Kind.ACCEPTED, Status.ACCEPTED, at, centre)
    if row.status in (Status.UNDER_WAY, Status.CLOSED):
        begun = at + timedelta(days=1) if at else None
        yield event(row, Kind.STARTED, Status.UNDER_WAY, begun, centre)
    if row.status == Status.CLOSED:
        about = row.get_outcome_display()
        yield event(row, Kind.CLOSED, Status.CLOSED, row.ended_at, centre, about=about)


def event(
    row: SupportRequest,
    kind: RequestEvent.Kind,
    status: str,
    at: Any,
    whose: tuple[User | None, str],
    **words: str,
) -> RequestEvent:
    by, organisation = whose
    named = {"by_name": by.name if by else "", **words}
    return RequestEvent(
        support_request=row,
        kind=kind,
        status=status,
        centre=row.centre,
        at=at,
        by=by,
        by_organisation=organisation,
        **named,
    )


def messages_of(row: SupportRequest, adviser: User) -> Iterator[Message]:
    """The question that a request in clarification waits for an answer to."""
    if row.status == Status.CLARIFYING and row.first_answered_at:
        yield Message(
            support_request=row,
            kind=Message.Kind.CLARIFICATION,
            side=Message.Side.CENTRE,
            centre=row.centre,
            author=adviser,
            author_name=adviser.name,
            text=QUESTION,
            at=row.first_answered_at,
        )


def offers_of(row: SupportRequest, adviser: User, to_centre: Centre) -> Iterator[HandOver]:
    """The owner has asked another centre to take over what it has just taken."""
    if row.status == Status.IN_TRIAGE and to_centre != row.centre:
        today = timezone.localdate()
        yield HandOver(
            support_request=row,
            kind=HandOver.Kind.TRANSFER,
            from_centre=row.centre,
            to_centre=to_centre,
            reason=WHY,
            asked_by=adviser,
            answer_due_on=add_working_days(today, to_centre.hand_over_days),
        )
