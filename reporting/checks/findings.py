"""What a check may look at, and what it may say."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assignments.plans.models import Assignment
from reporting.models import AnnualReport, ReportEntry


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to mend (error: it stops submission) or to know (warning), and where."""

    severity: Severity
    text: str
    href: str = ""

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR


def error(text: str, href: str = "") -> Finding:
    return Finding(Severity.ERROR, text, href)


def warning(text: str, href: str = "") -> Finding:
    return Finding(Severity.WARNING, text, href)


@dataclass(frozen=True)
class Subject:
    """A report with all that the checks ask about, read in a fixed number of queries."""

    report: AnnualReport
    entries: list[ReportEntry]
    running: list[Assignment]
    # When a row that the figures count was last changed; None when nothing is known.
    last_change: datetime | None
