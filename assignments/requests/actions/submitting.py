"""A municipality asks. From here on a centre owns the request."""

from collections.abc import Collection, Iterable
from typing import Any, NotRequired, TypedDict, Unpack
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from assignments.plans.conflicts import AlreadySentError
from assignments.plans.years import hold_if_open
from assignments.requests import letters, rules
from assignments.requests.actions import steps
from assignments.requests.actions.errors import CentreCannotBeAskedError
from assignments.requests.actions.files import attach
from assignments.requests.actions.partners import confirm_partner, name_partners
from assignments.requests.counting import keep_facts
from assignments.requests.models import (
    CaseCounter,
    Holder,
    RequestDraft,
    RequestEvent,
    SupportRequest,
)
from assignments.requests.suggestions import suggest
from assignments.requests.working_days import add_months, add_working_days
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme


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
    municipality_case_number: NotRequired[str]
    form_token: NotRequired[UUID | None]


@transaction.atomic
def submit_request(
    *,
    by: User,
    partners: Collection[Municipality] = (),
    files: "Iterable[UploadedFile[Any]]" = (),
    **asked: Unpack[Asked],
) -> SupportRequest:
    """Send a request to a responsible centre, also on behalf of `partners`.

    The same form sent twice gives the same request, and its draft is gone with it. Raises
    AlreadySentError when the form was sent before with another content.
    """
    now = timezone.now()
    if not rules.can_submit_request(by, asked["municipality"]):
        raise PermissionDenied
    is_counted = hold_if_open(asked["centre"].pk, timezone.localdate(now).year)
    counter = lock_counter(timezone.localdate(now).year)
    earlier = _sent_earlier(asked.get("form_token"), by)
    if earlier is not None:
        return _same(earlier, asked, partners)
    sender = {"submitted_by": by, "confirmed_at": now, "confirmed_by": by}
    columns = {**asked, **sender, "submitted_at": now, "is_counted": is_counted}
    sent = create(counter, columns)
    _bring_along(sent, partners, by)
    attach(support_request=sent, uploads=files, by=by)
    if sent.form_token:
        RequestDraft.objects.visible_to(by).filter(form_token=sent.form_token).delete()
    return sent


def create(counter: CaseCounter, columns: dict[str, object]) -> SupportRequest:
    """Store the request with its owner, its dates, its first event, its facts and its letters.

    `columns` are those of the row but what follows from them. The caller holds the year and the
    counter. Raises CentreCannotBeAskedError.
    """
    sent = SupportRequest(**columns, case_number=next_case_number(counter))
    if suggest(sent.municipality, sent.theme).find(sent.centre.code) is None:
        raise CentreCannotBeAskedError
    today = timezone.localdate(sent.submitted_at)
    sent.asked_centre = sent.centre
    sent.answer_due_on = add_working_days(today, sent.centre.answer_days)
    sent.interim_due_on = add_months(today, sent.centre.interim_months)
    sent.save()
    Holder.objects.create(
        support_request=sent,
        centre=sent.centre,
        part=Holder.Part.OWNER,
        since=sent.submitted_at,
        is_counted=sent.is_counted,
    )
    _report(sent)
    return sent


def _report(sent: SupportRequest) -> None:
    party = sent.municipality.organisation
    steps.tell_timeline(
        sent,
        RequestEvent.Kind.SUBMITTED,
        by=sent.submitted_by,
        by_name=sent.guest_name,
        for_party=party,
    )
    keep_facts(sent)
    receivers: Iterable[User] = [sent.submitted_by] if sent.submitted_by else []
    letters.write(sent, receivers, "received")
    letters.write(sent, letters.people_of_centre(sent.centre), "new")


def lock_counter(year: int) -> CaseCounter:
    """One submission at a time: numbers without gaps, and a double click finds the first one."""
    CaseCounter.objects.bulk_create([CaseCounter(year=year)], ignore_conflicts=True)
    return CaseCounter.objects.select_for_update().get(year=year)


def next_case_number(counter: CaseCounter) -> str:
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


def _bring_along(sent: SupportRequest, municipalities: Collection[Municipality], by: User) -> None:
    """Whoever is a contact of a partner too has thereby said that it asks."""
    named = name_partners(support_request=sent, municipalities=municipalities, by=by)
    for partner in named:
        if rules.stands_for_partner(by, partner):
            confirm_partner(partner=partner, by=by)


def _same(
    earlier: SupportRequest, asked: Asked, partners: Collection[Municipality]
) -> SupportRequest:
    """What was sent before, if it asks the same."""
    own = {name: value for name, value in asked.items() if name != "form_token"}
    stored = {name: getattr(earlier, name) for name in own} | {"centre": earlier.asked_centre}
    along = set(earlier.partners.values_list("municipality", flat=True))
    if stored != own or along != {place.pk for place in partners}:
        raise AlreadySentError(earlier)
    return earlier
