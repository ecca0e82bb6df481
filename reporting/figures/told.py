"""What the report must tell of: tiltak and satsinger by status, and who pays for them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from assignments.plans.models import Assignment, AssignmentYear
from reporting import newness
from reporting.figures.sums import (
    Figures,
    attendances_sum,
    counted,
    grouped,
    hours_of,
    hours_sum,
    rounded,
)
from reporting.gathering import ActivityRow, YearRows, used_codes
from reporting.gathering.rows import FundingRow, Standing

STATUSES = (*AssignmentYear.Status.values, "")
HUNDRED = Decimal(100)


def keys_of(rows: YearRows) -> list[str]:
    """Every subject of the report, by `ReportEntry.subject_key`."""
    tiltak = [f"t{assignment.pk}" for assignment in rows.assignments]
    return [*tiltak, *(f"s{initiative.pk}" for initiative in rows.initiatives)]


def standing_of(rows: YearRows, key: str) -> Standing:
    """What the leader has said, else what follows from the report before (rule 30)."""
    return rows.standings.get(key) or Standing(newness.derived(key, rows.previous), "")


def by_status(rows: YearRows) -> list[Figures]:
    """How many are new, continued, changed, or not said."""
    found: dict[str, list[str]] = defaultdict(list)
    for key in keys_of(rows):
        found[standing_of(rows, key).status].append(key)
    return [
        {
            "code": code,
            "value": len(found[code]),
            "assignments": sorted(int(key[1:]) for key in found[code] if key.startswith("t")),
            "initiatives": sorted(int(key[1:]) for key in found[code] if key.startswith("s")),
        }
        for code in STATUSES
        if found[code]
    ]


def of_subject(own: list[ActivityRow], funding: Iterable[FundingRow] = ()) -> Figures:
    """The figures of one tiltak, or of one satsing."""
    used = used_codes(own)
    return {
        "activities": counted(own),
        "hours": hours_sum(own),
        "attendances": attendances_sum(own),
        "kinds": grouped(own, lambda row: [row.kind]),
        "municipalities": {"value": len(used), "codes": used},
        "funding": [{"code": row.code, "share": f"{row.share:.2f}"} for row in funding],
    }


def by_funding(rows: YearRows) -> list[Figures]:
    """Tiltak and hours by budget line, hours by the share that it pays. Last, with an empty code,
    the tiltak that nothing is registered for. Empty where the year has no funding at all."""
    if not rows.funding:
        return []
    by_line: dict[tuple[str, str], list[FundingRow]] = defaultdict(list)
    ran = {assignment.pk for assignment in rows.running}
    for row in rows.funding:
        if row.assignment_id in ran:
            by_line[row.chapter, row.item].append(row)
    found = [line(key, own, rows.by_assignment) for key, own in sorted(by_line.items())]
    paid = {row.assignment_id for row in rows.funding}
    unpaid = [assignment for assignment in rows.running if assignment.pk not in paid]
    return [*found, *([without_funding(unpaid, rows)] if unpaid else [])]


def line(
    key: tuple[str, str], own: list[FundingRow], activities: Mapping[int, list[ActivityRow]]
) -> Figures:
    ids = sorted({row.assignment_id for row in own})
    weighted = sum(
        (hours_of(activities.get(row.assignment_id, [])) * row.share / HUNDRED for row in own),
        Decimal(0),
    )
    chapter, item = key
    return {
        "code": f"{chapter}-{item}",
        "chapter": chapter,
        "item": item,
        "value": len(ids),
        "assignments": ids,
        "hours": f"{rounded(weighted, '0.01')}",
        "rows": rows_under(ids, activities),
    }


def without_funding(unpaid: list[Assignment], rows: YearRows) -> Figures:
    ids = sorted(assignment.pk for assignment in unpaid)
    whole = sum((hours_of(rows.by_assignment.get(pk, [])) for pk in ids), Decimal(0))
    return {
        "code": "",
        "chapter": "",
        "item": "",
        "value": len(ids),
        "assignments": ids,
        "hours": f"{whole:.2f}",
        "rows": rows_under(ids, rows.by_assignment),
    }


def rows_under(ids: list[int], activities: Mapping[int, list[ActivityRow]]) -> list[int]:
    return [row.pk for pk in ids for row in activities.get(pk, [])]
