"""The texts of a report by name: what comments, typed texts and redactions point to.

A part is what one form holds: `section:introduction`, `entry:t12`, `answer:41`. A target is one
text: the same names, with the field behind for entries (`entry:t12:brief`), `account:7` for the
remark to an account, and `report` for the whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.models import AnnualReport, ReportAnswer, ReportEntry, ReportSection

WHOLE = "report"
ENTRY_LABELS: dict[str, str | Promise] = {
    "brief": gettext_lazy("Kort omtale"),
    "extended": gettext_lazy("Utvidet omtale"),
}
# About so many words; None where the letter asks for no length.
GUIDES = {"brief": 100, "extended": 500}

Row = ReportSection | ReportEntry | ReportAnswer


@dataclass(frozen=True)
class Target:
    name: str
    label: str
    href: str
    owner_id: int | None = None


@dataclass(frozen=True)
class Part:
    """What one form holds: the row, its texts by field, and where it is written."""

    name: str
    kind: str
    row: Row
    title: str
    href: str
    labels: dict[str, str | Promise]

    def texts(self) -> dict[str, str]:
        return {field: getattr(self.row, field) for field in self.labels}

    def target_name(self, field: str) -> str:
        return self.name if self.kind != "entry" else f"{self.name}:{field}"

    def targets(self) -> Iterator[Target]:
        for field, label in self.labels.items():
            shown = self.title if self.kind != "entry" else f"{self.title}: {label}"
            yield Target(self.target_name(field), shown, self.href, self.row.owner_id)


def part_of(row: Row, report: AnnualReport) -> Part:
    """`row` with its tiltak, satsing, point or duty read."""
    match row:
        case ReportSection():
            return section_part(row, report)
        case ReportEntry():
            href = reverse("reporting:entry_edit", args=[report.pk, row.pk])
            name = f"entry:{row.subject_key}"
            return Part(name, "entry", row, row.title, href, ENTRY_LABELS)
        case ReportAnswer():
            return answer_part(row, report)


def section_part(row: ReportSection, report: AnnualReport) -> Part:
    href = reverse("reporting:section_edit", args=[report.pk, row.key])
    title = str(row.get_key_display())
    return Part(f"section:{row.key}", "section", row, title, href, {"body": title})


def answer_part(row: ReportAnswer, report: AnnualReport) -> Part:
    href = reverse("reporting:answer_edit", args=[report.pk, row.pk])
    return Part(f"answer:{row.pk}", "answer", row, asked(row), href, {"body": _("Svar")})


def asked(row: ReportAnswer) -> str:
    """«Punkt 3.2 i Kompetansesentre 2025», or «C4 Drive opplæring» of the mandate."""
    if row.item is not None:
        told = {"number": row.item.number, "grant": row.item.grant}
        return _("Punkt %(number)s i %(grant)s") % told
    return f"{row.task.code} {row.task.name}" if row.task is not None else ""


def parts(report: AnnualReport) -> list[Part]:
    """Every part in the order of the report. Three queries, however many there are."""
    rows: list[Row] = [
        *report.sections.select_related("owner"),
        *report.entries.select_related("assignment__initiative", "initiative", "owner"),
        *report.answers.select_related("item__grant", "task", "owner"),
    ]
    return [part_of(row, report) for row in rows]


def targets(report: AnnualReport) -> dict[str, Target]:
    """Every text that can be commented on, by name."""
    found = [Target(WHOLE, _("Hele rapporten"), report.get_absolute_url())]
    for part in parts(report):
        found += part.targets()
    for account in report.accounts.select_related("grant"):
        label = _("Regnskap: %(grant)s") % {"grant": account.grant}
        found.append(Target(f"account:{account.pk}", label, report.get_absolute_url()))
    return {target.name: target for target in found}


def find_part(report: AnnualReport, name: str) -> Part | None:
    """The part of that name in this report, or None."""
    kind, _colon, key = name.partition(":")
    row: Row | None = None
    if kind == "section":
        row = report.sections.filter(key=key).first()
    elif kind == "entry" and key[1:].isdecimal():
        column = {"t": "assignment_id", "s": "initiative_id"}.get(key[0])
        entries = report.entries.select_related("assignment", "initiative")
        row = entries.filter(**{column: int(key[1:])}).first() if column else None
    elif kind == "answer" and key.isdecimal():
        row = report.answers.select_related("item__grant", "task").filter(pk=int(key)).first()
    return part_of(row, report) if row else None


def comments_url(report: AnnualReport) -> str:
    return reverse("reporting:report_comments", args=[report.pk])
