"""Keeping the rows of work by side and by course: what a source adds to them, lock, shift, rebuild.

What a centre did in a source is one piece of work, however many places and themes it has: its hours
are those of all its facts together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from assignments.coverage.models import Cut, Fact
from assignments.coverage.sides import side_shares

KEY_COLUMNS = "year, centre_id, kind, cut, key"
COLUMNS = ("activities", "activities_with_hours", "hours")
# In the order of COLUMNS.
Numbers = tuple[int, int, Decimal]
NOTHING: Numbers = (0, 0, Decimal(0))

# What each centre did in each source, with its hours cut by side and by course, from the facts.
SHARES = """
    WITH piece AS (
        SELECT source_id, year, centre_id, centre_kind, sides, is_linked, linked_to,
               course_phase || ':' || life_stage AS course, sum(hours) AS hours,
               greatest(cardinality(sides), 1) AS parts
        FROM coverage_fact WHERE source_kind = 'activity'
        GROUP BY source_id, year, centre_id, centre_kind, sides, is_linked, linked_to,
                 course_phase, life_stage
    ), share AS (
        SELECT p.*, 'side' AS cut, s.side AS key, CASE s.place
            WHEN 1 THEN hours - trunc(hours / parts, 2) * (parts - 1)
            ELSE trunc(hours / parts, 2) END AS part
        FROM piece AS p CROSS JOIN LATERAL unnest(
            CASE WHEN sides = '{}' THEN ARRAY[''] ELSE sides END
        ) WITH ORDINALITY AS s(side, place)
        UNION ALL SELECT p.*, 'course', p.course, p.hours FROM piece AS p
    )
"""
ROWS = """
    SELECT s.year, d.centre_id, d.kind, s.cut, s.key,
           count(DISTINCT coalesce(s.linked_to, s.source_id)) FILTER (
               WHERE d.centre_id IS NOT NULL OR NOT s.is_linked),
           count(DISTINCT coalesce(s.linked_to, s.source_id)) FILTER (
               WHERE s.part IS NOT NULL
                 AND (d.centre_id IS NOT NULL OR NOT s.is_linked)),
           coalesce(sum(s.part), 0)
    FROM share AS s
    CROSS JOIN LATERAL (VALUES
        (s.centre_id, ''), (NULL, s.centre_kind), (NULL, '')
    ) AS d(centre_id, kind)
    GROUP BY s.year, d.centre_id, d.kind, s.cut, s.key
