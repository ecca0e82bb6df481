"""Laying the values of a file ready for a look, in pieces of a known size.

Nothing here decides anything: actions/reading.py asks, and says when.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from municipalities.indicators.incoming.rows import Problem, Reader, Value
from municipalities.indicators.incoming.tables import Table
from municipalities.indicators.models import Batch, RowError, StagedValue

PIECE = 2000
KEPT_ERRORS = 1000

# The first of two rows that say the same stands; the other is told about. `unnest` keeps order.
LAY = """
INSERT INTO indicators_stagedvalue
  (batch_id, line, indicator_id, municipality_id, county_id, year, value, mark, original_code)
SELECT %s, * FROM unnest(
  %s::int[], %s::bigint[], %s::bigint[], %s::bigint[], %s::smallint[], %s::numeric[], %s::text[],
  %s::text[])
ON CONFLICT DO NOTHING
RETURNING line, indicator_id
"""


@dataclass
class Counted:
    """What has been read so far."""

    accepted: int = 0
    carried: int = 0
    rejected: int = 0
    kept_errors: int = 0


def clear(batch: Batch) -> None:
    """Away with what an earlier reading left."""
    StagedValue.objects.filter(batch=batch).delete()
    RowError.objects.filter(batch=batch).delete()


def pieces(table: Table, reader: Reader) -> Iterator[tuple[int, list[Value | Problem]]]:
    """What the rows say, some thousands at a time, with how many rows have been read by then."""
    done = 0
    while rows := list(islice(table.rows, PIECE)):
        done += len(rows)
        yield done, [one for row in rows for one in reader.read(row)]


def write(batch: Batch, found: Iterable[Value | Problem], counted: Counted) -> None:
    """One piece: its values, and what is wrong with the rows that are not among them."""
    values: list[Value] = []
    problems: list[Problem] = []
    for one in found:
        if isinstance(one, Value):
            values.append(one)
        else:
            problems.append(one)
    twice = lay_values(batch, values)
    problems += explained(batch, twice) if twice else []
    counted.accepted += len(values) - len(twice)
    counted.carried += sum(value.is_carried for value in values)
    counted.rejected += len({problem.line for problem in problems})
    keep(batch, sorted(problems, key=lambda problem: problem.line), counted)


def lay_values(batch: Batch, values: list[Value]) -> list[Value]:
    """Store them; returns those whose place, year and indicator an earlier row has."""
    if not values:
        return []
    columns: list[list[Any]] = [
        [value.line for value in values],
        [value.indicator for value in values],
        [value.municipality for value in values],
        [value.county for value in values],
        [value.year for value in values],
        [value.value for value in values],
        [value.mark for value in values],
        [value.original_code for value in values],
    ]
    with connection.cursor() as cursor:
        cursor.execute(LAY, [batch.pk, *columns])
        laid = set(cursor.fetchall())
    return [value for value in values if (value.line, value.indicator) not in laid]


def explained(batch: Batch, twice: list[Value]) -> list[Problem]:
    """Which row said it first. One question for as many as are kept."""
    few = twice[:KEPT_ERRORS]
    columns = ("indicator", "municipality", "county", "year", "line")
    rows = StagedValue.objects.filter(
        batch=batch,
        year__in={value.year for value in few},
        indicator__in={value.indicator for value in few},
    )
    first = {row[:-1]: row[-1] for row in rows.values_list(*columns).iterator()}
    return [
        Problem(
            value.line,
            value.column,
            value.original_code,
            _("Rad %(line)d sier det samme: samme sted, år og indikator.")
            % {"line": first[value.indicator, value.municipality, value.county, value.year]},
        )
        for value in few
    ] + [Problem(value.line, "", "", "") for value in twice[KEPT_ERRORS:]]


def keep(batch: Batch, problems: list[Problem], counted: Counted) -> None:
    """The first thousand; the rest are only counted."""
    room = KEPT_ERRORS - counted.kept_errors
    kept = problems[: max(room, 0)]
    RowError.objects.bulk_create(
        RowError(
            batch=batch,
            line=problem.line,
            column=problem.column[:120],
            cell=problem.cell[:120],
            message=problem.message[:300],
        )
        for problem in kept
    )
    counted.kept_errors += len(kept)
