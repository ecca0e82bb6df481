"""Keeping what is counted: called by every writer in the transaction of its own change."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import islice

from django.db import connection, transaction

from assignments.coverage import recount, work
from assignments.coverage.keys import Key, Totals, totals_by_key
from assignments.coverage.models import Fact
from municipalities.models import Municipality

Numbers = tuple[int, int, int, Decimal, int, int]
BATCH = 5000


@transaction.atomic
def replace_facts(source_kind: str, source_id: int, facts: Sequence[Fact]) -> None:
    """Let `facts` be all that the source gives, and bring every touched summary row up to date.

    The caller holds a lock that every writer of the source holds, so no other changes its facts:
    the source's own row, or the tiltak of an activity. Several sources are given in order of their
    years, as rows are locked. The caller holds off a rebuild before it works out the facts.
    An empty list takes the source out of every count (a draft, a deleted row).
    """
    recount.hold_off_rebuild()
    own = Fact.objects.filter(source_kind=source_kind, source_id=source_id)
    before = list(own)
    if same_facts(before, facts):
        return
    counties = counties_of([*before, *facts])
    old, new = totals_by_key(before, counties), totals_by_key(facts, counties)
    with connection.cursor() as cursor:
        rows = recount.lock_rows(cursor, sorted({*old, *new}))
        own.delete()
        Fact.objects.bulk_create(facts)
        recount.recount_places(cursor, (pk for key, pk in rows.items() if not key.is_wide))
        recount.shift_wide(cursor, differences(rows, old, new))
        recount.refresh_wide_levels(cursor, (pk for key, pk in rows.items() if key.is_wide))
        work.shift(cursor, work.difference(work.work_of(before), work.work_of(facts)))


@transaction.atomic
def add_facts(pieces: Iterable[Sequence[Fact]]) -> None:
    """Count many sources that had no facts before, each with all its facts in one piece.

    Every summary row is locked and counted once, after the last piece: locks are taken in sorted
    order over all of them, and what is kept meanwhile grows with the rows touched, not with the
    sources. The caller holds what `replace_facts` asks for.
    """
    recount.hold_off_rebuild()
    gained: dict[Key, Numbers] = {}
    done: dict[work.WorkKey, work.Numbers] = {}
    for facts in pieces:
        Fact.objects.bulk_create(facts, batch_size=BATCH)
        work.add_to(done, work.work_of(facts))
        for key, totals in totals_by_key(facts, counties_of(facts)).items():
            gained[key] = sum_of(gained.get(key), totals.numbers())
    with connection.cursor() as cursor, recount.by_index(cursor):
        rows = recount.lock_rows(cursor, sorted(gained))
        wide = {pk: gained[key] for key, pk in rows.items() if key.is_wide}
        recount.recount_places(cursor, (pk for key, pk in rows.items() if not key.is_wide))
        recount.shift_wide(cursor, wide)
        years = {key.year for key in gained}
    with connection.cursor() as cursor:
        recount.refresh_many_wide_levels(cursor, wide, years)
        work.shift(cursor, done)


def sum_of(one: Numbers | None, other: Numbers) -> Numbers:
    if one is None:
        return other
    return (
        one[0] + other[0],
        one[1] + other[1],
        one[2] + other[2],
        one[3] + other[3],
        one[4] + other[4],
        one[5] + other[5],
    )


def differences(
    rows: dict[Key, int], old: dict[Key, Totals], new: dict[Key, Totals]
) -> dict[int, Numbers]:
    """What each wide row gains or loses, by the row's id."""
    found: dict[int, Numbers] = {}
    for key, pk in rows.items():
        if key.is_wide:
            was = old.get(key, Totals()).numbers()
            becomes = new.get(key, Totals()).numbers()
            found[pk] = (
                becomes[0] - was[0],
                becomes[1] - was[1],
                becomes[2] - was[2],
                becomes[3] - was[3],
                becomes[4] - was[4],
                becomes[5] - was[5],
            )
    return found


def counties_of(facts: Iterable[Fact]) -> dict[int, int]:
    """The county of every place named by the facts."""
    places = {pk for fact in facts for pk in (fact.place_then_id, fact.place_today_id) if pk}
    return dict(Municipality.objects.filter(pk__in=places).values_list("pk", "county_id"))


def same_facts(before: Sequence[Fact], after: Sequence[Fact]) -> bool:
    return sorted(map(content, before), key=repr) == sorted(map(content, after), key=repr)


def content(fact: Fact) -> tuple[object, ...]:
    return (
        fact.day,
        fact.year,
        fact.centre_id,
        fact.place_then_id,
        fact.place_today_id,
        fact.district_id,
        fact.theme_id,
        fact.initiative_id,
        fact.mandate_task_id,
        int(fact.level),
        None if fact.hours is None else Decimal(fact.hours).quantize(Decimal("0.01")),
        fact.attendances,
        fact.is_linked,
        tuple(fact.sides),
        fact.course_phase,
        fact.life_stage,
    )


@transaction.atomic
def rebuild() -> int:
    """Make every summary row anew from the facts, for bulk loads. Returns how many rows stand."""
    recount.hold_off_writers()
    return rebuild_rows()


@transaction.atomic
def rebuild_from(read: Callable[[], Iterable[Fact]]) -> int:
    """Make every fact and row anew. `read` is called when no writer can come in between."""
    recount.hold_off_writers()
    Fact.objects.all().delete()
    facts = iter(read())
    while batch := list(islice(facts, BATCH)):
        Fact.objects.bulk_create(batch)
    return rebuild_rows()


def rebuild_rows() -> int:
    """Returns how many rows of coverage and of work stand."""
    return recount.rebuild_rows() + work.rebuild_rows()
