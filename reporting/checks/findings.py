"""What a check may look at, and what it may say."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from assignments.plans.models import Assignment
from centres.grants.models import Grant, GrantItem, OtherIncome
from centres.models import Initiative, MandateTask
from reporting.models import (
    Account,
    AnnualReport,
    CheckWaiver,
    ReportAnswer,
    ReportEntry,
    ReportSection,
    SharedCost,
)
from reporting.newness import Contradiction
from reporting.unreached import Unreached


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to mend (error: it stops submission) or to know (warning), and where."""

    severity: Severity
    text: str
    href: str = ""
    # What it speaks of, unlike what the same check says of other things. With the figures that
    # it tells: who lets 3 stand has not let 300 stand.
    key: str = ""
    # Set by `checks.run`: the name of the check's module, and who lets the warning stand.
    check_name: str = ""
    waiver: CheckWaiver | None = None

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR

    @property
    def name(self) -> str:
        """What a form calls it by."""
        return f"{self.check_name}:{self.key}"


def error(text: str, href: str = "", *, key: str = "") -> Finding:
    return Finding(Severity.ERROR, text, href, key)


def warning(text: str, href: str = "", *, key: str = "") -> Finding:
    return Finding(Severity.WARNING, text, href, key)


@dataclass(frozen=True)
class Subject:
    """A report with all that the checks ask about, read in a fixed number of queries."""

    report: AnnualReport
    entries: list[ReportEntry]
    running: list[Assignment]
    # When a row that the figures count was last changed; None when nothing is known.
    last_change: datetime | None
    initiatives: list[Initiative] = field(default_factory=list)
    sections: dict[str, ReportSection] = field(default_factory=dict)
    answers: list[ReportAnswer] = field(default_factory=list)
    # What must be answered: points of the letters, and standing duties that are not optional.
    items: list[GrantItem] = field(default_factory=list)
    duties: list[MandateTask] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    costs: list[SharedCost] = field(default_factory=list)
    incomes: list[OtherIncome] = field(default_factory=list)
    # Per cent of each tiltak that the year's grants pay for; a tiltak without is not in it.
    shares: dict[int, Decimal] = field(default_factory=dict)
    # Entries whose status says something else than the report before.
    contradictions: list[Contradiction] = field(default_factory=list)
    unreached: list[Unreached] = field(default_factory=list)
    # Of the report that the directorate received for the year before; empty without one.
    previous_totals: dict[str, Any] = field(default_factory=dict)
    previous_money: dict[str, Any] = field(default_factory=dict)
    open_comments: int = 0
    has_recount: bool = False
    waivers: list[CheckWaiver] = field(default_factory=list)

    @property
    def reported(self) -> list[Assignment]:
        """What the money paid for; until funding is registered, every tiltak that ran."""
        return [row for row in self.running if not self.shares or row.pk in self.shares]
