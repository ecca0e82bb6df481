"""Many activities, with all that hangs on them and is counted from them, in a few minutes.

Rows are written by COPY and counted by set-based SQL, with history and the list's triggers off;
constraints stay, and a sample is counted again by the portal's own rules. The first centre,
KORUS Nord, holds a fifth.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from assignments.activities.facts import facts_of
from assignments.activities.models import Activity
from assignments.coverage.actions import content, rebuild_rows
from assignments.coverage.models import Fact
from assignments.plans.choices import CoursePhase, LifeStage
from dev.bench import facts
from dev.bench.words import HOW_OFTEN, Titles
from dev.bench.world import Doer, World

BATCH = 20_000
ACTIVITY = [
    "id",
    "kind",
    "title",
    "starts_on",
    "hours",
    "form",
    "attendances",
    "is_national_event",
    "assignment_id",
    "mandate_task_id",
    "centre_id",
    "status",
    "confirmed_at",
    "confirmed_by_id",
    "registered_by_id",
    "course_phase",
    "life_stage",
    "same_event_as_id",
    "registered_at",
    "note",
    "deleted_reason",
    "version",
    "centre_role",
    "correction",
    "correction_reason",
    "education",
    "evaluation",
    "institution",
    "is_replaced",
    "receiving_service",
    "result",
]
# Empty ones are empty texts, not NULL.
TEXTS = (
    "course_phase, life_stage, note, deleted_reason, centre_role, correction, correction_reason,"
    " education, evaluation, institution, receiving_service, result"
)
LINKS = {
    "activities_activitymunicipality": ("activity_id", "municipality_id"),
    "activities_activitytheme": ("activity_id", "theme_id", "position"),
    "activities_activity_organisations": ("activity_id", "organisation_id"),
    "activities_activitypartner": (
        *("activity_id", "centre_id", "state", "hours", "asked_by_id", "answered_by_id"),
        *("asked_at", "answered_at"),
    ),
}
TABLES = ["activities_activity", *LINKS, "activities_listedactivity", "coverage_fact"]
Row = tuple[Any, ...]


def fill(number: int) -> None:
    """Bring the database to `number` activities, and let it know how they are spread."""
    more = number - Activity.objects.count()
    first = (Activity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    with transaction.atomic(), connection.cursor() as cursor, without_indexes(cursor):
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL work_mem = '256MB'")
        maker = Maker(first)
        for start in range(first, first + more, BATCH):
            for table, rows in maker.rows(range(start, min(start + BATCH, first + more))).items():
                copy(cursor, table, rows)
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('activities_activity', 'id'), %s)",
            [first + max(more, 1)],
        )
        facts.insert(cursor, first)
        list_all(cursor, first)
    count_all()
    check_sample(first)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


class Maker:
    """Rows of activities and of what hangs on them, always the same for the same database."""

    def __init__(self, first: int) -> None:
        self.random = Random(first)  # noqa: S311 - no secret
        self.world = World(timezone.localdate(), self.random)
        self.titles = Titles(self.random)
        self.kinds, self.often = list(HOW_OFTEN), list(HOW_OFTEN.values())
        self.now = timezone.now().isoformat()
        self.first_day = date(self.world.years[0], 1, 1)
        self.days = (self.world.today - self.first_day).days
        self.last = (0, 0)

    def rows(self, numbers: Iterable[int]) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {"activities_activity": [], **{name: [] for name in LINKS}}
        for pk in numbers:
            self.add(pk, found)
        return found

    def add(self, pk: int, found: dict[str, list[Row]]) -> None:
        random, world, doer = self.random, self.world, self.world.doer()
        day = self.first_day + timedelta(days=random.randint(0, self.days))
        found["activities_activity"].append(self.activity(pk, doer, day))
        found["activities_activitymunicipality"] += [
            (pk, place) for place in world.named(doer, day.year)
        ]
        themes = random.sample(world.themes, random.choice((1, 1, 2)))
        found["activities_activitytheme"] += [
            (pk, theme, position) for position, theme in enumerate(themes)
        ]
        if random.random() < 0.05 and world.organisations:
            other = random.choice(world.organisations)
            found["activities_activity_organisations"].append((pk, other))
        if random.random() < 0.03:
            found["activities_activitypartner"] += self.partner(pk, doer)

    def activity(self, pk: int, doer: Doer, day: date) -> Row:
        random, world = self.random, self.world
        (kind,) = random.choices(self.kinds, self.often)
        is_draft = random.random() < 0.02
        form = random.choices(("on_site", "digital", "hybrid"), (6, 3, 1))[0]
        return (
            *(pk, kind, self.titles.title(kind), day),
            None if random.random() < 0.1 else random.choice((1.5, 2, 3, 4.5, 6, 7.5, 12, 20, 37)),
            *(form, None if random.random() < 0.1 else random.randint(1, 80), "f"),
            random.choice(doer.tiltak) if doer.tiltak and random.random() < 0.6 else None,
            random.choice(world.tasks) if random.random() < 0.7 else None,
            *(doer.pk, "draft" if is_draft else "confirmed"),
            *(None if is_draft else self.now, None if is_draft else world.person, world.person),
            random.choice(["", *CoursePhase.values]),
            random.choice(["", *LifeStage.values]),
            self.same_event(pk, doer),
            *(self.now, "", "", 1, "", "", "", "", "", "", "f", "", ""),
        )

    def same_event(self, pk: int, doer: Doer) -> int | None:
        """One in a hundred is another centre's row of the activity before."""
        before, self.last = self.last, (pk, doer.pk)
        is_another = before[1] not in (0, doer.pk)
        return before[0] if is_another and self.random.random() < 0.01 else None

    def partner(self, pk: int, doer: Doer) -> list[Row]:
        other, person, now = self.world.doer(), self.world.person, self.now
        if other.pk == doer.pk:
            return []
        hours = self.random.choice((None, 2, 4.5, 7))
        return [(pk, other.pk, "accepted", hours, person, person, now, now)]