"""


class WorkKey(NamedTuple):
    """The identity of one WorkRow. No centre is 0 here, so that keys sort."""

    year: int
    centre: int
    kind: str
    cut: str
    key: str


class Piece(NamedTuple):
    """What one centre did in one source: the facts that agree in this are one piece of work."""

    source_id: int
    year: int
    centre_id: int
    centre_kind: str
    sides: tuple[str, ...]
    course: str
    is_linked: bool
    event_id: int

    def shares(self, hours: Decimal | None) -> Iterator[tuple[str, str, Decimal | None]]:
        """(cut, key, hours) of every row of one doer that the piece stands in."""
        for side, share in side_shares(hours, self.sides).items():
            yield Cut.SIDE.value, side, share
        yield Cut.COURSE.value, self.course, hours

    def doers(self) -> Iterator[tuple[int, str]]:
        yield self.centre_id, ""
        yield 0, self.centre_kind
        yield 0, ""


@dataclass
class Totals:
    """What some sources add to one row. An event is counted once, whoever took part."""

    activities: set[int] = field(default_factory=set)
    with_hours: set[int] = field(default_factory=set)
    hours: Decimal = Decimal(0)

    def add(self, piece: Piece, hours: Decimal | None, *, is_own: bool) -> None:
        """`is_own`: the row is of one centre. A linked row counts in the others by its hours."""
        self.hours += hours or 0
        if is_own or not piece.is_linked:
            self.activities.add(piece.event_id)
            if hours is not None:
                self.with_hours.add(piece.event_id)

    def numbers(self) -> Numbers:
        return len(self.activities), len(self.with_hours), self.hours


def work_of(facts: Iterable[Fact]) -> dict[WorkKey, Numbers]:
    """Every work row that the facts of whole sources stand in, with what they add to it."""
    found: dict[WorkKey, Totals] = {}
    for piece, hours in hours_of_pieces(facts).items():
        for cut, key, share in piece.shares(hours):
            for centre, kind in piece.doers():
                row = found.setdefault(WorkKey(piece.year, centre, kind, cut, key), Totals())
                row.add(piece, share, is_own=bool(centre))
    return {key: totals.numbers() for key, totals in found.items()}


def hours_of_pieces(facts: Iterable[Fact]) -> dict[Piece, Decimal | None]:
    """Empty hours are unknown, unless another fact of the piece has some (rule 15)."""
    found: dict[Piece, Decimal | None] = {}
    for fact in facts:
        if fact.source_kind == Fact.Source.ACTIVITY:
            piece = piece_of(fact)
            so_far = found.setdefault(piece, None)
            if fact.hours is not None:
                found[piece] = (so_far or Decimal(0)) + Decimal(fact.hours)
    return found


def piece_of(fact: Fact) -> Piece:
    return Piece(
        fact.source_id,
        fact.year,
        fact.centre_id,
        fact.centre_kind,
        tuple(fact.sides),
        f"{fact.course_phase}:{fact.life_stage}",
        fact.is_linked,
        fact.event_id,
    )


def difference(
    before: Mapping[WorkKey, Numbers], after: Mapping[WorkKey, Numbers]
) -> dict[WorkKey, Numbers]:
    """What each row gains or loses. Rows that keep what they have are not among them."""
    found = {}
    for key in {*before, *after}:
        was, becomes = before.get(key, NOTHING), after.get(key, NOTHING)
        if was != becomes:
            found[key] = (becomes[0] - was[0], becomes[1] - was[1], becomes[2] - was[2])
    return found


def add_to(gained: dict[WorkKey, Numbers], more: Mapping[WorkKey, Numbers]) -> None:
    for key, numbers in more.items():
        so_far = gained.get(key, NOTHING)
        gained[key] = (so_far[0] + numbers[0], so_far[1] + numbers[1], so_far[2] + numbers[2])


def shift(cursor: CursorWrapper, changes: Mapping[WorkKey, Numbers]) -> None:
    """Lock the rows in sorted order and add what each gains or loses.

    Called when the summary rows are locked: whoever holds the country's row of a year is alone with
    the work of that year.
    """
    keys = sorted(changes)
    if not keys:
        return
    lock_rows(cursor, keys)
    numbers = zip(*(changes[key] for key in keys), strict=True)
    assignments = ", ".join(f"{name} = r.{name} + n.{name}" for name in COLUMNS)
    cursor.execute(
        f"""
        UPDATE coverage_workrow AS r SET {assignments}
        FROM unnest(%s::int[], %s::bigint[], %s::text[], %s::text[], %s::text[],
                    %s::int[], %s::int[], %s::numeric[])
             AS n(year, centre, kind, cut, key, {", ".join(COLUMNS)})
        WHERE r.year = n.year AND r.centre_id IS NOT DISTINCT FROM nullif(n.centre, 0)
          AND r.kind = n.kind AND r.cut = n.cut AND r.key = n.key
        """,  # noqa: S608 - column names are ours
        [*columns_of(keys), *(list(column) for column in numbers)],
    )


def lock_rows(cursor: CursorWrapper, keys: Sequence[WorkKey]) -> None:
    """Make missing rows and lock all, in the order given; the idle update is what locks."""
    cursor.execute(
        f"""
        INSERT INTO coverage_workrow AS r ({KEY_COLUMNS}, {", ".join(COLUMNS)})
        SELECT year, nullif(centre, 0), kind, cut, key, 0, 0, 0
        FROM unnest(%s::int[], %s::bigint[], %s::text[], %s::text[], %s::text[])
             AS n(year, centre, kind, cut, key)
        ON CONFLICT ({KEY_COLUMNS}) DO UPDATE SET key = r.key
        """,  # noqa: S608 - column names are ours
        columns_of(keys),
    )


def columns_of(keys: Sequence[WorkKey]) -> list[list[object]]:
    return [list(column) for column in zip(*keys, strict=True)]


def rebuild_rows() -> int:
    """Make every work row anew from the facts, with writers held off. Returns the count."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM coverage_workrow")
        columns = f"{KEY_COLUMNS}, {', '.join(COLUMNS)}"
        cursor.execute(f"INSERT INTO coverage_workrow ({columns}) {SHARES} {ROWS}")
        return int(cursor.rowcount)
