"""What is decided about two rows that look alike: joint work, the same event, or two things."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.activities import letters, rules
from assignments.activities.actions.errors import NotLinkableError
from assignments.activities.actions.keeping import count, hold_assignments, save
from assignments.activities.actions.linking import lock_all, share_a_day
from assignments.activities.models import Activity, ActivityPartner, Overlap
from assignments.plans.years import hold_open
from korus_portal.accounts.models import User
from korus_portal.audit.log import record

Outcome = Overlap.Outcome


@transaction.atomic
def decide_overlap(
    *,
    activity: Activity,
    other: Activity,
    outcome: str,
    by: User,
    reason: str = "",
    leads: Activity | None = None,
) -> Overlap:
    """Keep one answer for the pair, by who works with `activity`.

    As the same event the first registered row leads unless `leads` says which, and the other is
    linked to it; a row is linked, and let go, only by its own centre (rule 19).
    """
    own, theirs = lock_pair(activity, other)
    if not rules.can_decide_overlap(by, own):
        raise PermissionDenied
    if not (own.is_counting and theirs.is_counting):
        raise NotLinkableError(_("Begge aktivitetene må være bekreftet."))
    stored = decision_on(own, theirs)
    if stored and (stored.outcome, stored.reason) == (outcome, reason):
        return stored
    hold_assignments(own.assignment, theirs.assignment)
    if stored and stored.outcome == Outcome.SAME_EVENT:
        unlink(own, theirs, by)
    if outcome == Outcome.SAME_EVENT:
        link(*in_order(own, theirs, leads), by)
    kept = keep(own, theirs, outcome, reason, by)
    record("activities.overlap_decided", own, by=by, reason=reason, details={"outcome": outcome})
    if own.centre_id != theirs.centre_id:
        to = letters.own_people(theirs)
        letters.tell("overlap_decided", theirs, to, who=own.centre.short_name)
    return kept


@transaction.atomic
def undo_overlap(*, activity: Activity, other: Activity, by: User) -> None:
    """Take back what was decided; a link is let go. The history keeps both. Safe to repeat."""
    own, theirs = lock_pair(activity, other)
    if not rules.can_decide_overlap(by, own):
        raise PermissionDenied
    stored = decision_on(own, theirs)
    if stored is None:
        return
    hold_assignments(own.assignment, theirs.assignment)
    if stored.outcome == Outcome.SAME_EVENT:
        unlink(own, theirs, by)
    stored.delete()


def lock_pair(activity: Activity, other: Activity) -> tuple[Activity, Activity]:
    if activity.pk == other.pk:
        raise NotLinkableError(_("En aktivitet kan ikke knyttes til seg selv."))
    rows = lock_all([activity.pk, other.pk])
    return rows[activity.pk], rows[other.pk]


def decision_on(one: Activity, other: Activity) -> Overlap | None:
    first, second = sorted((one.pk, other.pk))
    return Overlap.objects.filter(first=first, second=second).first()


def in_order(own: Activity, theirs: Activity, leads: Activity | None) -> tuple[Activity, Activity]:
    """Who leads, and who is linked."""
    pair = sorted((own, theirs), key=lambda row: (row.registered_at, row.pk))
    if leads is not None:
        pair.sort(key=lambda row: row.pk != leads.pk)
    return pair[0], pair[1]


def link(lead: Activity, linked: Activity, by: User) -> None:
    if not rules.can_link(by, linked):
        raise PermissionDenied
    if why_not := reason_against(lead, linked):
        raise NotLinkableError(why_not)
    hold_open(linked.centre_id, linked.year)
    linked.same_event_as = lead
    save(linked)
    count(linked)
    record("activities.linked", linked, by=by, details={"lead": lead.pk})


def reason_against(lead: Activity, linked: Activity) -> str:
    """Empty when the rows can be linked."""
    is_partner = lead.partners.filter(
        centre=linked.centre, state=ActivityPartner.State.ACCEPTED
    ).exists()
    reasons = {
        _("Samme senter kan ikke ha ett arrangement to ganger. Slett den ene aktiviteten."): (
            lead.centre_id == linked.centre_id
        ),
        _("Aktivitetene er ikke på samme dag."): not share_a_day(lead, linked),
        _("Den andre aktiviteten er selv knyttet til et arrangement. Knytt dere til det."): (
            lead.same_event_as_id is not None
        ),
        _("Aktiviteten er allerede knyttet til et arrangement."): (
            linked.same_event_as_id is not None
        ),
        _("Andre sentre har knyttet seg til denne aktiviteten. Da må den stå først."): (
            linked.linked_rows.exists()
        ),
        _("Senteret er allerede med på den andre aktiviteten, og den teller for dere."): is_partner,
    }
    return next((text for text, holds in reasons.items() if holds), "")


def unlink(own: Activity, theirs: Activity, by: User) -> None:
    """Let go whichever of the two is linked to the other."""
    linked = own if own.same_event_as_id == theirs.pk else theirs
    if linked.same_event_as_id is None:
        return
    if not rules.can_link(by, linked):
        raise PermissionDenied
    hold_open(linked.centre_id, linked.year)
    linked.same_event_as = None
    save(linked)
    count(linked)
    record("activities.unlinked", linked, by=by)


def keep(own: Activity, theirs: Activity, outcome: str, reason: str, by: User) -> Overlap:
    first, second = sorted((own, theirs), key=lambda row: row.pk)
    said = {"outcome": outcome, "reason": reason, "decided_by": by, "decided_at": timezone.now()}
    kept, _made = Overlap.objects.update_or_create(first=first, second=second, defaults=said)
    return kept
