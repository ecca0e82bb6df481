"""A report's entries, brought up to date with what was gathered.

Proposals are computed first, outside any lock; writing them happens under the lock of the
report's row. A text that a person has edited is never touched.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from assignments.plans.models import Assignment, AssignmentYear
from korus_portal.notifications.redaction import REDACTED
from reporting import figures, wording
from reporting.gathering import YearRows, used_codes
from reporting.models import AnnualReport, ReportEntry

FIELDS = ["status", "change_text", "brief", "proposed_brief", "figures", "version"]


@dataclass(frozen=True)
class Proposal:
    """What the portal knows of one tiltak's year."""

    assignment: Assignment
    status: str
    change_text: str
    brief: str
    figures: figures.Figures


def propose(rows: YearRows) -> Iterator[Proposal]:
    """One proposal for each tiltak, in the active language. Asks the database for nothing."""
    names = {row.code: row.name for row in rows.places}
    for assignment in rows.assignments:
        stored: list[AssignmentYear] = getattr(assignment, "this_year", [])
        status = stored[0].status if stored else ""
        own = rows.by_assignment.get(assignment.pk, [])
        counted = figures.of_assignment(own, used_codes(own))
        yield Proposal(
            assignment=assignment,
            status=status,
            change_text=stored[0].change_text if stored else "",
            brief=wording.propose_brief(assignment, status, rows.year, counted, names),
            figures=counted,
        )


def refresh(report: AnnualReport, proposals: Iterable[Proposal]) -> None:
    """New figures, statuses and proposed texts for the entries that the report has."""
    by_id = {proposal.assignment.pk: proposal for proposal in proposals}
    stored = list(report.entries.select_for_update(of=("self",)))
    current = current_changes(report.year, stored)
    for entry in stored:
        if entry.assignment_id in by_id:
            found = by_id[entry.assignment_id]
            change_text = current.get(entry.assignment_id, found.change_text)
            fill(entry, replace(found, change_text=change_text))
    ReportEntry.objects.bulk_update(stored, FIELDS, batch_size=200)


def current_changes(year: int, stored: Iterable[ReportEntry]) -> dict[int, str]:
    """What stands now for the tiltak whose text is redacted: the proposals may have been gathered
    before that. Read under the report's lock, which whoever redacts holds too."""
    redacted = [entry.assignment_id for entry in stored if entry.change_text == REDACTED]
    if not redacted:
        return {}
    rows = AssignmentYear.objects.filter(year=year, assignment__in=redacted)
    return dict(rows.values_list("assignment_id", "change_text"))


def add_missing(report: AnnualReport, proposals: Iterable[Proposal]) -> None:
    """An entry for every tiltak of the year."""
    present = set(report.entries.values_list("assignment_id", flat=True))
    new = []
    for proposal in proposals:
        if proposal.assignment.pk not in present:
            entry = ReportEntry(report=report, assignment=proposal.assignment)
            fill(entry, proposal)
            new.append(entry)
    ReportEntry.objects.bulk_create(new)


def drop_untouched(report: AnnualReport, running: Mapping[int, Assignment]) -> None:
    """Take away the entries of tiltak that no longer run in the year, unless a person wrote."""
    for entry in report.entries.exclude(assignment__in=running):
        if entry.brief == entry.proposed_brief and not entry.extended:
            entry.delete()


def fill(entry: ReportEntry, proposal: Proposal) -> None:
    """Copy status and figures; replace the brief text only while it is the portal's own.

    A redacted proposal stays so: what it was made of may still hold what was taken out.
    """
    entry.status, entry.change_text = proposal.status, proposal.change_text
    entry.figures = proposal.figures
    if entry.proposed_brief == REDACTED:
        return
    if entry.brief == entry.proposed_brief and entry.brief != proposal.brief:
        entry.brief = proposal.brief
        entry.version += 1
    entry.proposed_brief = proposal.brief
