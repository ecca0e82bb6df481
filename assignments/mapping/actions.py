"""Everything a centre or a municipality does with a mapping. Answers have their own (answering)."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from assignments.mapping import letters, rules
from assignments.mapping.models import (
    Campaign,
    CampaignQuestion,
    Invitation,
    Question,
    Sharing,
)
from assignments.mapping.values import CampaignValues, Invited, values_of
from assignments.plans.conflicts import AlreadySentError, StaleVersionError
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.notifications.redaction import redact
from municipalities.models import Municipality, Theme


class StateError(Exception):
    """The mapping has been opened or closed since the page was shown."""


class NotReadyError(Exception):
    """A draft lacks something before it can be opened."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class TooSoonError(Exception):
    """Nobody is left to remind, or everybody has had a letter these last days."""


class AlreadyInvitedError(Exception):
    """Somebody else invited the same addresses meanwhile."""


@transaction.atomic
def create_campaign(
    *, centre: Centre, values: CampaignValues, by: User, token: UUID | None = None
) -> Campaign:
    """Make a draft. The same form sent twice makes one; AlreadySentError where it differs."""
    if not rules.works_at(by, centre):
        raise PermissionDenied
    campaign = Campaign(centre=centre, created_by=by, form_token=token)
    copy_columns(values, campaign)
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError:
        first = Campaign.objects.filter(form_token=token, created_by=by).first()
        if token is None or first is None:
            raise
        if first.centre_id != centre.pk or values_of(first) != values:
            raise AlreadySentError(first) from None
        return first
    return campaign


@transaction.atomic
def change_campaign(
    *, campaign: Campaign, values: CampaignValues, version: int, by: User
) -> Campaign:
    """Store what was entered. Once it is open, who answers was promised and no longer changes."""
    locked = lock(campaign, by=by)
    check_version(locked, version)
    if locked.is_closed or (locked.is_open and values.respondent != locked.respondent):
        raise StateError
    copy_columns(values, locked)
    return save_next(locked, "title", "introduction", "respondent", "closes_on")


@transaction.atomic
def choose_questions(
    *, campaign: Campaign, questions: Sequence[Question], version: int, by: User
) -> Campaign:
    """Ask these, in the bank's order."""
    locked = lock(campaign, by=by)
    check_version(locked, version)
    if not locked.is_draft:
        raise StateError
    locked.asked.all().delete()
    CampaignQuestion.objects.bulk_create(
        CampaignQuestion(campaign=locked, question=question, position=position)
        for position, question in enumerate(questions)
    )
    return save_next(locked)


@transaction.atomic
def invite(*, campaign: Campaign, invited: Sequence[Invited], by: User) -> list[Invitation]:
    """Invite all of them or none. Who is invited to an open mapping gets the letter at once."""
    locked = lock(campaign, by=by)
    if locked.is_closed or (locked.is_open and locked.closes_on < timezone.localdate()):
        raise StateError
    try:
        with transaction.atomic():
            made = Invitation.objects.bulk_create(
                Invitation(
                    campaign=locked,
                    municipality=line.municipality,
                    service=line.service,
                    email=line.email,
                    language=line.language,
                )
                for line in invited
            )
    except IntegrityError:
        raise AlreadyInvitedError from None
    if locked.is_open:
        send(locked)
    save_next(locked)
    return made


@transaction.atomic
def remove_invitation(*, campaign: Campaign, invitation_id: int, by: User) -> None:
    """Take back an invitation that was not sent yet."""
    locked = lock(campaign, by=by)
    if not locked.is_draft:
        raise StateError
    locked.invitations.filter(pk=invitation_id).delete()
    save_next(locked)


@transaction.atomic
def open_campaign(*, campaign: Campaign, version: int, by: User) -> Campaign:
    """Send every invitation its link. Opened twice it sends one set of letters."""
    locked = lock(campaign, by=by)
    if not locked.is_draft:
        raise StateError
    check_version(locked, version)
    missing = rules.missing(locked)
    if missing:
        raise NotReadyError(missing)
    locked.status, locked.opened_at = Campaign.Status.OPEN, timezone.now()
    save_next(locked, "status", "opened_at")
    send(locked)
    record("mapping.campaign_opened", locked, by=by)
    return locked


@transaction.atomic
def remind(*, campaign: Campaign, by: User) -> int:
    """Write once more to those who have not answered. Returns how many there were."""
    locked = lock(campaign, by=by)
    if not locked.is_open or locked.closes_on < timezone.localdate():
        raise StateError
    late = list(rules.to_remind(locked).select_for_update().order_by("pk"))
    if not late:
        raise TooSoonError
    for invitation in late:
        invitation.reminded_at = timezone.now()
        invitation.reminders += 1
    Invitation.objects.bulk_update(late, ["reminded_at", "reminders"])
    count = letters.write(locked, late, "reminder")
    record("mapping.reminded", locked, by=by)
    return count


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: User | None) -> Campaign:
    """End it and forget the addresses. `by` is None when the deadline does it."""
    locked = hold(campaign)
    if by is not None and not rules.can_manage(by, locked):
        raise PermissionDenied
    if not locked.is_open:
        raise StateError
    locked.status, locked.closed_at = Campaign.Status.CLOSED, timezone.now()
    save_next(locked, "status", "closed_at")
    # Answers that are being saved hold their invitation: they get through, later ones do not.
    locked.invitations.update(email="")
    letters.forget_addresses(locked)
    record("mapping.campaign_closed", locked, by=by)
    return locked


