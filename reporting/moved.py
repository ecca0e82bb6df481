"""What has changed in a year's rows since the figures of its report were taken."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from reporting import entries, figures, frozen, key_figures
from reporting.checks.findings import Finding, error
from reporting.entries import Proposal
from reporting.gathering import gather
from reporting.models import AnnualReport, ReportEntry
from reporting.recounts import COMPARED, as_stored, as_told


@dataclass(frozen=True)
class Count:
    """A year counted from its rows, as it would be stored."""

    figures: dict[str, Any]
    entries: dict[str, Proposal]
    counted_at: datetime


def count(report: AnnualReport) -> Count:
    rows = gather(report.centre, report.year)
    with translation.override(report.language):
        told = as_told(report, entries.propose(rows))
    by_key = {proposal.subject_key: proposal for proposal in told}
    return Count(as_stored(figures.of_year(rows)), by_key, rows.gathered_at)


def findings(report: AnnualReport, stored: list[ReportEntry], counted: Count) -> list[Finding]:
    """One for each key figure and each entry that would be another today; empty when the figures
    can be frozen as they stand. `stored` come with tiltak and satsing."""
    own = frozen.counted(report)
    found = moved_figures(report, own, counted.figures)
    if own != counted.figures and not found:
        text = _("Rader eller tall som rapporten bygger på, er endret siden tallene ble hentet.")
        found = [error(text, report.get_absolute_url())]
    told = _("«%(title)s»: status eller tall er endret siden tallene ble hentet.")
    return found + [
        error(told % {"title": entry.title}, report.get_absolute_url(), key=entry.subject_key)
        for entry in stored
        if has_moved(entry, counted.entries.get(entry.subject_key))
    ]


def moved_figures(
    report: AnnualReport, own: dict[str, Any], today: dict[str, Any]
) -> list[Finding]:
    before = {(row.group, row.key): row for row in key_figures.of_year(own)}
    after = {(row.group, row.key): row for row in key_figures.of_year(today)}
    return [
        error(
            _("%(figure)s: %(old)s i rapporten, %(new)s i dag.")
            % {
                "figure": after[name].label,
                "old": before[name].text if name in before else _("ikke hentet"),
                "new": after[name].text,
            },
            report.get_absolute_url(),
            key=":".join(name),
        )
        for name in after
        if name not in before or before[name].text != after[name].text
    ]


def has_moved(entry: ReportEntry, today: Proposal | None) -> bool:
    """An entry whose tiltak runs no longer is for the checks to speak of."""
    if today is None:
        return False
    return any(getattr(entry, name) != as_stored(getattr(today, name)) for name in COMPARED)
