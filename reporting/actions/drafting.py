"""The job that drafts a report: gathers the year, proposes texts, marks what is missing."""

from django.db import transaction
from django.utils import translation

from korus_portal.jobs.work import Work
from reporting import entries, figures, recounts
from reporting.actions.accounting import add_accounts
from reporting.actions.documenting import ask_for_documents
from reporting.actions.locking import lock_report
from reporting.answers import add_answers
from reporting.entries import Proposal
from reporting.gathering import YearRows, gather
from reporting.models import AnnualReport, Recount

# However many tiltak there are, progress is written at most this many times.
STEPS = 20


def draft_report(work: Work) -> None:
    """Safe to run twice and to be killed anywhere: everything is written in one transaction.

    The first count fills the report. Later ones wait beside it until somebody takes them; a text
    that a person has edited stays.
    """
    report = AnnualReport.objects.for_list().get(pk=work.job.arguments["report"])
    if not report.is_draft:
        return
    rows = gather(report.centre, report.year)
    with translation.override(report.language):
        write_draft(work, report, rows, propose(work, rows))


def propose(work: Work, rows: YearRows) -> list[Proposal]:
    total = len(rows.assignments) + len(rows.initiatives) + 1
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
    counted = figures.of_year(rows)
    with transaction.atomic():
        work.hold()
        locked = lock_report(report.pk)
        if not locked.is_draft or is_overtaken(locked, rows):
            return
        add_answers(locked)
        add_accounts(locked)
        write = recounts.put_beside if locked.figures else recounts.put_in
        write(locked, counted, proposals, rows.gathered_at)
        ask_for_documents(locked, by=work.job.started_by)


def is_overtaken(report: AnnualReport, rows: YearRows) -> bool:
    """Two drafts may run at once; the one that gathered first must not write last."""
    beside = Recount.objects.filter(report=report).values_list("counted_at", flat=True)
    return any(at is not None and at > rows.gathered_at for at in (report.drafted_at, *beside))
