"""Who may open and send what where a report's texts are written and spoken about."""

from collections.abc import Callable
from typing import Any

# The centre's own; the directorate reads what it has received.
OWN = [302, 404, 404, 200, 200, 404, 404, 404, 404, 404]
RECEIVED = [302, 404, 404, 200, 200, 404, 404, 404, 200, 404]
KEPT = [302, 404, 404, 404, 404, 404, 404, 404, 404, 404]
DONE = [302, 404, 404, 302, 302, 404, 404, 404, 404, 404]
SPOKEN = [302, 404, 404, 422, 422, 404, 404, 404, 404, 404]

GET: dict[str, list[int]] = {
    "reporting:section_edit": OWN,
    "reporting:section_edit#received": [302, 404, 404, 200, 200, 404, 404, 404, 403, 404],
    "reporting:answer_edit": OWN,
    "reporting:answer_rows": OWN,
    "reporting:report_answers": OWN,
    "reporting:report_answers#submitted": RECEIVED,
    "reporting:report_comments": OWN,
    "reporting:report_comments#submitted": RECEIVED,
    "reporting:report_texts": OWN,
    "reporting:report_texts#submitted": RECEIVED,
}

POST: dict[str, list[int]] = {
    "reporting:section_edit": OWN,
    "reporting:answer_edit": OWN,
    "reporting:answer_rows": OWN,
    "reporting:answer_unlink": DONE,
    "reporting:typed_keep": KEPT,
    "reporting:typed_discard": KEPT,
    "reporting:comment_add": SPOKEN,
    "reporting:comment_add#submitted": [302, 404, 404, 422, 422, 404, 404, 404, 422, 404],
    "reporting:comment_reply": SPOKEN,
    "reporting:comment_resolve": DONE,
}


def section_of(report: Any) -> list[Any]:
    from reporting.models import ReportSection  # noqa: PLC0415 - needs Django

    ReportSection.objects.get_or_create(report=report, key="introduction")
    return [report.pk, "introduction"]


def answer_of(world: Any) -> Any:
    from reporting.models import ReportAnswer  # noqa: PLC0415 - needs Django
    from tests.factories import MandateTaskFactory  # noqa: PLC0415 - needs Django

    found = ReportAnswer.objects.filter(report=world.report).first()
    task = MandateTaskFactory.create(code="C1") if found is None else None
    return found or ReportAnswer.objects.create(report=world.report, task=task)


def answer(world: Any) -> list[Any]:
    return [world.report.pk, answer_of(world).pk]


def comment(world: Any) -> list[Any]:
    from reporting.models import ReportComment  # noqa: PLC0415 - needs Django

    told = {"target": "report", "audience": "centre", "written_by": world.person}
    made = ReportComment.objects.create(report=world.report, text="Se her.", **told)
    return [world.report.pk, made.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "reporting:section_edit": lambda world: section_of(world.report),
    "reporting:section_edit#received": lambda world: section_of(world.submitted),
    "reporting:answer_edit": answer,
    "reporting:answer_rows": answer,
    "reporting:answer_unlink": lambda world: [*answer(world), 0],
    "reporting:comment_reply": comment,
    "reporting:comment_resolve": comment,
}