def close_due() -> int:
    """Close what is past its deadline. Returns how many there were."""
    due = Campaign.objects.filter(
        status=Campaign.Status.OPEN, closes_on__lt=timezone.localdate()
    ).order_by("pk")
    return sum(close_if_open(campaign) for campaign in due)


def close_if_open(campaign: Campaign) -> bool:
    try:
        close_campaign(campaign=campaign, by=None)
    except StateError:
        return False
    return True


@transaction.atomic
def share(*, campaign: Campaign, municipality: Municipality, is_shared: bool, by: User) -> Sharing:
    """Let the county governor see the municipality's results, or no longer. Safe to repeat."""
    if not rules.can_share(by, municipality):
        raise PermissionDenied
    # The campaign's row keeps two clicks apart while there is no row of sharing to hold.
    locked = hold(campaign)
    row = Sharing.objects.filter(campaign=locked, municipality=municipality).first()
    if row is None:
        row = Sharing(campaign=locked, municipality=municipality, is_shared=not is_shared)
    if row.is_shared != is_shared:
        row.is_shared, row.by, row.at = is_shared, by, timezone.now()
        row.save()
        details = {"municipality": municipality.code, "is_shared": is_shared}
        record("mapping.sharing_changed", locked, by=by, details=details)
    return row


@transaction.atomic
def redact_introduction(*, campaign: Campaign, reason: str, by: User) -> Campaign:
    """Take the introduction out of the page, its history and the trail. No letter holds it."""
    locked = hold(campaign)
    if not rules.can_redact(by, locked):
        raise PermissionDenied
    # A new version first, so that a form opened with the old text cannot bring it back.
    save_next(locked)
    redact(locked, ["introduction"], by=by, reason=reason)
    return locked


def note_export(*, campaign: Campaign, by: User) -> None:
    """Tell the trail that the results were taken out of the portal."""
    if not rules.can_manage(by, campaign):
        raise PermissionDenied
    record("mapping.results_exported", campaign, by=by)


@transaction.atomic
def add_question(
    *, centre: Centre, theme: Theme, kind: str, text_nb: str, text_nn: str, token: UUID, by: User
) -> Question:
    """Put a question of the centre's own in the bank. The same form sent twice makes one."""
    if not rules.works_at(by, centre):
        raise PermissionDenied
    last = Question.objects.filter(theme=theme).order_by("-position").first()
    question, _made = Question.objects.get_or_create(
        code=f"{centre.code}-{token.hex[:12]}"[-60:],
        defaults={
            "centre": centre,
            "theme": theme,
            "kind": kind,
            "text_nb": text_nb,
            "text_nn": text_nn,
            "position": last.position + 1 if last else 0,
        },
    )
    return question


@transaction.atomic
def retire_question(*, question: Question, by: User) -> Question:
    """Ask it no more. It stays where it was asked, word for word."""
    rows = Question.objects.select_for_update(of=("self",)).select_related("centre")
    locked = rows.get(pk=question.pk)
    if not rules.can_retire(by, locked):
        raise PermissionDenied
    if locked.retired_on is None:
        locked.retired_on = timezone.localdate()
        locked.save(update_fields=["retired_on"])
    return locked


def lock(campaign: Campaign, *, by: User) -> Campaign:
    """The row, held until the transaction ends, if `by` may change it."""
    locked = hold(campaign)
    if not rules.can_manage(by, locked):
        raise PermissionDenied
    return locked


def hold(campaign: Campaign) -> Campaign:
    """The row, held until the transaction ends.

    Not its key: an answer that is being saved may have to see that its campaign exists, while
    the closing waits for that answer's invitation.
    """
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("centre").get(pk=campaign.pk)


def check_version(campaign: Campaign, version: int) -> None:
    if campaign.version != version:
        raise StaleVersionError


def save_next(campaign: Campaign, *columns: str) -> Campaign:
    campaign.version += 1
    campaign.save(update_fields=[*columns, "version"])
    return campaign


def copy_columns(values: CampaignValues, campaign: Campaign) -> None:
    for name in ("title", "introduction", "respondent", "closes_on"):
        setattr(campaign, name, getattr(values, name))


def send(campaign: Campaign) -> None:
    """Write to everybody who has not had the link."""
    unsent = list(campaign.invitations.filter(sent_at=None).order_by("pk"))
    letters.write(campaign, unsent, "invitation")
    campaign.invitations.filter(pk__in=[row.pk for row in unsent]).update(sent_at=timezone.now())
