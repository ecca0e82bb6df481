"""The SQL that keeps summary rows true: lock, shift, recount what may have fallen, rebuild all."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.backends.utils import CursorWrapper

from assignments.coverage.keys import Key, Numbers

KEY_COLUMNS = "structure, year, place_id, county_id, centre_id, kind, slice, slice_key"
COUNTS = (
    "activities",
    "activities_with_hours",
    "requests",
    "hours",
    "attendances",
    "agreements",
)

# `{own}` is true in a row of one centre. A row that is linked to another centre's as the same event
# counts in what several centres did only by its hours; a centre that was in several rows of one
# event has it once (rule 19).
AGGREGATES = """
    coalesce(max(f.level), 0) AS level,
    count(DISTINCT coalesce(f.linked_to, f.source_id)) FILTER (
        WHERE f.source_kind = 'activity' AND ({own} OR NOT f.is_linked)) AS activities,
    count(DISTINCT coalesce(f.linked_to, f.source_id)) FILTER (
        WHERE f.source_kind = 'activity' AND f.hours IS NOT NULL AND ({own} OR NOT f.is_linked)
    ) AS activities_with_hours,
    count(DISTINCT f.source_id) FILTER (WHERE f.source_kind = 'request') AS requests,
    coalesce(sum(f.hours), 0) AS hours,
    coalesce(sum(f.attendances) FILTER (WHERE {own} OR NOT f.is_linked), 0) AS attendances,
    count(DISTINCT f.source_id) FILTER (WHERE f.source_kind = 'agreement') AS agreements,
    max(f.day) FILTER (WHERE f.level >= 2) AS last_contact_on
"""
AGGREGATES_OF_KEY = AGGREGATES.format(own="k.centre_id IS NOT NULL")

SAME_DOER_AND_SLICE = """
    f.year = k.year
    AND (k.centre_id IS NULL OR f.centre_id = k.centre_id)
    AND (k.kind = '' OR f.centre_kind = k.kind)
    AND (k.slice = 'none'
        OR (k.slice = 'theme' AND f.theme_id = k.slice_key)
        OR (k.slice = 'initiative' AND f.initiative_id = k.slice_key)
        OR (k.slice = 'mandate_task' AND f.mandate_task_id = k.slice_key))
"""

SET_AGGREGATES = """
    level = x.level, activities = x.activities, activities_with_hours = x.activities_with_hours,
    requests = x.requests, hours = x.hours, attendances = x.attendances,
    agreements = x.agreements, last_contact_on = x.last_contact_on
"""


def hold_off_rebuild() -> None:
    """What every writer takes first, until its transaction ends; writers do not meet in it."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE coverage_fact IN ROW EXCLUSIVE MODE")


def hold_off_writers() -> None:
    """Wait for the writers under way and stop new ones until the transaction ends.

    Facts before rows, as writers go. Whoever reads the pages is not held up.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE coverage_fact IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("LOCK TABLE coverage_coveragerow IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("LOCK TABLE coverage_workrow IN SHARE ROW EXCLUSIVE MODE")


def lock_rows(cursor: CursorWrapper, keys: Sequence[Key]) -> dict[Key, int]:
    """Make missing rows and lock all, in sorted order so that writers never wait in a circle.

    The idle update is what locks a row that is there already, in the same pass that inserts.
    """
    if not keys:
        return {}
    cursor.execute(
        f"""
        INSERT INTO coverage_coveragerow AS r
            ({KEY_COLUMNS}, level, {", ".join(COUNTS)})
        SELECT structure, year, nullif(place, 0), nullif(county, 0), nullif(centre, 0),
               kind, slice, slice_key, 0, 0, 0, 0, 0, 0, 0
        FROM unnest(%s::text[], %s::int[], %s::bigint[], %s::bigint[], %s::bigint[],
                    %s::text[], %s::text[], %s::bigint[])
             AS n(structure, year, place, county, centre, kind, slice, slice_key)
        ON CONFLICT ({KEY_COLUMNS}) DO UPDATE SET slice_key = r.slice_key
        RETURNING r.structure, r.year, coalesce(r.place_id, 0), coalesce(r.county_id, 0),
                  coalesce(r.centre_id, 0), r.kind, r.slice, r.slice_key, r.id
        """,  # noqa: S608 - column names are ours
        [list(column) for column in zip(*keys, strict=True)],
    )
    return {Key(*row[:8]): row[8] for row in cursor.fetchall()}


def recount_places(cursor: CursorWrapper, row_ids: Iterable[int]) -> None:
    """Count the locked rows of municipalities and districts anew from their facts."""
    ids = list(row_ids)
    for structure, column in (("then", "place_then_id"), ("today", "place_today_id")):
        cursor.execute(
            f"""
            UPDATE coverage_coveragerow AS r SET {SET_AGGREGATES}
            FROM coverage_coveragerow AS k
            CROSS JOIN LATERAL (
                SELECT {AGGREGATES_OF_KEY} FROM coverage_fact AS f
                WHERE (f.{column} = k.place_id OR f.district_id = k.place_id)
                  AND {SAME_DOER_AND_SLICE}
            ) AS x
            WHERE r.id = k.id AND k.structure = %s AND k.id = ANY(%s)
            """,  # noqa: S608 - column names are ours
            [structure, ids],
        )


def shift(cursor: CursorWrapper, changes: Mapping[int, Numbers]) -> None:
    """Add a source's before-and-after difference to the locked rows, and raise level and day.

    What may have fallen is recounted afterwards.
    """
    if not changes:
        return
    columns = list(zip(*changes.values(), strict=True))
    added = ", ".join(f"{name} = r.{name} + d.{name}" for name in COUNTS)
    cursor.execute(
        f"""
        UPDATE coverage_coveragerow AS r SET {added},
            level = greatest(r.level, d.level),
            last_contact_on = greatest(r.last_contact_on, d.last)
        FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::int[], %s::numeric[], %s::int[],
                    %s::int[], %s::smallint[], %s::date[])
             AS d(id, {", ".join(COUNTS)}, level, last)
        WHERE r.id = d.id
        """,  # noqa: S608 - column names are ours
        [list(changes), *(list(column) for column in columns)],
    )


def refresh_wide_levels(cursor: CursorWrapper, row_ids: Iterable[int]) -> None:
    """Levels and last dates of county and country rows come from their municipalities' rows."""
    cursor.execute(
        """
        UPDATE coverage_coveragerow AS r SET level = x.level, last_contact_on = x.last_contact_on
        FROM coverage_coveragerow AS k
        CROSS JOIN LATERAL (
            SELECT coalesce(max(m.level), 0) AS level, max(m.last_contact_on) AS last_contact_on
            FROM coverage_coveragerow AS m
            JOIN municipalities_municipality AS p ON p.id = m.place_id
            WHERE m.structure = k.structure AND m.year = k.year
              AND m.slice = k.slice AND m.slice_key = k.slice_key AND m.kind = k.kind
              AND m.centre_id IS NOT DISTINCT FROM k.centre_id
              AND (k.county_id IS NULL OR p.county_id = k.county_id)
        ) AS x
        WHERE r.id = k.id AND k.id = ANY(%s)
        """,
        [list(row_ids)],
    )


