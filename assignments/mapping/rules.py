"""Who may do what with mappings, and when. Pure questions: no writes, no HTTP."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from assignments.access import governed_municipalities
from assignments.mapping.models import Campaign, Invitation, Question
from centres.models import Centre
from korus_portal.accounts.access import Viewer, holds, parties
from korus_portal.accounts.models import Role
from korus_portal.notifications.redaction import is_left
from municipalities.models import Municipality

# A reminder more often than this is nagging.
DAYS_BETWEEN_REMINDERS = 3


def own_centres(user: Viewer) -> QuerySet[Centre]:
    held = parties(user, Role.ADVISER, Role.LEADER)
    return Centre.objects.filter(organisation__in=held).order_by("short_name")


def can_ask(user: Viewer) -> bool:
    """Whether the person is at a centre, and so may make mappings."""
    return holds(user, Role.ADVISER, Role.LEADER)


def can_list(user: Viewer) -> bool:
    return holds(user, Role.ADVISER, Role.LEADER, Role.CONTACT, Role.GOVERNOR)


def works_at(user: Viewer, centre: Centre) -> bool:
    return holds(user, Role.ADVISER, Role.LEADER, organisation_id=centre.organisation_id)


def can_manage(user: Viewer, campaign: Campaign) -> bool:
    return works_at(user, campaign.centre)


def can_redact(user: Viewer, campaign: Campaign) -> bool:
    party = campaign.centre.organisation_id
    return is_left(campaign.introduction) and holds(user, Role.LEADER, organisation_id=party)


def can_retire(user: Viewer, question: Question) -> bool:
    """A centre retires its own questions; the portal's own bank is reference data."""
    return question.centre is not None and works_at(user, question.centre)


def can_share(user: Viewer, municipality: Municipality) -> bool:
    """Contacts of the municipality; a district's own contacts or its city's."""
    own = {municipality.organisation_id}
    if municipality.parent is not None:
        own.add(municipality.parent.organisation_id)
    return any(
        party is not None and holds(user, Role.CONTACT, organisation_id=party) for party in own
    )


def is_answerable(invitation: Invitation, *, on: date) -> bool:
    """Whether the link works: sent, and neither closed nor past its deadline."""
    campaign = invitation.campaign
    return campaign.is_open and on <= campaign.closes_on


def to_remind(campaign: Campaign) -> QuerySet[Invitation]:
    """Those who have not answered, and have heard nothing for some days."""
    quiet_since = timezone.now() - timedelta(days=DAYS_BETWEEN_REMINDERS)
    unanswered = campaign.invitations.filter(submitted_at=None, sent_at__lte=quiet_since)
    return unanswered.exclude(reminded_at__gt=quiet_since).exclude(email="")


def missing(campaign: Campaign) -> list[str]:
    """What a draft lacks before it can be opened."""
    checks = {
        "questions": campaign.asked.exists(),
        "invitations": campaign.invitations.exists(),
        "deadline": campaign.closes_on >= timezone.localdate(),
    }
    return [name for name, is_there in checks.items() if not is_there]


def has_results(campaign: Campaign) -> bool:
    """Employees' answers are shown when the mapping has ended (see sight.HAS_RESULTS)."""
    return campaign.is_closed or (campaign.is_open and not campaign.is_of_employees)


def governs(user: Viewer, municipality: Municipality) -> bool:
    rows = Municipality.objects.filter(governed_municipalities(user), pk=municipality.pk)
    return rows.exists()
