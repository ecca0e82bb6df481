"""Centres that take part in another centre's tiltak: asked, answered, and left again."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.plans import letters, rules
from assignments.plans.actions.rows import locked_row
from assignments.plans.models import Assignment, AssignmentPartner
from centres.models import Centre
from korus_portal.accounts.models import User

State = AssignmentPartner.State


class AnsweredAlreadyError(Exception):
    """The question is answered or taken back."""


@transaction.atomic
def ask_centres(*, assignment: Assignment, centres: Iterable[Centre], by: User) -> None:
    """Ask centres to take part. Whoever is asked or takes part already is not asked again."""
    locked = locked_row(assignment)
    if not rules.can_edit_assignment(by, locked):
        raise PermissionDenied
    rows = {row.centre_id: row for row in locked.partners.select_for_update()}
    for centre in sorted(centres, key=lambda one: one.pk):
        row = rows.get(centre.pk) or AssignmentPartner(assignment=locked, centre=centre)
        is_waiting = row.pk is not None and row.state in (State.ASKED, State.ACCEPTED)
        if centre.pk == locked.centre_id or is_waiting:
            continue
        row.state, row.asked_by, row.asked_at = State.ASKED, by, timezone.now()
        row.answered_by, row.answered_at, row.answer = None, None, ""
        row.save()
        letters.tell("partner_asked", locked, letters.leaders_of(centre), partner=row)


@transaction.atomic
def answer_as_partner(
    *, partner: AssignmentPartner, accepts: bool, answer: str, by: User
) -> AssignmentPartner:
    """Say yes or no for one's centre. The same answer twice is one. Raises AnsweredAlreadyError."""
    row = hold_partner(partner)
    if not rules.can_answer_as_partner(by, row) or row.assignment.deleted_at is not None:
        raise PermissionDenied
    wanted = State.ACCEPTED if accepts else State.DECLINED
    if (row.state, row.answer) == (wanted, answer):
        return row
    if row.state != State.ASKED:
        raise AnsweredAlreadyError
    write_answer(row, wanted, answer, by)
    name = "partner_accepted" if accepts else "partner_declined"
    to = letters.leaders_of(row.assignment.centre)
    letters.tell(name, row.assignment, to, partner=row)
    return row


@transaction.atomic
def end_partnership(*, partner: AssignmentPartner, answer: str, by: User) -> AssignmentPartner:
    """The partner leaves, or the lead centre lets it go. What it has logged stays its own."""
    row = hold_partner(partner)
    if not rules.can_end_partnership(by, row):
        raise PermissionDenied
    if row.state not in (State.ASKED, State.ACCEPTED):
        return row
    write_answer(row, State.LEFT, answer, by)
    is_own = rules.can_answer_as_partner(by, row)
    other = row.assignment.centre if is_own else row.centre
    letters.tell("partner_left", row.assignment, letters.leaders_of(other), partner=row)
    return row


def hold_partner(partner: AssignmentPartner) -> AssignmentPartner:
    """The row, held with its tiltak, in the order in which everybody takes them."""
    locked = locked_row(partner.assignment)
    rows = locked.partners.select_for_update(of=("self",)).select_related("centre")
    row: AssignmentPartner = rows.get(pk=partner.pk)
    row.assignment = locked
    return row


def write_answer(row: AssignmentPartner, state: str, answer: str, by: User) -> None:
    row.state, row.answer = state, answer
    row.answered_by, row.answered_at = by, timezone.now()
    row.save()
