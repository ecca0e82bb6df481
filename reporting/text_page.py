"""The pages where texts are written, also when two people wrote at the same time."""

from typing import Any

from django.http import QueryDict

from reporting import key_figures
from reporting.forms.writing import EntryForm, VersionedForm
from reporting.models import AnnualReport, ReportEntry


def stored_introduction(report: AnnualReport) -> dict[str, Any]:
    section = report.sections.get(key="introduction")
    return {"introduction": section.body, "version": section.version}


def stored_entry(entry: ReportEntry) -> dict[str, Any]:
    return {"brief": entry.brief, "extended": entry.extended, "version": entry.version}


def entry_form(entry: ReportEntry, data: QueryDict | None) -> EntryForm:
    return EntryForm(data, initial=stored_entry(entry), must_extend=entry.needs_extended)


def entry_context(report: AnnualReport, entry: ReportEntry, form: EntryForm) -> dict[str, Any]:
    figures = key_figures.effort(entry.figures) if entry.figures else []
    return {"report": report, "entry": entry, "form": form, "figures": figures}


def conflict(
    form_class: type[VersionedForm], stored: dict[str, Any], own: VersionedForm
) -> dict[str, Any]:
    """Both texts side by side. The form holds one's own and the version it now replaces."""
    mine = own.texts()
    both = [
        {"label": own.fields[name].label, "stored": stored[name], "own": mine[name]}
        for name in mine
        if name != "version" and mine[name] != stored[name]
    ]
    return {"form": form_class(initial={**mine, "version": stored["version"]}), "both": both}
