"""The texts of a report that people wrote, each under a name that a form can carry.

The names hold in every version of the year's report: `section:introduction`, `entry:t12:brief`,
`answer:i5` (point 5) or `answer:d3` (duty 3), `account:8` (grant 8), `line:9` (budget line 9),
`cost:4` (a shared cost, by its name), `income:4`, `waiver:4` (by its warning); and of one row:
`comment:4`, `supplement:4:answer`, `left:4`, `decision:4`, `assessment:4`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from centres.grants.models import OtherIncome
from korus_portal.audit.models import Event
from korus_portal.notifications.redaction import is_left
from reporting import canonical, targets
from reporting.models import (
    Account,
    AccountLine,
    AnnualReport,
    CheckWaiver,
    ItemAssessment,
    ReportAnswer,
    ReportComment,
    ReportEntry,
    ReportSection,
    SharedCost,
    Supplement,
)

ENTRY_TEXTS = ("brief", "change_text", "extended")
Versions = QuerySet[AnnualReport]


@dataclass(frozen=True)
class Text:
    name: str
    label: str


@dataclass(frozen=True)
class Found:
    """Rows that hold one text, and the columns that it stands in."""

    rows: QuerySet[Any]
    fields: tuple[str, ...]


def versions_of(report: AnnualReport) -> Versions:
    return AnnualReport.objects.filter(centre=report.centre_id, year=report.year)


def redactable(report: AnnualReport) -> list[Text]:
    """What holds a text that has not been redacted already."""
    every = [
        *part_texts(report),
        *money_texts(report),
        *spoken_texts(report),
        *deciding_texts(report),
    ]
    return [Text(name, label) for name, label, text in every if is_left(text)]


Named = Iterator[tuple[str, str, str]]


def part_texts(report: AnnualReport) -> Named:
    for part in targets.parts(report):
        row = part.row
        if isinstance(row, ReportAnswer):
            yield f"answer:{canonical.answer_key(row)}", part.title, row.body
            continue
        for field, text in part.texts().items():
            label = part.title if part.kind == "section" else f"{part.title}: {part.labels[field]}"
            yield part.target_name(field), label, text
        if isinstance(row, ReportEntry):
            label = _("%(title)s: Hva er endret") % {"title": part.title}
            yield f"{part.name}:change_text", label, row.change_text


def money_texts(report: AnnualReport) -> Named:
    for account in report.accounts.select_related("grant").prefetch_related("lines__line"):
        yield f"account:{account.grant_id}", _("Merknad: %s") % account.grant, account.comment
        for line in account.lines.all():
            label = f"{account.grant}: {line.line}"
            yield f"line:{line.line_id}", _("Avvik i %s") % label, line.reason
    for cost in report.shared_costs.all():
        yield f"cost:{cost.pk}", f"{_('Delt kostnad')}: {cost.name}", cost.name
    for income in OtherIncome.objects.filter(centre=report.centre_id, year=report.year):
        label = _("Annen inntekt: %(source)s") % {"source": income.source}
        yield f"income:{income.pk}", label, income.source


def spoken_texts(report: AnnualReport) -> Named:
    """What the centre may read: the directorate's own notes are not the leader's to see."""
    notes = ReportComment.Audience.OFFICE
    for comment in report.comments.exclude(audience=notes).select_related("written_by"):
        yield f"comment:{comment.pk}", _("Kommentar av %s") % comment.written_by, comment.text
    for waiver in report.waivers.all():
        yield f"waiver:{waiver.pk}", _("Begrunnelse for å la et varsel stå"), waiver.reason


def deciding_texts(report: AnnualReport) -> Named:
    for row in report.supplements.all():
        yield f"supplement:{row.pk}:question", _("Hva direktoratet ba om"), row.question
        yield f"supplement:{row.pk}:answer", _("Svar til direktoratet"), row.answer
    yield f"left:{report.pk}", _("Hvorfor versjonen ble forlatt"), report.left_reason
    yield f"decision:{report.pk}", _("Helsedirektoratets vurdering og merknader"), report.comment
    if report.decided_at is not None:
        for held in ItemAssessment.objects.filter(answer__report=report).order_by("pk"):
            yield f"assessment:{held.pk}", _("Helsedirektoratets merknad til et svar"), held.comment


def find(name: str, versions: Versions) -> Found:
    """The rows of every version that hold the text. Raises ValueError."""
    kind, _colon, key = name.partition(":")
    finder = FINDERS.get(kind)
    if finder is None:
        raise ValueError(name)
    return finder(versions, key)


def section(versions: Versions, key: str) -> Found:
    rows = ReportSection.objects.filter(report__in=versions, key=key)
    return Found(rows, ("body", "proposed_body"))


def entry(versions: Versions, key: str) -> Found:
    subject, _colon, field = key.partition(":")
    column = {"t": "assignment", "s": "initiative"}.get(subject[:1])
    if column is None or field not in ENTRY_TEXTS:
        raise ValueError(key)
    rows = ReportEntry.objects.filter(report__in=versions, **{column: int(subject[1:])})
    # The proposal may hold what the brief text held.
    return Found(rows, (field, "proposed_brief") if field == "brief" else (field,))


def answer(versions: Versions, key: str) -> Found:
    column = {"i": "item", "d": "task"}.get(key[:1])
    if column is None:
        raise ValueError(key)
    rows = ReportAnswer.objects.filter(report__in=versions, **{column: int(key[1:])})
    return Found(rows, ("body",))


def account(versions: Versions, key: str) -> Found:
    return Found(Account.objects.filter(report__in=versions, grant=int(key)), ("comment",))


def line(versions: Versions, key: str) -> Found:
    rows = AccountLine.objects.filter(account__report__in=versions, line=int(key))
    return Found(rows, ("reason",))


def cost(versions: Versions, key: str) -> Found:
    """Every version has a row of its own; they are known by the name."""
    rows = SharedCost.objects.filter(report__in=versions)
    return Found(rows.filter(name__in=rows.filter(pk=int(key)).values("name")), ("name",))


def income(versions: Versions, key: str) -> Found:
    """Of the centre's year, not of a version."""
    own = {"centre__in": versions.values("centre"), "year__in": versions.values("year")}
    return Found(OtherIncome.objects.filter(pk=int(key), **own), ("source",))


