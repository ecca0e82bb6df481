"""The page where one part of a report is written: the form, and what stands beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from korus_portal.accounts.models import User
from korus_portal.design import rich_text
from korus_portal.notifications.redaction import is_left
from reporting import comments, key_figures, last_year, targets
from reporting.forms.writing import AnswerForm, EntryForm, PartForm, SectionForm
from reporting.models import AnnualReport, ReportEntry, ReportSection, TypedText
from reporting.targets import Part

# Who typed within this time is said to write now.
NOW = timedelta(minutes=5)


@dataclass(frozen=True)
class Beside:
    """One text of the part: how long it is, and what may be read beside it."""

    field: str
    label: Any
    words: int
    guide: int | None
    last_year: str
    proposed: str


def context(
    report: AnnualReport, part: Part, user: User, data: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Everything on the page but the crumbs."""
    typed = typed_by(report, part, user)
    form = form_for(report, part, data, initial(part, typed))
    names = [part.target_name(field) for field in part.labels]
    return {
        "report": report,
        "part": part,
        "entry": part.row if isinstance(part.row, ReportEntry) else None,
        "form": form,
        "beside": beside(report, part, form),
        "figures": figures(part),
        "typed": typed,
        "is_overtaken": typed is not None and typed.base_version != part.row.version,
        "writing_now": [row.user for row in others_now(report, part, user)],
        "is_closed": not report.is_draft,
        "preview": [],
        **comments.beside(report, user, names),
    }


def form_for(
    report: AnnualReport, part: Part, data: Mapping[str, Any] | None, start: dict[str, Any]
) -> PartForm:
    match part.row:
        case ReportSection() as row:
            return SectionForm(data, report=report, section=row, initial=start)
        case ReportEntry() as row:
            must = row.needs_extended
            return EntryForm(data, report=report, must_extend=must, initial=start)
        case _:
            return AnswerForm(data, report=report, initial=start)


def initial(part: Part, typed: TypedText | None) -> dict[str, Any]:
    """What is stored; what the reader typed and did not save stands in its place, on the version
    that it was typed on."""
    row = part.row
    stored = {**part.texts(), "version": row.version, "owner": row.owner_id, "state": row.state}
    if typed is None:
        return stored
    return {**stored, **typed.fields, "version": typed.base_version}


def typed_by(report: AnnualReport, part: Part, user: User) -> TypedText | None:
    own = report.typed_texts.filter(user=user, target=part.name).first()
    if own is None or all(part.texts().get(name) == text for name, text in own.fields.items()):
        return None
    return own


def others_now(report: AnnualReport, part: Part, user: User) -> list[TypedText]:
    since = timezone.now() - NOW
    rows = report.typed_texts.filter(target=part.name, typed_at__gte=since).exclude(user=user)
    return list(rows.select_related("user"))


def beside(report: AnnualReport, part: Part, form: PartForm) -> list[Beside]:
    before = last_year.texts_before(report, part)
    proposals = {"brief": "proposed_brief", "body": "proposed_body"}
    found = []
    for field, label in part.labels.items():
        shown = str(form[field].value() or "")
        proposed = getattr(part.row, proposals.get(field, ""), "")
        # A proposal that nobody has edited is the text itself.
        other = proposed if is_left(proposed) and proposed != shown else ""
        words = rich_text.words(shown)
        found.append(
            Beside(field, label, words, targets.GUIDES.get(field), before.get(field, ""), other)
        )
    return found


def figures(part: Part) -> list[key_figures.KeyFigure]:
    if isinstance(part.row, ReportEntry) and part.row.figures:
        return key_figures.effort(part.row.figures)
    return []


def preview(part: Part, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The texts as they will be shown, also those that cannot be saved yet."""
    return [
        {"label": label, "text": str(data.get(field, ""))} for field, label in part.labels.items()
    ]


def conflict(report: AnnualReport, part: Part, own: PartForm) -> dict[str, Any]:
    """Both texts side by side. The form holds one's own and the version it now replaces."""
    mine, stored = own.texts(), part.texts()
    both = [
        {"label": label, "stored": stored[name], "own": mine[name]}
        for name, label in part.labels.items()
        if mine[name] != stored[name]
    ]
    share = {"owner": own.cleaned_data["owner"], "state": own.cleaned_data["state"]}
    start = {**mine, **share, "version": part.row.version}
    return {"form": form_for(report, part, None, start), "both": both, "typed": None}


def typed_url(report: AnnualReport) -> str:
    return reverse("reporting:typed_keep", args=[report.pk])