def copy(cursor: CursorWrapper, table: str, rows: Iterable[Row]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    text.seek(0)
    columns, options = LINKS.get(table, ACTIVITY), "FORMAT csv"
    if table not in LINKS:
        options += f", FORCE_NOT_NULL ({TEXTS})"
    cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN ({options})", text)


def list_all(cursor: CursorWrapper, first: int) -> None:
    """What the list is found by, as the triggers would write it."""
    cursor.execute(
        "SELECT activities_list(array_agg(id), true) FROM activities_activity WHERE id >= %s"
        " GROUP BY id / 50000",
        [first],
    )


@contextmanager
def without_indexes(cursor: CursorWrapper) -> Iterator[None]:
    """Indexes that hold no constraint are made anew after the rows: many times faster."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY (%s) AND NOT EXISTS"
        " (SELECT FROM pg_constraint WHERE conname = indexname)",
        [TABLES],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _name, definition in found:
        cursor.execute(definition)


def count_all() -> None:
    """Every summary row, a year at a time: the portal's own count on that year's facts.

    A table of the session's own stands before the portal's with the same name, so that the same
    SQL reads the facts of one year and writes where nothing has to be deleted.
    """
    years = list(Fact.objects.order_by().values_list("year", flat=True).distinct())
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE coverage_coveragerow, coverage_workrow")
    for year in sorted(years):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '768MB'")
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in ("coveragerow", "workrow"):
                cursor.execute(
                    f"CREATE TEMP TABLE coverage_{table} (LIKE public.coverage_{table}"
                    " INCLUDING IDENTITY) ON COMMIT DROP"
                )
            cursor.execute(
                "CREATE TEMP TABLE coverage_fact ON COMMIT DROP AS"
                " SELECT * FROM public.coverage_fact WHERE year = %s",
                [year],
            )
            cursor.execute("ANALYZE pg_temp.coverage_fact")
            rebuild_rows()
            for table in ("coveragerow", "workrow"):
                take_over(cursor, f"coverage_{table}")


def take_over(cursor: CursorWrapper, table: str) -> None:
    cursor.execute(
        "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)"
        " FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
        " AND column_name <> 'id'",
        [table],
    )
    (columns,) = cursor.fetchone()
    cursor.execute(f"INSERT INTO public.{table} ({columns}) SELECT {columns} FROM pg_temp.{table}")  # noqa: S608


def check_sample(first: int) -> None:
    """The facts made by SQL are those that the portal's rules give. Raises ValueError."""
    for activity in Activity.objects.filter(pk__gte=first).order_by("pk")[::4001][:200]:
        stored = Fact.objects.filter(source_kind="activity", source_id=activity.pk)
        mine, rules = (
            [sorted(map(str, map(content, each)))] for each in (stored, facts_of(activity))
        )
        if mine != rules:
            raise ValueError(f"activity {activity.pk}: {mine} is not {rules}")
