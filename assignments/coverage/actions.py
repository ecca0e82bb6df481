"""Keeping what is counted: called by every writer in the transaction of its own change."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import islice

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Q

from assignments.coverage import recount, work
from assignments.coverage.keys import Key, Numbers, keys_of, numbers_by_key
from assignments.coverage.models import Fact
from municipalities.models import Municipality

BATCH = 5000
NOTHING = Numbers()


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
    with connection.cursor() as cursor:
        rows = recount.lock_rows(cursor, keys_touched([*before, *facts]))
        rest = rest_of_event(before, facts)
        was, becomes = [*before, *rest], [*facts, *rest]
        counties = counties_of([*was, *becomes])
        old, new = numbers_by_key(was, counties), numbers_by_key(becomes, counties)
        own.delete()
        Fact.objects.bulk_create(facts)
        recount.shift(cursor, differences(rows, old, new))
        recount_fallen(cursor, fallen(rows, old, new))
        work.shift(cursor, work.difference(work.work_of(was), work.work_of(becomes)))


def keys_touched(facts: Sequence[Fact]) -> list[Key]:
    """In the order in which every writer locks them."""
    counties = counties_of(facts)
    return in_turn({key for fact in facts for key in keys_of(fact, counties)})


def in_turn(keys: Iterable[Key]) -> list[Key]:
    return sorted(keys, key=lambda key: key.turn)


def rest_of_event(before: Sequence[Fact], after: Sequence[Fact]) -> list[Fact]:
    """What the same centres did in other rows of the same event: they count it once (rule 19).

    Asked when the rows are locked. Whoever writes another row of the event for one of the centres
    waits for the centre's row of the year, and then finds what is written here.
    """
    facts = [*before, *after]
    one = facts[0]
    if one.source_kind != Fact.Source.ACTIVITY:
        return []
    events = {one.source_id, *(fact.event_id for fact in facts)}
    rows = Fact.objects.filter(
        Q(linked_to__in=events) | Q(source_id__in=events),
        source_kind=one.source_kind,
        centre__in={fact.centre_id for fact in facts},
    )
    return list(rows.exclude(source_id=one.source_id))


@transaction.atomic
def add_facts(pieces: Iterable[Sequence[Fact]]) -> None:
    """Count many sources that had no facts before and are linked to nothing, each with all its
    facts in one piece.

    Every summary row is locked and shifted once, after the last piece: locks are taken in sorted
    order over all of them, and what is kept meanwhile grows with the rows touched, not with the
    sources. The caller holds what `replace_facts` asks for.
    """
    recount.hold_off_rebuild()
    gained: dict[Key, Numbers] = {}
    done: dict[work.WorkKey, work.Numbers] = {}
    for facts in pieces:
        Fact.objects.bulk_create(facts, batch_size=BATCH)
        work.add_to(done, work.work_of(facts))
        for key, numbers in numbers_by_key(facts, counties_of(facts)).items():
            gained[key] = gained.get(key, NOTHING).plus(numbers)
    with connection.cursor() as cursor:
        rows = recount.lock_rows(cursor, in_turn(gained))
        recount.shift(cursor, {pk: gained[key] for key, pk in rows.items()})
        work.shift(cursor, done)


def differences(
    rows: dict[Key, int], old: dict[Key, Numbers], new: dict[Key, Numbers]
) -> dict[int, Numbers]:
    """What each row gains or loses, by the row's id, and how far the source brings it now."""
    return {
        pk: new.get(key, NOTHING).plus(old.get(key, NOTHING)._replace(level=0, last=None), times=-1)
        for key, pk in rows.items()
    }


def fallen(
    rows: dict[Key, int], old: dict[Key, Numbers], new: dict[Key, Numbers]
) -> dict[Key, int]:
    """The rows whose level or last day may have been the source's alone."""
    return {
        key: pk for key, pk in rows.items() if old.get(key, NOTHING).may_fall(new.get(key, NOTHING))
    }


def recount_fallen(cursor: CursorWrapper, rows: dict[Key, int]) -> None:
    """A maximum cannot be taken back by a difference: it is looked up anew, places first."""
    if rows:
        recount.recount_places(cursor, [pk for key, pk in rows.items() if not key.is_wide])
        recount.refresh_wide_levels(cursor, [pk for key, pk in rows.items() if key.is_wide])


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
        fact.linked_to,
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
