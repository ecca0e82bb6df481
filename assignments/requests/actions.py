"""Everything that changes a support request. One function per thing a person can do."""

from collections.abc import Iterable
from typing import NotRequired, TypedDict, Unpack
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Fact
from assignments.coverage.recount import hold_off_rebuild
from assignments.plans import years
from assignments.plans.conflicts import AlreadySentError
from assignments.requests import rules
from assignments.requests.facts import facts_of
from assignments.requests.models import CaseCounter, RequestEvent, SupportRequest
from assignments.requests.suggestions import suggest
from assignments.requests.working_days import add_working_days
from centres.models import Centre
from korus_portal.accounts.models import Membership, Organisation, Role, User
from korus_portal.notifications.outbox import notify
from korus_portal.notifications.redaction import REDACTED, is_left, redact
from municipalities import structure
from municipalities.models import Municipality, Theme

REDACTABLE = ("text", "reach", "reason")


class CentreCannotBeAskedError(Exception):
    """The centre is not responsible for the theme there, or has nobody who reads requests."""


class AlreadyTakenError(Exception):
    """A colleague, or an earlier click, has taken the request."""


class AlreadyDecidedError(Exception):
    """Somebody answered first: a double click, or a colleague."""


class Asked(TypedDict):
    """What a municipality fills in."""

    municipality: Municipality
    centre: Centre
    theme: Theme | None
    text: str
    reach: str
    language: str
    wished_form: NotRequired[str]
    urgency: NotRequired[str]
    form_token: NotRequired[UUID | None]


@transaction.atomic
def submit_request(*, by: User, **asked: Unpack[Asked]) -> SupportRequest:
    """Send a request to a responsible centre; the same form sent twice gives the same request.

    Raises AlreadySentError when the form was sent before with another content.
    """
    now, centre, municipality = timezone.now(), asked["centre"], asked["municipality"]
    today = timezone.localdate(now)
    if not rules.can_submit_request(by, municipality):
        raise PermissionDenied
    is_counted = _hold_year(centre.pk, today.year)
    counter = _lock_counter(today.year)
    earlier = _sent_earlier(asked.get("form_token"), by)
    if earlier is not None:
        return _same(earlier, asked)
    if suggest(municipality, asked["theme"]).find(centre.code) is None:
        raise CentreCannotBeAskedError
    sent = SupportRequest.objects.create(
        **asked,
        case_number=_next_case_number(counter),
        asked_centre=centre,
        submitted_at=now,
        submitted_by=by,
        answer_due_on=add_working_days(today, centre.answer_days),
        is_counted=is_counted,
    )
    _report_submission(sent)
    return sent


@transaction.atomic
def take_request(*, support_request: SupportRequest, by: User) -> SupportRequest:
    """Make `by` the adviser who looks into it. This is no answer: the deadline runs on."""
    locked = _lock(support_request)
    if not rules.can_decide_request(by, locked):
        raise PermissionDenied
    if not locked.is_open:
        raise AlreadyDecidedError
    if locked.status != SupportRequest.Status.SUBMITTED:
        raise AlreadyTakenError
    locked.status, locked.adviser = SupportRequest.Status.IN_TRIAGE, by
    locked.version += 1
    locked.save(update_fields=["status", "adviser", "version"])
    _tell_timeline(locked, RequestEvent.Kind.TAKEN, by=by, for_party=locked.centre.organisation)
    _write(locked, people_of_municipality(locked), "taken")
    return locked


@transaction.atomic
def accept_request(
    *, support_request: SupportRequest, by: User, message: str = ""
) -> SupportRequest:
    """Say that the centre can help, with a few words if wanted, and tell the municipality."""
    _hold_year(support_request.centre_id, _year_of(support_request))
    accepted = _decide(support_request, SupportRequest.Status.ACCEPTED, message, by=by)
    _keep_facts(accepted)
    return accepted


@transaction.atomic
def decline_request(*, support_request: SupportRequest, by: User, reason: str) -> SupportRequest:
    """Say that the centre cannot help, and why, and tell the municipality."""
    _hold_year(support_request.centre_id, _year_of(support_request))
    declined = _decide(support_request, SupportRequest.Status.DECLINED, reason, by=by)
    _keep_facts(declined)
    return declined


@transaction.atomic
def redact_request(
    *, support_request: SupportRequest, fields: list[str], reason: str, by: User
) -> SupportRequest:
    """Take texts out of the request, its history and its letters; the timeline says why."""
    locked = _lock(support_request)
    if not rules.can_redact_request(by, locked):
        raise PermissionDenied
    if not fields or not set(fields) <= set(REDACTABLE):
        raise ValueError(fields)
    left = [name for name in fields if is_left(getattr(locked, name))]
    if not left:
        return locked
    gone = [getattr(locked, name) for name in left]
    redact(locked, left, by=by, reason=reason)
    locked.events.filter(text__in=gone).update(text=REDACTED)
    party = locked.centre.organisation
    _tell_timeline(locked, RequestEvent.Kind.REDACTED, by=by, for_party=party, text=reason)
    return locked