# What each source (at a centre: each event) gives to each row first, so that it is counted once
# without being sorted: twice as fast as to count distinct sources. Rows that are read together lie
# beside each other.
REBUILD = f"""
INSERT INTO coverage_coveragerow
    ({KEY_COLUMNS}, level, activities, activities_with_hours, requests, hours,
     attendances, agreements, last_contact_on)
SELECT {KEY_COLUMNS}, max(level),
    count(*) FILTER (WHERE source_kind = 'activity' AND counts),
    count(*) FILTER (WHERE source_kind = 'activity' AND counts AND has_hours),
    count(*) FILTER (WHERE source_kind = 'request'),
    coalesce(sum(hours), 0), coalesce(sum(attendances) FILTER (WHERE counts), 0),
    count(*) FILTER (WHERE source_kind = 'agreement'), max(last_contact_on)
FROM (
    SELECT p.structure, f.year, p.place_id, p.county_id, d.centre_id, d.kind,
        s.slice, s.slice_key, f.source_kind, e.event,
        d.centre_id IS NOT NULL OR NOT f.is_linked AS counts,
        max(f.level) AS level, bool_or(f.hours IS NOT NULL) AS has_hours,
        sum(f.hours) AS hours, sum(f.attendances) AS attendances,
        max(f.day) FILTER (WHERE f.level >= 2) AS last_contact_on
    FROM coverage_fact AS f
    LEFT JOIN municipalities_municipality AS t ON t.id = f.place_then_id
    LEFT JOIN municipalities_municipality AS n ON n.id = f.place_today_id
    CROSS JOIN LATERAL (VALUES
        ('then', NULL::bigint, NULL::bigint, true),
        ('then', NULL, t.county_id, t.id IS NOT NULL),
        ('then', f.place_then_id, NULL, t.id IS NOT NULL),
        ('then', f.district_id, NULL, f.district_id IS NOT NULL),
        ('today', NULL, NULL, true),
        ('today', NULL, n.county_id, n.id IS NOT NULL),
        ('today', f.place_today_id, NULL, n.id IS NOT NULL),
        ('today', f.district_id, NULL, f.district_id IS NOT NULL)
    ) AS p(structure, place_id, county_id, stands)
    CROSS JOIN LATERAL (VALUES
        (f.centre_id, ''), (NULL, f.centre_kind), (NULL, '')
    ) AS d(centre_id, kind)
    CROSS JOIN LATERAL (VALUES
        (coalesce(CASE WHEN d.centre_id IS NOT NULL THEN f.linked_to END, f.source_id))
    ) AS e(event)
    CROSS JOIN LATERAL (VALUES
        ('none', 0::bigint, true),
        ('theme', f.theme_id, f.theme_id IS NOT NULL),
        ('initiative', f.initiative_id, f.initiative_id IS NOT NULL),
        ('mandate_task', f.mandate_task_id, f.mandate_task_id IS NOT NULL)
    ) AS s(slice, slice_key, stands)
    WHERE p.stands AND s.stands
    GROUP BY p.structure, f.year, p.place_id, p.county_id, d.centre_id, d.kind,
        s.slice, s.slice_key, f.source_kind, e.event, counts
) AS of_source
GROUP BY {KEY_COLUMNS}
ORDER BY structure, year, slice, slice_key, centre_id, kind, place_id
"""  # noqa: S608 - column names are ours


def rebuild_rows() -> int:
    """Make every summary row anew from the facts, with writers held off. Returns the count."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM coverage_coveragerow")
        cursor.execute(REBUILD)
        return int(cursor.rowcount)
