"""What must be in place before a report is submitted. One file for each check.

A check takes a `Subject` and yields findings; it reads what it is given and asks for nothing. To
add one: write `<what_it_checks>.py` with `check`, add it to `CHECKS`, and a test of the same name.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from reporting.checks import (
    accounts_are_filled_in,
    attendances_are_plausible,
    auditor_has_confirmed,
    changed_tiltak_are_described_at_length,
    comments_are_resolved,
    deviations_have_reasons,
    each_point_of_the_letter_is_answered,
    every_activity_has_a_tiltak,
    every_initiative_has_an_entry,
    every_tiltak_has_a_status,
    every_tiltak_has_an_entry,
    figures_are_fresh,
    figures_wait_to_be_taken,
    funding_is_registered,
    hours_are_plausible,
    money_adds_up,
    not_reached_have_a_reason,
    parts_are_ready,
    research_is_not_the_main_task,
    same_cost_is_not_paid_twice,
    status_agrees_with_last_report,
    texts_name_no_person,
    year_is_over,
    year_is_told,
)
from reporting.checks.findings import Finding, Subject

Check = Callable[[Subject], Iterable[Finding]]
CHECKS: list[Check] = [
    year_is_over.check,
    figures_are_fresh.check,
    figures_wait_to_be_taken.check,
    every_tiltak_has_an_entry.check,
    every_initiative_has_an_entry.check,
    every_tiltak_has_a_status.check,
    status_agrees_with_last_report.check,
    changed_tiltak_are_described_at_length.check,
    each_point_of_the_letter_is_answered.check,
    accounts_are_filled_in.check,
    money_adds_up.check,
    deviations_have_reasons.check,
    same_cost_is_not_paid_twice.check,
    auditor_has_confirmed.check,
    not_reached_have_a_reason.check,
    year_is_told.check,
    every_activity_has_a_tiltak.check,
    funding_is_registered.check,
    hours_are_plausible.check,
    attendances_are_plausible.check,
    research_is_not_the_main_task.check,
    texts_name_no_person.check,
    comments_are_resolved.check,
    parts_are_ready.check,
]


def run(subject: Subject) -> list[Finding]:
    """Everything found: errors first, then warnings, then those that somebody lets stand; each
    kind in the order of the list."""
    waivers = {(row.check_name, row.key): row for row in subject.waivers}
    found = []
    for finding in named(subject):
        waiver = None if finding.is_error else waivers.get((finding.check_name, finding.key))
        found.append(replace(finding, waiver=waiver))
    return sorted(found, key=lambda row: (not row.is_error, row.waiver is not None))


def named(subject: Subject) -> Iterator[Finding]:
    """Each finding with the name of its check."""
    for check in CHECKS:
        name = check.__module__.rpartition(".")[2]
        for finding in check(subject):
            yield replace(finding, check_name=name)
