"""Who may open and send what from approval to decision. `#submitted` is at the directorate."""

from collections.abc import Callable
from typing import Any

OWN = [302, 404, 404, 200, 200, 404, 404, 404, 404, 404]
BOTH = [302, 404, 404, 200, 200, 404, 404, 404, 200, 404]
LEADER = [302, 404, 404, 403, 200, 404, 404, 404, 404, 404]
NOBODY_YET = [302, 404, 404, 403, 403, 404, 404, 404, 404, 404]
DIRECTORATE = [302, 404, 404, 403, 403, 404, 404, 404, 422, 404]

GET: dict[str, list[int]] = {
    "reporting:assessment_list": [302, 403, 403, 200, 200, 200, 403, 403, 200, 403],
    "reporting:report_approval": OWN,
    "reporting:report_approval#submitted": BOTH,
    "reporting:report_decision": OWN,
    "reporting:report_decision#submitted": BOTH,
    "reporting:report_receipt": [302, 404, 404, 404, 404, 404, 404, 404, 404, 404],
    "reporting:report_receipt#submitted": BOTH,
    "reporting:report_submit": LEADER,
    "reporting:report_submit#submitted": [302, 404, 404, 403, 302, 404, 404, 404, 403, 404],
    "reporting:report_supplements": OWN,
    "reporting:report_supplements#submitted": BOTH,
    "reporting:report_withdraw": LEADER,
    "reporting:report_withdraw#submitted": [302, 404, 404, 403, 200, 404, 404, 404, 403, 404],
}

POST: dict[str, list[int]] = {
    "reporting:report_approve": NOBODY_YET,
    "reporting:report_approve#submitted": DIRECTORATE,
    # Named by nobody: whoever is not an approver may not approve, the leader neither.
    "reporting:report_approve_content": NOBODY_YET,
    "reporting:report_approve_content#submitted": [
        302,
        404,
        404,
        403,
        403,
        404,
        404,
        404,
        403,
        404,
    ],
    "reporting:report_ask": NOBODY_YET,
    "reporting:report_ask#submitted": DIRECTORATE,
    "reporting:report_assess": NOBODY_YET,
    "reporting:report_assess#submitted": DIRECTORATE,
    "reporting:report_hand_in": [302, 404, 404, 403, 404, 404, 404, 404, 404, 404],
    "reporting:report_hand_in#submitted": [302, 404, 404, 403, 422, 404, 404, 404, 403, 404],
    "reporting:report_reopen": NOBODY_YET,
    "reporting:report_reopen#submitted": [302, 404, 404, 403, 403, 404, 404, 404, 403, 404],
    "reporting:report_return": NOBODY_YET,
    "reporting:report_return#submitted": DIRECTORATE,
    "reporting:report_review": [302, 404, 404, 403, 422, 404, 404, 404, 404, 404],
    "reporting:report_review#submitted": [302, 404, 404, 403, 422, 404, 404, 404, 403, 404],
    "reporting:report_send_back": [302, 404, 404, 403, 422, 404, 404, 404, 404, 404],
    "reporting:report_send_back#submitted": [302, 404, 404, 403, 422, 404, 404, 404, 403, 404],
    "reporting:report_submit": [302, 404, 404, 403, 422, 404, 404, 404, 404, 404],
    "reporting:report_submit#submitted": [302, 404, 404, 403, 302, 404, 404, 404, 403, 404],
    "reporting:report_withdraw": [302, 404, 404, 403, 422, 404, 404, 404, 404, 404],
    "reporting:report_withdraw#submitted": [302, 404, 404, 403, 422, 404, 404, 404, 403, 404],
    "reporting:supplement_answer": [302, 404, 404, 404, 404, 404, 404, 404, 404, 404],
    "reporting:supplement_answer#submitted": [
        302,
        404,
        404,
        422,
        422,
        404,
        404,
        404,
        403,
        404,
    ],
}


def answer_of(report: Any) -> list[int]:
    """The answer to a standing duty."""
    from reporting.models import ReportAnswer  # noqa: PLC0415 - needs Django
    from tests.factories import MandateTaskFactory  # noqa: PLC0415 - needs Django

    task = MandateTaskFactory.create(code="C1")
    return [report.pk, ReportAnswer.objects.create(report=report, task=task).pk]


def supplement_of(world: Any) -> list[int]:
    """What somebody at the directorate has asked for."""
    from reporting.models import Supplement  # noqa: PLC0415 - needs Django
    from tests.factories import UserFactory  # noqa: PLC0415 - needs Django

    asked = Supplement.objects.create(
        report=world.submitted,
        question="Hvem var med?",
        wanted_by="2030-01-01",
        asked_by=UserFactory.create(),
    )
    return [world.submitted.pk, asked.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "reporting:assessment_list": lambda _world: [],
    "reporting:report_assess": lambda world: answer_of(world.report),
    "reporting:report_assess#submitted": lambda world: answer_of(world.submitted),
    "reporting:supplement_answer": lambda world: [world.report.pk, 0],
    "reporting:supplement_answer#submitted": supplement_of,
}
