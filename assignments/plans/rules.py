"""Who may do what with tiltak, and which tiltak are new. Pure questions: no writes, no HTTP."""

from django.db.models import QuerySet

from assignments.plans.models import Assignment, AssignmentPartner, AssignmentYear, Statement
from assignments.plans.redaction import texts_left
from centres.models import Centre
from korus_portal.accounts.access import (
    Viewer,
    holds,
    is_administrator,
    is_directorate,
    parties,
)
from korus_portal.accounts.models import Role

# Free texts in which somebody may have named a person.
REDACTABLE = ("title", "description", "quality_aim", "receiving_service", "deleted_reason")


def own_centres(user: Viewer, *roles: str) -> QuerySet[Centre]:
    """The centres where the person works (or holds one of `roles`), in order of name."""
    held = parties(user, *(roles or (Role.ADVISER, Role.LEADER)))
    return Centre.objects.filter(organisation__in=held).order_by("short_name")


def led_centres(user: Viewer) -> QuerySet[Centre]:
    return own_centres(user, Role.LEADER)


def can_list_assignments(user: Viewer) -> bool:
    works_at_a_centre = holds(user, Role.ADVISER, Role.LEADER)
    return works_at_a_centre or is_directorate(user) or is_administrator(user)


def works_at(user: Viewer, centre: Centre) -> bool:
    return holds(user, Role.ADVISER, Role.LEADER, organisation_id=centre.organisation_id)


def knows_year(user: Viewer, centre: Centre, *, is_closed: bool) -> bool:
    """Status and change of a year belong to its report: until that is submitted they are a draft,
    for the centre's own people alone."""
    return is_closed or works_at(user, centre)


def can_create_assignment(user: Viewer) -> bool:
    return holds(user, Role.LEADER)


def can_lead_centre(user: Viewer, centre: Centre) -> bool:
    return holds(user, Role.LEADER, organisation_id=centre.organisation_id)


def can_edit_assignment(user: Viewer, assignment: Assignment) -> bool:
    """A deleted one is restored before it is changed."""
    return assignment.deleted_at is None and can_lead_centre(user, assignment.centre)


def can_delete_assignment(user: Viewer, assignment: Assignment) -> bool:
    return can_lead_centre(user, assignment.centre)


def can_register_steps(user: Viewer, assignment: Assignment) -> bool:
    """How far a municipality has come, the adviser who works there knows."""
    return assignment.deleted_at is None and works_at(user, assignment.centre)


def can_read_history(user: Viewer, assignment: Assignment) -> bool:
    return works_at(user, assignment.centre)


def can_read_funding(user: Viewer, assignment: Assignment) -> bool:
    """Money is between the centre and the directorate."""
    return works_at(user, assignment.centre) or is_directorate(user)


def can_answer_as_partner(user: Viewer, partner: AssignmentPartner) -> bool:
    return can_lead_centre(user, partner.centre)


def can_end_partnership(user: Viewer, partner: AssignmentPartner) -> bool:
    """The partner leaves, or the lead centre lets it go."""
    centres = (partner.centre, partner.assignment.centre)
    return any(can_lead_centre(user, centre) for centre in centres)


def can_add_method(user: Viewer) -> bool:
    return holds(user, Role.LEADER) or is_administrator(user)


def speaks_for_users(user: Viewer) -> bool:
    """Members of user organisations have a page of the statements that name theirs."""
    return holds(user, Role.USER_ORGANISATION)


def can_answer_statement(user: Viewer, statement: Statement) -> bool:
    named = statement.organisation_id
    is_named = named is not None and statement.assignment.deleted_at is None
    return is_named and holds(user, Role.USER_ORGANISATION, organisation_id=named)


def can_redact_assignment(user: Viewer, assignment: Assignment) -> bool:
    return bool(texts_left(assignment, REDACTABLE)) and can_lead_centre(user, assignment.centre)


def suggest_status(assignment: Assignment, year: int) -> AssignmentYear.Status | None:
    """Rule 30: new when it was not there the year before; the leader decides.

    None in a centre's first year in the portal, which is set by hand: what was reported before
    that is not known here.
    """
    before = AssignmentYear.objects.filter(assignment__centre=assignment.centre_id, year=year - 1)
    if before.filter(assignment=assignment).exists():
        return AssignmentYear.Status.CONTINUED
    if before.exists() or assignment.starts_on.year == year:
        return AssignmentYear.Status.NEW
    return None
