"""What the directorate reads before it decides: each point of the letter beside its answer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from centres.grants.models import Grant
from centres.models import Centre
from korus_portal.accounts.access import is_directorate
from korus_portal.accounts.models import User
from reporting import approval_page, rules, standing, tabs
from reporting.forms.deciding import ApproveForm, AskForMoreForm, AssessForm, LeaveForm, ReturnForm
from reporting.models import AnnualReport, AnswerLink, ItemAssessment, ReportAnswer
from reporting.report_page import TONES

Status = AnnualReport.Status


@dataclass(frozen=True)
class ShownLink:
    label: str
    href: str


@dataclass
class Point:
    """One point of a letter, or one duty, with its answer and what is held of it."""

    name: str
    text: str
    answer: ReportAnswer
    links: list[ShownLink]
    assessment: ItemAssessment | None
    earlier: ItemAssessment | None
    form: AssessForm | None = None


@dataclass(frozen=True)
class Letter:
    """A grant with its points; none for the standing duties of the mandate."""

    grant: Grant | None
    points: list[Point] = field(default_factory=list)


def context(report: AnnualReport, user: User, refused: AssessForm | None = None) -> dict[str, Any]:
    """The whole page. `refused` is the form of one point that could not be saved."""
    decides = rules.can_decide_report(user, report)
    is_open = decides and report.status == Status.SUBMITTED
    return {
        "report": report,
        "tone": TONES[Status(report.status)],
        "tabs": tabs.of_report(report, "report_decision"),
        "next": standing.what_comes_next(report),
        "letters": letters(
            report,
            with_assessments=reads_assessments(report, user),
            with_notes=reads_notes(report, user),
            is_open=is_open,
            refused=refused,
        ),
        "sections": report.sections.exclude(body=""),
        "supplements": report.supplements.select_related("asked_by", "answered_by"),
        "can_decide": is_open,
        "stands_outside": is_directorate(user) and not decides,
        "can_reopen": report.status == Status.APPROVED and rules.can_reopen_report(user, report),
        "submission": approval_page.submission_of(report),
        "approve_form": ApproveForm(),
        "return_form": ReturnForm(),
        "ask_form": AskForMoreForm(),
        "reopen_form": LeaveForm(prefix="reopen"),
    }


def reads_assessments(report: AnnualReport, user: User) -> bool:
    """The directorate's own while it works; the centre's too once it is decided."""
    return report.decided_at is not None or reads_notes(report, user)


def reads_notes(report: AnnualReport, user: User) -> bool:
    """Whoever belongs to the centre reads as the centre."""
    return is_directorate(user) and not rules.belongs_to_centre(user, report)


def letters(
    report: AnnualReport,
    *,
    with_assessments: bool,
    with_notes: bool,
    is_open: bool,
    refused: AssessForm | None,
) -> list[Letter]:
    held = assessments(report) if with_assessments else {}
    before = earlier_assessments(report, with_notes=with_notes) if with_assessments else {}
    rows = read_answers(report)
    found = []
    for grant, answers in groupby(rows, key=lambda row: row.item.grant if row.item else None):
        points = [point(row, held.get(row.pk), before) for row in answers]
        if is_open:
            offer_forms(points, refused)
        found.append(Letter(grant, points))
    return found


def read_answers(report: AnnualReport) -> list[ReportAnswer]:
    """In the order of the letters, the mandate's duties last."""
    rows = report.answers.select_related("item__grant__letter", "item__grant__recipient", "task")
    rows = rows.prefetch_related("links__activity", "links__assignment", "links__agreement")
    return sorted(rows, key=position)


def position(row: ReportAnswer) -> tuple[Any, ...]:
    if row.item is None:
        return (1, 0, row.task.position if row.task else 0, row.pk)
    return (0, row.item.grant_id, row.item.position, row.pk)


def point(
    row: ReportAnswer, held: ItemAssessment | None, before: dict[str, ItemAssessment]
) -> Point:
    name = row.item.number if row.item else row.task.code if row.task else ""
    text = row.item.text if row.item else row.task.name_nb if row.task else ""
    return Point(
        name=_("Punkt %(number)s") % {"number": name} if row.item else name,
        text=text,
        answer=row,
        links=[shown_link(link) for link in row.links.all()],
        assessment=held,
        earlier=before.get(subject(row)),
    )


def shown_link(link: AnswerLink) -> ShownLink:
    """An agreement is its parties' own: named, and opened by who may."""
    row: Any = link.activity or link.assignment or link.agreement
    return ShownLink(str(row), row.get_absolute_url())


def offer_forms(points: Iterable[Point], refused: AssessForm | None) -> None:
    for one in points:
        form = AssessForm(answer=one.answer, stored=one.assessment)
        if refused is not None and refused.prefix == form.prefix:
            form = refused
        one.form = form


def subject(row: ReportAnswer) -> str:
    return f"i{row.item_id}" if row.item_id else f"d{row.task_id}"


def assessments(report: AnnualReport) -> dict[int, ItemAssessment]:
    rows = ItemAssessment.objects.filter(answer__report=report).select_related("assessed_by")
    return {row.answer_id: row for row in rows}


def earlier_assessments(report: AnnualReport, *, with_notes: bool) -> dict[str, ItemAssessment]:
    """What was held of the same points in the versions before, the newest of each. Notes are those
    of a version that was taken back before it was decided."""
    rows = ItemAssessment.objects.filter(
        answer__report__centre=report.centre_id,
        answer__report__year=report.year,
        answer__report__number__lt=report.number,
        answer__report__received_at__isnull=False,
    )
    if not with_notes:
        rows = rows.filter(answer__report__decided_at__isnull=False)
    ordered = rows.select_related("answer__report").order_by("answer__report__number")
    return {subject(row.answer): row for row in ordered}


@dataclass(frozen=True)
class YearAssessed:
    report: AnnualReport
    tone: str


@dataclass(frozen=True)
class CentreAssessed:
    centre: Centre
    years: list[YearAssessed]


ATTAINED = {"reached": "success", "mostly": "success", "partly": "warning", "not": "danger"}


def over_the_years(reports: Iterable[AnnualReport]) -> list[CentreAssessed]:
    """By centre, the newest year first. A reopened year keeps what was held of it."""
    ordered = sorted(reports, key=lambda row: (row.centre.name, row.centre_id, -row.year))
    return [
        CentreAssessed(
            centre, [YearAssessed(row, ATTAINED.get(row.attainment, "neutral")) for row in rows]
        )
        for centre, rows in groupby(ordered, key=lambda row: row.centre)
    ]
