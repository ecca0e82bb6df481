"""A centre with many requests in every state, made at once and without letters."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from assignments.coverage.models import CoverageRow, Level, Slice, Structure
from assignments.requests.models import Holder, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.factories import MunicipalityFactory, SupportRequestFactory

Status = SupportRequest.Status
UNDECIDED_WITH_ADVISER = (Status.IN_TRIAGE, Status.CLARIFYING)


def today(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def moment(days: int) -> datetime:
    """Noon, so many days from today."""
    return timezone.localtime().replace(hour=12, minute=0) + timedelta(days=days)


def place(code: str, name: str, *, population: int | None = 8000) -> Municipality:
    return MunicipalityFactory.create(code=code, name=name, population=population)


def used(centre: Centre, *places: Municipality, year: int = 2024) -> None:
    """The centre has done something delivered there, in some year."""
    for row in places:
        CoverageRow.objects.create(
            structure=Structure.TODAY,
            year=year,
            place=row,
            centre=centre,
            slice=Slice.NONE,
            level=Level.USED,
        )


def ask(
    centre: Centre, municipality: Municipality, by: User, *, due: int = 10, **columns: Any
) -> SupportRequest:
    """One request; `due` is days from today to its first answer."""
    status = columns.get("status", Status.SUBMITTED)
    return SupportRequestFactory.create(
        centre=centre,
        municipality=municipality,
        submitted_by=by,
        answer_due_on=today(due),
        interim_due_on=today(due + 20),
        **{**owed(status, columns.get("adviser") or by), **columns},
    )


def owed(status: str, person: User) -> dict[str, Any]:
    """The columns that a state may not be without."""
    found: dict[str, Any] = {}
    if status not in (Status.SUBMITTED, Status.WITHDRAWN):
        found["adviser"] = person
    if status == Status.CLARIFYING:
        found["paused_on"] = today()
    if status in (Status.ACCEPTED, Status.UNDER_WAY, Status.DECLINED, Status.CLOSED):
        found |= {"decided_at": moment(0), "decided_by": person, "first_answered_at": moment(0)}
    if status == Status.DECLINED:
        found |= {"reason": "Utenfor fagfeltet vårt.", "decline_code": "outside_field"}
    if status == Status.CLOSED:
        found |= {"ended_at": moment(0), "ended_by": person, "outcome": "helped"}
    if status == Status.WITHDRAWN:
        found |= {"ended_at": moment(0)}
    return found


def many(
    centre: Centre,
    places: Iterable[Municipality],
    by: User,
    themes: Iterable[Theme],
    *,
    count: int,
    first: int = 0,
) -> list[SupportRequest]:
    """`count` requests spread over places, themes, states and days; two inserts."""
    spread, about = list(places), list(themes)
    stored = SupportRequest.objects.bulk_create(
        SupportRequest(
            centre=centre,
            asked_centre=centre,
            municipality=spread[n % len(spread)],
            theme=about[n % len(about)] if n % 5 else None,
            submitted_by=by,
            **written(n),
            **lived(n, by),
        )
        for n in range(first, first + count)
    )
    Holder.objects.bulk_create(
        Holder(support_request=row, centre=centre, part=Holder.Part.OWNER, since=row.submitted_at)
        for row in stored
    )
    return stored


def sent_on(n: int) -> int:
    """Days from today, over the last three months."""
    return -1 - n * 7 % 90


def written(n: int) -> dict[str, Any]:
    """What the n-th request says and when it is due; every eleventh is unconfirmed."""
    sent = sent_on(n)
    return {
        "case_number": f"2024-{n:05}",
        "text": "Noe",
        "reach": "Ring",
        "language": "nb",
        "submitted_at": moment(sent),
        "confirmed_at": moment(sent) if n % 11 else None,
        "answer_due_on": today(sent + 14),
        "interim_due_on": today(sent + 31),
    }


def lived(n: int, by: User) -> dict[str, Any]:
    """The state of the n-th, all in turn, and what the state owes; every third has no answer."""
    states, sent = list(Status), sent_on(n)
    status = states[n % len(states)]
    found = {"first_answered_at": moment(sent + n % 17) if n % 3 else None, **owed(status, by)}
    if "decided_at" in found:
        found["first_answered_at"] = moment(min(0, sent + n % 17))
    if status == Status.CLOSED:
        found["ended_at"] = moment(min(0, sent + n % 40))
    return {"status": status, **found}


def join(row: SupportRequest, centre: Centre) -> Holder:
    """Let another centre be in the case."""
    return Holder.objects.create(support_request=row, centre=centre, part=Holder.Part.JOINT)
