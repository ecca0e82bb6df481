"""Who may open and send what under the addresses of tiltak and what belongs to them."""

from collections.abc import Callable
from typing import Any

# The lead centre's people, and those who read every tiltak.
READERS = [302, 404, 404, 200, 200, 404, 404, 404, 200, 200]
LEADER = [302, 404, 404, 403, 200, 404, 404, 404, 403, 403]
STAFF = [302, 404, 404, 200, 200, 404, 404, 404, 403, 403]
# Only who leads the other centre answers for it.
NO_PARTNER = [302, 404, 404, 403, 403, 404, 404, 404, 403, 403]
NOT_NAMED = [302, 404, 404, 403, 403, 404, 404, 404, 403, 403]

GET: dict[str, list[int]] = {
    "plans:assignment_delete": LEADER,
    "plans:assignment_history": STAFF,
    "plans:method_list": [302, 403, 403, 200, 200, 200, 403, 403, 200, 200],
    "plans:method_new": [302, 403, 403, 403, 200, 200, 403, 403, 403, 200],
    "plans:partner_answer": NO_PARTNER,
    "plans:partner_leave": LEADER,
    "plans:partners_ask": LEADER,
    "plans:row_edit": LEADER,
    "plans:row_edit#step": STAFF,
    "plans:row_new": LEADER,
    "plans:row_new#step": STAFF,
    "plans:row_redact": LEADER,
    "plans:row_remove": LEADER,
    "plans:row_remove#step": STAFF,
    "plans:statement_answer": NOT_NAMED,
    "plans:statement_edit": LEADER,
    "plans:statement_file": READERS,
    "plans:statement_list": [302, 403, 403, 403, 403, 403, 403, 200, 403, 403],
    "plans:step_list": READERS,
}

DONE = [302, 404, 404, 403, 302, 404, 404, 404, 403, 403]
POST: dict[str, list[int]] = {
    "plans:assignment_delete": LEADER,
    "plans:assignment_restore": DONE,
    "plans:method_new": [302, 403, 403, 403, 200, 200, 403, 403, 403, 200],
    "plans:partner_answer": NO_PARTNER,
    "plans:partner_leave": DONE,
    "plans:partners_ask": LEADER,
    "plans:row_edit": LEADER,
    "plans:row_edit#step": STAFF,
    "plans:row_new": LEADER,
    "plans:row_new#step": STAFF,
    "plans:row_redact": LEADER,
    "plans:row_remove": DONE,
    "plans:row_remove#step": [302, 404, 404, 302, 302, 404, 404, 404, 403, 403],
    "plans:statement_answer": NOT_NAMED,
    "plans:statement_edit": LEADER,
}


def a_goal(world: Any) -> list[Any]:
    from assignments.plans.models import Goal  # noqa: PLC0415 - needs Django

    goal = Goal.objects.create(assignment=world.assignment, text="Flere får hjelp tidlig.")
    return [world.assignment.pk, "mal", goal.pk]


def a_step(world: Any) -> list[Any]:
    from tests.plans.factories import StepFactory  # noqa: PLC0415 - needs Django

    step = StepFactory.create(
        assignment=world.assignment, municipality=world.municipality, registered_by=world.person
    )
    return [world.assignment.pk, "implementering", step.pk]


def an_asked_centre(world: Any) -> list[Any]:
    """Some other centre than those of the personas is asked."""
    from assignments.plans.models import AssignmentPartner  # noqa: PLC0415 - needs Django
    from tests.factories import CentreFactory  # noqa: PLC0415

    row = AssignmentPartner.objects.create(
        assignment=world.assignment, centre=CentreFactory.create(), asked_by=world.person
    )
    return [world.assignment.pk, row.pk]


def a_statement(world: Any) -> list[Any]:
    """Leadership: no organisation is named in it, so nobody answers it."""
    from assignments.plans.models import Statement  # noqa: PLC0415 - needs Django
    from korus_portal.files.actions import keep_made  # noqa: PLC0415

    row = Statement.objects.create(
        assignment=world.assignment,
        kind="leadership",
        text="Ledelsen er med.",
        evidence="Sak 1/25",
        file=keep_made(name="referat.txt", content_type="text/plain", content=b"ja"),
        written_by=world.person,
    )
    return [row.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "plans:partner_answer": an_asked_centre,
    "plans:partner_leave": an_asked_centre,
    "plans:row_edit": a_goal,
    "plans:row_edit#step": a_step,
    "plans:row_new": lambda world: [world.assignment.pk, "mal"],
    "plans:row_new#step": lambda world: [world.assignment.pk, "implementering"],
    "plans:row_redact": a_goal,
    "plans:row_remove": a_goal,
    "plans:row_remove#step": a_step,
    "plans:statement_answer": a_statement,
    "plans:statement_edit": lambda world: [world.assignment.pk, "leadership"],
    "plans:statement_file": a_statement,
}
