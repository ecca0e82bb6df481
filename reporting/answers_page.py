"""The pages where the report answers the letters and the mandate."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korus_portal.accounts.models import User
from reporting import answers, rules, targets
from reporting.models import AnnualReport, AnswerLink, ReportAnswer

KINDS = {
    "activity": gettext_lazy("Aktivitet"),
    "assignment": gettext_lazy("Tiltak"),
    "agreement": gettext_lazy("Avtale"),
}


@dataclass(frozen=True)
class ShownLink:
    pk: int
    label: str
    href: str


@dataclass(frozen=True)
class ShownAnswer:
    answer: ReportAnswer
    number: str
    asked: str
    links: list[ShownLink]
    href: str


@dataclass(frozen=True)
class Group:
    """The points of one kind in one letter, or the standing duties."""

    heading: str
    kind: str
    answers: list[ShownAnswer]


def context(report: AnnualReport, user: User) -> dict[str, Any]:
    return {
        "report": report,
        "groups": groups(report),
        "can_write": report.is_draft and rules.can_write_report(user, report),
        "is_own": rules.belongs_to_centre(user, report),
    }


def groups(report: AnnualReport) -> list[Group]:
    """By letter and kind in their order, then the duties. Two queries, however many."""
    found: dict[tuple[str, str], list[ShownAnswer]] = {}
    for answer in with_links(report.answers.all()):
        item = answer.item
        duties = (_("Stående oppgaver i samfunnsoppdraget"), "")
        key = (str(item.grant), str(item.get_kind_display())) if item else duties
        found.setdefault(key, []).append(shown_answer(report, answer))
    return [Group(heading, kind, rows) for (heading, kind), rows in found.items()]


def with_links(rows: Any) -> Iterable[ReportAnswer]:
    linked = ("links__activity", "links__assignment", "links__agreement")
    ordered = rows.select_related("item__grant", "task", "owner").prefetch_related(*linked)
    by_kind = ["goal", "criterion", "requirement"]
    return sorted(
        ordered,
        key=lambda row: (
            row.item is None,
            row.item.grant_id if row.item else 0,
            by_kind.index(row.item.kind) if row.item else 0,
            row.item.position if row.item else row.task.position,
            row.pk,
        ),
    )


def shown_answer(report: AnnualReport, answer: ReportAnswer) -> ShownAnswer:
    part = targets.part_of(answer, report)
    asked = answer.item.text if answer.item else ""
    number = _("Punkt %s") % answer.item.number if answer.item else part.title
    links = [shown_link(link) for link in answer.links.all()]
    return ShownAnswer(answer, number, asked, links, part.href)


def shown_link(link: AnswerLink) -> ShownLink:
    for kind, label in KINDS.items():
        row = getattr(link, kind)
        if row is not None:
            return ShownLink(link.pk, f"{label}: {row.title}", row.get_absolute_url())
    raise ValueError(link.pk)


def rows_context(report: AnnualReport, answer: ReportAnswer, query: str) -> dict[str, Any]:
    """The rows that stand, and those that the search found."""
    query = " ".join(query.split())[:80]
    (own,) = with_links(report.answers.filter(pk=answer.pk))
    return {
        "report": report,
        "answer": answer,
        "part": targets.part_of(answer, report),
        "links": [shown_link(link) for link in own.links.all()],
        "query": query,
        "hits": [
            {"kind": kind, "row": row, "label": f"{KINDS[kind]}: {label}"}
            for kind, row, label in (answers.found(report, query) if query else [])
        ],
        "can_write": report.is_draft,
        "back": reverse("reporting:answer_edit", args=[report.pk, answer.pk]),
    }