def comment(versions: Versions, key: str) -> Found:
    rows = ReportComment.objects.filter(report__in=versions, pk=int(key))
    return Found(rows.exclude(audience=ReportComment.Audience.OFFICE), ("text",))


def waiver(versions: Versions, key: str) -> Found:
    """A new version has a copy; they are known by the warning."""
    rows = CheckWaiver.objects.filter(report__in=versions)
    same = rows.filter(pk=int(key)).values("check_name", "key").first()
    return Found(rows.filter(**same) if same else rows.none(), ("reason",))


def supplement(versions: Versions, key: str) -> Found:
    number, _colon, field = key.partition(":")
    if field not in ("question", "answer"):
        raise ValueError(key)
    return Found(Supplement.objects.filter(report__in=versions, pk=int(number)), (field,))


def left(versions: Versions, key: str) -> Found:
    return Found(versions.filter(pk=int(key)), ("left_reason",))


def decision(versions: Versions, key: str) -> Found:
    return Found(versions.filter(pk=int(key)), ("comment",))


def assessment(versions: Versions, key: str) -> Found:
    """The directorate's own until it has decided."""
    decided = versions.filter(decided_at__isnull=False)
    return Found(
        ItemAssessment.objects.filter(answer__report__in=decided, pk=int(key)), ("comment",)
    )


FINDERS: dict[str, Callable[[Versions, str], Found]] = {
    "section": section,
    "entry": entry,
    "answer": answer,
    "account": account,
    "line": line,
    "cost": cost,
    "income": income,
    "comment": comment,
    "waiver": waiver,
    "supplement": supplement,
    "left": left,
    "decision": decision,
    "assessment": assessment,
}


def typed_target(row: Model) -> str:
    """The form in which somebody may have typed the same text and not saved it."""
    match row:
        case ReportSection():
            return f"section:{row.key}"
        case ReportEntry():
            return f"entry:{row.subject_key}"
        case ReportAnswer():
            return f"answer:{row.pk}"
    return ""


def redactions(report: AnnualReport) -> list[Event]:
    """When texts of the report were redacted, and why."""
    own = {"object_type": report._meta.label_lower, "object_id": str(report.pk)}
    found = Event.objects.filter(kind="reporting.report_redacted", **own)
    return list(found.order_by("at"))
