"""The report answers each numbered point of the letters, and each duty that is not optional."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    written = [answer for answer in subject.answers if answer.body.strip()]
    answered = {answer.item_id for answer in written}
    done = {answer.task_id for answer in written}
    by_item = {answer.item_id: answer for answer in subject.answers}
    by_task = {answer.task_id: answer for answer in subject.answers}
    for item in subject.items:
        if item.pk not in answered:
            yield error(
                _("Punkt %(number)s i brevet er ikke besvart: %(text)s")
                % {"number": item.number, "text": item.text},
                ways.of_answer(subject.report, by_item.get(item.pk)),
                key=f"item:{item.pk}",
            )
    for duty in subject.duties:
        if duty.pk not in done:
            yield error(
                _("Oppgave %(code)s i samfunnsoppdraget er ikke besvart: %(name)s")
                % {"code": duty.code, "name": duty},
                ways.of_answer(subject.report, by_task.get(duty.pk)),
                key=f"task:{duty.code}",
            )
