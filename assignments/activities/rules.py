"""Who may do what with activities, and when. Pure questions: no writes, no HTTP."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.activities.models import Activity, ActivityPartner
from assignments.plans.redaction import texts_left
from assignments.plans.rules import can_lead_centre, works_at
from assignments.plans.years import YearClosedError, is_closed
from centres.models import Centre
from korus_portal.accounts.access import Viewer, holds
from korus_portal.accounts.models import Role

# Free texts in which somebody may have named a person.
REDACTABLE = (
    "title",
    "note",
    "receiving_service",
    "result",
    "evaluation",
    "institution",
    "correction_reason",
    "deleted_reason",
)


def can_list_activities(user: Viewer) -> bool:
    """`/aktiviteter/` is a workplace; others meet activities behind the figures."""
    return holds(user, Role.ADVISER, Role.LEADER)


def can_log_activity(user: Viewer, centre: Centre) -> bool:
    return works_at(user, centre)


def can_change_activity(user: Viewer, activity: Activity) -> bool:
    """Change, confirm and delete. Whether its year is still open is the action's business."""
    stands = activity.deleted_at is None and not activity.is_replaced and not activity.correction
    return stands and works_at(user, activity.centre)


def can_correct_activity(user: Viewer, activity: Activity) -> bool:
    """By a new row, once the year is reported. Corrections can be corrected in their turn."""
    return works_at(user, activity.centre)


def can_decide_overlap(user: Viewer, activity: Activity) -> bool:
    """Who works with one of the two rows."""
    return works_at(user, activity.centre)


def can_link(user: Viewer, activity: Activity) -> bool:
    """Only the own centre says that its row is no event of its own."""
    return works_at(user, activity.centre)


def can_answer_partner(user: Viewer, partner: ActivityPartner) -> bool:
    return works_at(user, partner.centre)


def can_restore_activity(user: Viewer, activity: Activity) -> bool:
    return activity.deleted_at is not None and can_lead_centre(user, activity.centre)


def can_redact_activity(user: Viewer, activity: Activity) -> bool:
    return bool(texts_left(activity, REDACTABLE)) and can_lead_centre(user, activity.centre)


def sees_internal(viewer: Viewer, activity: Activity) -> bool:
    """Note, adviser and the portal's own state are for the centre's people."""
    return works_at(viewer, activity.centre)


def can_count_from(day: date) -> bool:
    """Nothing is confirmed before its first day, by the calendar in Oslo (rule 1)."""
    return day <= timezone.localdate()


@dataclass(frozen=True)
class Doors:
    """What the page of an activity offers one of the centre's people."""

    can_change: bool
    can_confirm: bool
    can_restore: bool
    can_redact: bool
    # By a new row, in a reported year.
    can_correct: bool
    # Why it cannot be changed, empty when it can.
    why_not: str


def doors_of(user: Viewer, activity: Activity) -> Doors:
    """Asks whether the year is closed: actions decide, the page only shows what will work."""
    is_reported = is_closed(activity.centre_id, activity.year)
    why_not = reason_against_change(activity, is_reported=is_reported)
    can_change = not why_not and can_change_activity(user, activity)
    is_draft = activity.status == Activity.Status.DRAFT
    can_correct = is_reported and activity.is_counting and can_correct_activity(user, activity)
    return Doors(
        can_change=can_change,
        can_confirm=can_change and is_draft and can_count_from(activity.starts_on),
        can_restore=can_restore_activity(user, activity),
        can_redact=can_redact_activity(user, activity),
        can_correct=can_correct,
        why_not=why_not,
    )


def reason_against_change(activity: Activity, *, is_reported: bool) -> str:
    """Empty when the row itself can be changed."""
    if activity.deleted_at is not None:
        return _("Aktiviteten er slettet.")
    if activity.is_replaced:
        return _("Aktiviteten er rettet med en ny rad, og teller ikke lenger.")
    if activity.correction == Activity.Correction.VOIDS:
        return _("Aktiviteten er trukket, og teller ikke.")
    return str(YearClosedError(activity.year)) if is_reported else ""