def remind_late() -> int:
    """Tell the leaders of each centre about requests whose answer is late. Returns how many."""
    late = SupportRequest.objects.overdue().not_reminded().order_by("pk")
    return sum(_remind(pk) for pk in late.values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int) -> bool:
    """Once per request: whoever holds the row's lock sees to it, a second worker passes by."""
    late = SupportRequest.objects.overdue().not_reminded().filter(pk=pk)
    locked = late.select_for_update(skip_locked=True).first()
    if locked is None:
        return False
    locked.reminded_at = timezone.now()
    locked.save(update_fields=["reminded_at"])
    leaders = _people([locked.centre.organisation], Role.LEADER)
    _write(locked, leaders, "late")
    return True


def people_of_centre(support_request: SupportRequest) -> QuerySet[User]:
    return _people([support_request.centre.organisation], Role.ADVISER, Role.LEADER)


def people_of_municipality(support_request: SupportRequest) -> QuerySet[User]:
    """Today's contacts, also under a new number: whoever sent it may have left, and those who
    follow must know."""
    asked = support_request.municipality_id
    places = {asked, structure.place_today_ids({asked})[asked]}
    parties = Organisation.objects.filter(municipality__in=places)
    return _people(parties, Role.CONTACT)


def _people(parties: Iterable[Organisation], *roles: str) -> QuerySet[User]:
    held = Membership.objects.with_role(*roles).filter(organisation__in=parties)
    return User.objects.filter(pk__in=held.values("user")).order_by("pk")


def _decide(
    support_request: SupportRequest, status: SupportRequest.Status, reason: str, *, by: User
) -> SupportRequest:
    locked = _lock(support_request)
    if not rules.can_decide_request(by, locked):
        raise PermissionDenied
    if not locked.is_open:
        raise AlreadyDecidedError
    now = timezone.now()
    locked.status, locked.reason = status, reason
    locked.decided_at, locked.decided_by = now, by
    locked.first_answered_at = locked.first_answered_at or now
    locked.adviser = locked.adviser or by
    locked.version += 1
    locked.save()
    kind = RequestEvent.Kind(status.value)
    _tell_timeline(locked, kind, by=by, for_party=locked.centre.organisation, text=reason)
    _write(locked, people_of_municipality(locked), status.value)
    return locked


def _lock(support_request: SupportRequest) -> SupportRequest:
    rows = SupportRequest.objects.select_for_update(of=("self",))
    return rows.select_related("centre__organisation", "municipality").get(pk=support_request.pk)


def _year_of(support_request: SupportRequest) -> int:
    return timezone.localdate(support_request.submitted_at).year


def _hold_year(centre_id: int, year: int) -> bool:
    """Keep the year open until the transaction ends; False when its report is submitted.

    A closed year stops nobody from asking or answering: it only keeps the figures as they were.
    """
    try:
        years.hold_open(centre_id, year)
    except years.YearClosedError:
        return False
    return True


def _keep_facts(support_request: SupportRequest) -> None:
    """Bring the counts up to date, unless the year was closed: then its facts stay (rule 30)."""
    is_closed = years.is_closed(support_request.centre_id, _year_of(support_request))
    if is_closed or not support_request.is_counted:
        return
    hold_off_rebuild()
    replace_facts(Fact.Source.REQUEST, support_request.pk, facts_of(support_request))


def _lock_counter(year: int) -> CaseCounter:
    """One submission at a time: numbers without gaps, and a double click finds the first one."""
    CaseCounter.objects.bulk_create([CaseCounter(year=year)], ignore_conflicts=True)
    return CaseCounter.objects.select_for_update().get(year=year)


def _next_case_number(counter: CaseCounter) -> str:
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{counter.year}-{counter.last:05}"


def _sent_earlier(form_token: UUID | None, by: User) -> SupportRequest | None:
    if form_token is None:
        return None
    earlier = SupportRequest.objects.filter(form_token=form_token).first()
    if earlier is not None and earlier.submitted_by_id != by.pk:
        raise PermissionDenied
    return earlier


def _same(earlier: SupportRequest, asked: Asked) -> SupportRequest:
    """What was sent before, if it asks the same; the language is that of the page, not asked."""
    own = {name: value for name, value in asked.items() if name not in ("language", "form_token")}
    stored = {name: getattr(earlier, name) for name in own} | {"centre": earlier.asked_centre}
    if stored != own:
        raise AlreadySentError(earlier)
    return earlier


def _report_submission(sent: SupportRequest) -> None:
    by, party = sent.submitted_by, sent.municipality.organisation
    _tell_timeline(sent, RequestEvent.Kind.SUBMITTED, by=by, for_party=party)
    _keep_facts(sent)
    _write(sent, [by], "received")
    _write(sent, people_of_centre(sent), "new")


def _tell_timeline(
    support_request: SupportRequest,
    kind: RequestEvent.Kind,
    *,
    by: User,
    for_party: Organisation | None,
    text: str = "",
) -> None:
    RequestEvent.objects.create(
        support_request=support_request,
        kind=kind,
        by=by,
        by_organisation=str(for_party or ""),
        text=text,
    )


def _write(support_request: SupportRequest, to: QuerySet[User] | list[User], name: str) -> None:
    """Write the letter `name`. Letters say where to read, and never what stands in the request."""
    notify(
        to,
        kind=f"requests.{name}",
        template=f"requests/emails/{name}",
        about=support_request,
        path=support_request.get_absolute_url(),
        context={"support_request": support_request},
    )
