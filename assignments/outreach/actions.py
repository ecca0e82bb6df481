"""Everything that changes the list of municipalities to call."""

from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Fact
from assignments.coverage.recount import hold_off_rebuild
from assignments.outreach import rules
from assignments.outreach.facts import facts_of
from assignments.outreach.letters import address_of, leaders_of, write
from assignments.outreach.models import Approach, Contact, GovernorComment
from assignments.outreach.values import ContactValues, values_of
from assignments.plans import years
from assignments.plans.conflicts import AlreadySentError, StaleVersionError
from centres import catchments
from centres.models import Centre
from korus_portal.accounts.models import Membership, Organisation, Role, User
from korus_portal.audit.log import record
from korus_portal.notifications.redaction import is_left, redact
from municipalities.models import CountyGovernor, Municipality

Reasons = Iterable[tuple[str, str]]


class NotOnTheListError(Exception):
    """The municipality does not lie in the centre's catchment today."""


class AlreadyTakenError(Exception):
    """A colleague was first."""

    def __init__(self, approach: Approach) -> None:
        super().__init__(approach.pk)
        self.approach = approach


class AlreadyEndedError(Exception):
    """Nobody follows the municipality up any more: a colleague, or an earlier click, ended it."""


class ImpossibleDayError(Exception):
    """The contact would lie in the future, or before the municipality was there."""


class NotAColleagueError(Exception):
    """Only who works at the same centre can take over."""


@transaction.atomic
def take_municipality(
    *, centre: Centre, municipality: Municipality, reasons: Reasons, by: User
) -> Approach:
    """Make `by` the adviser who follows the municipality up. The same click again changes nothing.

    The centre's row is what two advisers meet in: one gets it, the other is told who.
    """
    if not rules.works_at(by, centre):
        raise PermissionDenied
    Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
    if not _is_on_list(centre, municipality):
        raise NotOnTheListError
    held = Approach.objects.under_way().filter(centre=centre, municipality=municipality)
    approach = held.select_related("adviser").first()
    if approach is None:
        return Approach.objects.create(
            centre=centre, municipality=municipality, adviser=by, reasons=[list(r) for r in reasons]
        )
    if approach.adviser_id != by.pk:
        raise AlreadyTakenError(approach)
    return approach


@transaction.atomic
def note_contact(
    *, approach: Approach, values: ContactValues, by: User, form_token: UUID | None = None
) -> Contact:
    """Write down one attempt. An answer counts as kontakt, unless the year is reported already.

    Raises AlreadySentError when the form was sent before with another content.
    """
    locked = _lock(approach)
    if not rules.works_at(by, locked.centre):
        raise PermissionDenied
    earlier = _sent_earlier(form_token, by)
    if earlier is not None:
        return _same(earlier, values)
    if locked.ended_at is not None:
        raise AlreadyEndedError
    _check_day(locked, values)
    contact = Contact.objects.create(
        approach=locked,
        **asdict(values),
        by=by,
        form_token=form_token,
        is_counted=years.hold_if_open(locked.centre_id, values.day.year),
    )
    _keep_facts(contact)
    return contact


@transaction.atomic
def change_contact(*, contact: Contact, values: ContactValues, version: int, by: User) -> Contact:
    """Mend what was noted. Raises YearClosedError when it would change a year that is reported."""
    approach = _lock(contact.approach)
    locked = Contact.objects.select_for_update().get(pk=contact.pk)
    locked.approach = approach
    if not rules.can_change_contact(by, approach, noted_by=locked.by_id):
        raise PermissionDenied
    if locked.version != version:
        raise StaleVersionError
    _check_day(approach, values)
    if (locked.day, locked.result) != (values.day, values.result):
        # What was never counted leaves no year: only the one that it enters must be open.
        left = {locked.day.year} if locked.is_counted else set()
        years.hold_open(approach.centre_id, values.day.year, *left)
        locked.is_counted = True
    for name, value in asdict(values).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    if locked.is_counted:
        _keep_facts(locked)
    return locked


@transaction.atomic
def end_approach(*, approach: Approach, by: User) -> Approach:
    """Let the municipality be free to take again. What was noted stays."""
    locked = _lock(approach)
    if not rules.can_pass_on(by, locked):
        raise PermissionDenied
    if locked.ended_at is not None:
        raise AlreadyEndedError
    locked.ended_at, locked.ended_by = timezone.now(), by
    locked.save(update_fields=["ended_at", "ended_by"])
    return locked


