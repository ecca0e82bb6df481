"""What must be in place before a report is submitted. One file for each check.

A check takes a `Subject` and yields findings; it reads what it is given and asks for nothing. To
add one: write `<what_it_checks>.py` with `check`, add it to `CHECKS`, and a test of the same name.
"""

from collections.abc import Callable, Iterable

from reporting.checks import (
    changed_tiltak_are_described_at_length,
    every_activity_has_a_tiltak,
    every_tiltak_has_a_status,
    every_tiltak_has_an_entry,
    figures_are_fresh,
    research_is_not_the_main_task,
    year_is_over,
    year_is_told,
)
from reporting.checks.findings import Finding, Subject

CHECKS: list[Callable[[Subject], Iterable[Finding]]] = [
    year_is_over.check,
    figures_are_fresh.check,
    every_tiltak_has_an_entry.check,
    every_tiltak_has_a_status.check,
    changed_tiltak_are_described_at_length.check,
    year_is_told.check,
    every_activity_has_a_tiltak.check,
    research_is_not_the_main_task.check,
]


def run(subject: Subject) -> list[Finding]:
    """Everything found: errors first, each kind in the order of the list."""
    found = [finding for check in CHECKS for finding in check(subject)]
    return sorted(found, key=lambda finding: not finding.is_error)
