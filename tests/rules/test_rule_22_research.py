"""Rule 22: the share of research is the hours of C7 and C8 of all; above half gives a warning."""

from datetime import date
from decimal import Decimal

import pytest

from reporting.figures.work import research
from reporting.gathering import ActivityRow


def row(number: int, task: str, hours: str | None) -> ActivityRow:
    return ActivityRow(
        pk=number,
        day=date(2025, 3, 1),
        kind="research",
        hours=Decimal(hours) if hours else None,
        attendances=None,
        assignment_id=None,
        task=task,
        themes=(),
        places=(),
    )


@pytest.mark.parametrize(
    ("own", "share", "is_high"),
    [("10", "50.0", False), ("10.1", "50.2", True)],
    ids=["half", "more than half"],
)
def test_c7_and_c8_of_all_hours_and_c6_beside(own: str, share: str, is_high: bool) -> None:
    half = str(Decimal(own) - 4)
    rows = [row(1, "C7", half), row(2, "C8", "4"), row(3, "C6", "6"), row(4, "C1", "4")]
    found = research([*rows, row(5, "C7", None)])
    assert (found["value"], found["is_high"]) == (share, is_high)
    assert (found["hours"], found["summary_hours"]) == (f"{Decimal(own):.2f}", "6.00")


def test_a_year_without_hours_has_no_share() -> None:
    assert research([row(1, "C7", None)])["value"] is None