@transaction.atomic
def hand_over(*, approach: Approach, to: User, by: User) -> Approach:
    """Give the municipality to a colleague, who is told, as is whoever had it and still works
    there."""
    locked = _lock(approach)
    if not rules.can_pass_on(by, locked):
        raise PermissionDenied
    if locked.ended_at is not None:
        raise AlreadyEndedError
    if not colleagues_of(locked.centre).filter(pk=to.pk).exists():
        raise NotAColleagueError
    before = locked.adviser
    if before.pk == to.pk:
        return locked
    locked.adviser = to
    locked.save(update_fields=["adviser"])
    names = {"from": before.name, "to": to.name}
    record("outreach.handed_over", locked, by=by, details=names)
    told = colleagues_of(locked.centre).filter(pk__in=[to.pk, before.pk]).exclude(pk=by.pk)
    write(told, "handed_over", locked, address_of(locked), {"approach": locked})
    return locked


@transaction.atomic
def comment(
    *,
    centre: Centre,
    municipality: Municipality,
    text: str,
    by: User,
    form_token: UUID | None = None,
) -> GovernorComment:
    """The county governor says something; the leader and the adviser who has it are told, unless
    the adviser has left the centre."""
    office = _office_of(municipality, by)
    Organisation.objects.select_for_update(no_key=True).get(pk=office.pk)
    earlier = GovernorComment.objects.filter(form_token=form_token).exclude(form_token=None).first()
    if earlier is not None:
        if (earlier.by_id, earlier.text) != (by.pk, text):
            raise AlreadySentError(earlier)
        return earlier
    if not _is_on_list(centre, municipality):
        raise NotOnTheListError
    said = GovernorComment.objects.create(
        centre=centre,
        municipality=municipality,
        organisation=office,
        text=text,
        by=by,
        form_token=form_token,
    )
    held = Approach.objects.under_way().filter(centre=centre, municipality=municipality)
    advisers = colleagues_of(centre).filter(pk__in=held.values("adviser"))
    write((leaders_of(centre) | advisers).distinct(), "commented", said, address_of(said), {})
    return said


@transaction.atomic
def redact_note(*, contact: Contact, reason: str, by: User) -> Contact:
    """Take the note out of the contact and its history; the trail says that and why."""
    locked = Contact.objects.select_for_update(of=("self",)).select_related(
        "approach__centre", "approach__municipality"
    )
    found = locked.get(pk=contact.pk)
    if not rules.leads(by, found.approach.centre):
        raise PermissionDenied
    if is_left(found.note):
        redact(found, ["note"], by=by, reason=reason)
        found.version += 1  # a form opened before would put the text back
        found.save(update_fields=["version"])
    return found


@transaction.atomic
def redact_comment(*, comment: GovernorComment, reason: str, by: User) -> GovernorComment:
    locked = GovernorComment.objects.select_for_update(of=("self",)).select_related("centre")
    found = locked.get(pk=comment.pk)
    if not rules.leads(by, found.centre):
        raise PermissionDenied
    if is_left(found.text):
        redact(found, ["text"], by=by, reason=reason)
    return found


def record_export(*, centre: Centre, rows: int, query: str, by: User) -> None:
    """`query` is the encoded one: an address may hold what the trail cannot store."""
    record("outreach.exported", centre, by=by, details={"rows": rows, "query": query})


def colleagues_of(centre: Centre) -> QuerySet[User]:
    """Those who can follow up a municipality for the centre."""
    held = Membership.objects.with_role(Role.ADVISER, Role.LEADER)
    held = held.filter(organisation=centre.organisation_id)
    return User.objects.filter(pk__in=held.values("user")).order_by("name", "pk")


def _lock(approach: Approach) -> Approach:
    """The adviser is not joined in: a row whose adviser changed while we waited would be lost."""
    rows = Approach.objects.select_for_update(of=("self",))
    return rows.select_related("centre", "municipality").get(pk=approach.pk)


def _is_on_list(centre: Centre, municipality: Municipality) -> bool:
    today = timezone.localdate()
    return municipality.pk in catchments.municipality_ids(centre, on=today)


def _office_of(municipality: Municipality, by: User) -> Organisation:
    """The governor's office of the municipality's county where the person works."""
    offices = CountyGovernor.objects.filter(
        counties=municipality.county_id, organisation__in=by.parties(Role.GOVERNOR)
    )
    found = offices.select_related("organisation").first()
    if found is None:
        raise PermissionDenied
    return found.organisation


def _check_day(approach: Approach, values: ContactValues) -> None:
    day = values.day
    if day > timezone.localdate() or day.year < years.FIRST_YEAR:
        raise ImpossibleDayError
    if not approach.municipality.is_in_force(day):
        raise ImpossibleDayError


def _keep_facts(contact: Contact) -> None:
    hold_off_rebuild()
    replace_facts(Fact.Source.OUTREACH, contact.pk, facts_of(contact))


def _sent_earlier(form_token: UUID | None, by: User) -> Contact | None:
    if form_token is None:
        return None
    earlier = Contact.objects.filter(form_token=form_token).first()
    if earlier is not None and earlier.by_id != by.pk:
        raise PermissionDenied
    return earlier


def _same(earlier: Contact, values: ContactValues) -> Contact:
    if values_of(earlier) != values:
        raise AlreadySentError(earlier)
    return earlier
