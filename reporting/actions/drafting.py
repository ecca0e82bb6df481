"""The job that drafts a report: gathers the year, proposes texts, marks what is missing."""

from django.db import transaction
from django.utils import translation

from korus_portal.jobs.work import Work
from reporting import entries, figures
from reporting.actions.documenting import ask_for_documents
from reporting.actions.locking import lock_report
from reporting.entries import Proposal
from reporting.gathering import YearRows, gather
from reporting.models import AnnualReport

# However many tiltak there are, progress is written at most this many times.
STEPS = 20


def draft_report(work: Work) -> None:
    """Safe to run twice and to be killed anywhere: everything is written in one transaction.

    Figures and proposed texts are replaced; a text that a person has edited stays.
    """
    report = AnnualReport.objects.for_list().get(pk=work.job.arguments["report"])
    if not report.is_draft:
        return
    rows = gather(report.centre, report.year)
    with translation.override(report.language):
        write_draft(work, report, rows, propose(work, rows))


def propose(work: Work, rows: YearRows) -> list[Proposal]:
    total = len(rows.assignments) + 1
    step = max(1, total // STEPS)
    work.advance(0, total)
    found = []
    for done, proposal in enumerate(entries.propose(rows), start=1):
        found.append(proposal)
        if done % step == 0:
            work.advance(done, total)
    return found


def write_draft(
    work: Work, report: AnnualReport, rows: YearRows, proposals: list[Proposal]
) -> None:
    """The whole result, or nothing. Raises LeaseLostError when another worker has the job."""
    with transaction.atomic():
        work.hold()
        locked = lock_report(report.pk)
        if not locked.is_draft or is_overtaken(locked, rows):
            return
        entries.drop_untouched(locked, {row.pk: row for row in rows.assignments})
        entries.refresh(locked, proposals)
        entries.add_missing(locked, proposals)
        locked.figures, locked.drafted_at = figures.of_year(rows), rows.gathered_at
        locked.save(update_fields=["figures", "drafted_at"])
        ask_for_documents(locked, by=work.job.started_by)


def is_overtaken(report: AnnualReport, rows: YearRows) -> bool:
    """Two drafts may run at once; the one that gathered first must not write last."""
    return report.drafted_at is not None and report.drafted_at > rows.gathered_at
