"""A new count of a draft: put into the report, or kept beside what stands there.

Everything here is done under the lock of the report's row, in the report's language.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from reporting import chapters, entries
from reporting.canonical import canonical_json
from reporting.entries import Proposal
from reporting.figures import Figures
from reporting.models import AnnualReport, Recount

COMPARED = ("status", "change_text", "figures")


def put_in(report: AnnualReport, figures: Figures, proposals: list[Proposal], at: datetime) -> None:
    """The count becomes the report's own: figures, statuses, and texts that nobody has edited."""
    entries.drop_untouched(report, [proposal.subject_key for proposal in proposals])
    entries.refresh(report, proposals)
    entries.add_missing(report, proposals)
    report.figures, report.drafted_at = figures, at
    report.save(update_fields=["figures", "drafted_at"])
    chapters.refresh(report)
    forget(report)


def put_beside(
    report: AnnualReport, figures: Figures, proposals: list[Proposal], at: datetime
) -> None:
    """The count waits until somebody takes it. What is new in the year has its entry at once."""
    entries.add_missing(report, proposals)
    told = as_told(report, proposals)
    if is_same(report, figures, told):
        put_in(report, report.figures, told, at)
        return
    beside = {
        "counted_at": at,
        "figures": figures,
        "entries": {proposal.subject_key: as_row(proposal) for proposal in told},
    }
    Recount.objects.update_or_create(report=report, defaults=beside)


def as_told(report: AnnualReport, proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals without what has been redacted since they were gathered."""
    by_key = {proposal.subject_key: proposal for proposal in proposals}
    return [found for _entry, found in entries.current(report, report.entries.all(), by_key)]


def without_redacted(report: AnnualReport, proposals: Iterable[Proposal]) -> list[Proposal]:
    """The same, also of what the report has no entry of."""
    every = list(proposals)
    told = {proposal.subject_key: proposal for proposal in as_told(report, every)}
    return [told.get(proposal.subject_key, proposal) for proposal in every]


def is_same(report: AnnualReport, figures: Figures, told: list[Proposal]) -> bool:
    """Whether taking the count would change any figure, status or entry of the report."""
    stored = {entry.subject_key: entry for entry in report.entries.all()}
    keys = {proposal.subject_key for proposal in told}
    gone = (entry for key, entry in stored.items() if key not in keys)
    counted = as_stored(figures)
    return (
        {name: report.figures.get(name) for name in counted} == counted
        and not entries.untouched(report, gone)
        and all(
            getattr(stored[proposal.subject_key], name) == as_stored(getattr(proposal, name))
            for proposal in told
            for name in COMPARED
        )
    )


def as_stored(data: Any) -> Any:
    """As JSON gives it back, so that what stands can be compared with what is counted."""
    return json.loads(canonical_json(data))


def as_row(proposal: Proposal) -> Figures:
    return {
        "status": proposal.status,
        "change_text": proposal.change_text,
        "brief": proposal.brief,
        "figures": proposal.figures,
    }


def waiting(recount: Recount) -> list[Proposal]:
    """The entries of a stored count."""
    return [Proposal(subject_key=key, **row) for key, row in recount.entries.items()]


def forget(report: AnnualReport) -> None:
    """No count waits any more."""
    Recount.objects.filter(report=report).delete()
