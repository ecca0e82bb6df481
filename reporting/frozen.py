"""What is frozen when a report is submitted, and the hash that its approvers put their name to.

The approved content and the frozen one are the same data: once submitted, `figures_sha256` of the
report is what each approver approved.
"""

from typing import Any

from reporting import accounts, answers, unreached
from reporting.canonical import figures_sha256, text_hashes
from reporting.models import AnnualReport, ReportEntry

# Put into the figures at submission; a draft reads them from the rows.
PARTS = ("texts", "money", "not_reached", "answers")


def figures(report: AnnualReport, entries: list[ReportEntry]) -> dict[str, Any]:
    """The figures as they are when frozen: counted, entered and written."""
    return {
        **counted(report),
        "texts": text_hashes(report, entries),
        "money": accounts.frozen(report),
        "not_reached": unreached.frozen(report),
        "answers": answers.frozen(report),
    }


def counted(report: AnnualReport) -> dict[str, Any]:
    """The figures that were counted from rows, without what a submission added."""
    return {name: value for name, value in report.figures.items() if name not in PARTS}


def content(report: AnnualReport, entries: list[ReportEntry]) -> tuple[dict[str, Any], str]:
    """Everything that is approved, with its SHA-256. Any change of it is another content."""
    found = figures(report, entries)
    return found, figures_sha256(report, entries, found)


def content_sha256(report: AnnualReport) -> str:
    _figures, sha256 = content(report, list(report.entries.all()))
    return sha256
