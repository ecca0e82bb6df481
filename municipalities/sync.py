"""Bringing a table in line with what the files say, by few queries and without a needless write."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from django.db import models

from municipalities.models import Loaded, TranslatedName

M = TypeVar("M", bound=models.Model)
L = TypeVar("L", bound=TranslatedName)
Columns = dict[str, Any]
BATCH = 500


@dataclass
class Tally:
    """What a load did to one kind of rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    # Rows that stand in the database but in no file: kept, and told about.
    absent: list[str] = field(default_factory=list)

    @property
    def written(self) -> int:
        return self.created + self.updated

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.absent + other.absent,
        )


@dataclass
class Synced(Generic[M]):
    """The rows by key after a load; `absent` are those that no file names."""

    rows: dict[Hashable, M]
    absent: list[M]
    tally: Tally

    @property
    def ids(self) -> dict[Hashable, int]:
        return {key: row.pk for key, row in self.rows.items()}

    def drop_absent(self) -> Tally:
        """Delete the rows no file names: for links, which nothing else refers to."""
        if self.absent:
            gone = [row.pk for row in self.absent]
            type(self.absent[0])._base_manager.filter(pk__in=gone).delete()
        self.tally.absent = []
        self.tally.updated += len(self.absent)
        return self.tally


def sync(
    model: type[M],
    wanted: Mapping[Hashable, Columns],
    *,
    key: Callable[[M], Hashable],
    rows: Iterable[M] | None = None,
) -> Synced[M]:
    """Create and update rows of `model` until they are as `wanted`; columns are attribute names.

    What people have entered (`entered`) stays. `key` must ask for nothing but own columns.
    """
    held = {key(row): row for row in (held_rows(model) if rows is None else rows)}
    absent = [row for name, row in held.items() if name not in wanted]
    new = {name: model(**columns) for name, columns in wanted.items() if name not in held}
    changed = {
        name: columns
        for name, row in held.items()
        if name in wanted and (columns := _differences(row, wanted[name]))
    }
    # Updates first: a row that moves makes room for a new one.
    _update(model, [held[name] for name in changed], changed.values())
    _create(model, new.values())
    tally = Tally(len(new), len(changed), len(wanted) - len(new) - len(changed))
    tally.absent = [str(row) for row in absent if not getattr(row, "is_made_here", False)]
    return Synced(held | new, absent, tally)


def held_rows(model: type[M]) -> models.QuerySet[M]:
    """All rows; those that people may edit are held until the load is over."""
    rows = model._base_manager.all()
    return rows.select_for_update(no_key=True, of=("self",)) if issubclass(model, Loaded) else rows


def keys_with_moves(
    rows: Iterable[M],
    wanted: Collection[Hashable],
    *,
    key: Callable[[M], Hashable],
    group: Callable[[Any], Hashable],
) -> Callable[[M], Hashable]:
    """A key for `sync` that finds a row again whose date was corrected in the file or by hand.

    A row whose own key no file names takes a key of its `group` (the key without the date) that
    no row has.
    """
    rows = list(rows)
    taken = {key(row) for row in rows}
    free: dict[Hashable, list[Hashable]] = {}
    for name in wanted:
        if name not in taken:
            free.setdefault(group(name), []).append(name)
    moved: dict[int, Hashable] = {}
    for row in rows:
        places = free.get(group(key(row)))
        if places and key(row) not in wanted and not getattr(row, "is_made_here", False):
            moved[row.pk] = places.pop(0)
    return lambda row: moved.get(row.pk) or key(row)


def retire(synced: Synced[L], *, on: date) -> None:
    """Give rows of a closed list that left their file a last day; never people's own rows."""
    left = [
        row
        for row in synced.absent
        if not row.is_made_here and row.retired_on is None and not _is_entered(row, "retired_on")
    ]
    for row in left:
        row.retired_on = on
    _update(type(left[0]) if left else TranslatedName, left, [{"retired_on"}])
    synced.tally.absent = []
    synced.tally.updated += len(left)


def _differences(row: models.Model, columns: Columns) -> set[str]:
    """Sets what differs, and says which columns that were."""
    changed = set()
    for name, value in columns.items():
        if not _is_entered(row, name) and _plain(getattr(row, name)) != value:
            setattr(row, name, value)
            changed.add(name)
    return changed


def _is_entered(row: models.Model, attribute: str) -> bool:
    return attribute.removesuffix("_id") in getattr(row, "entered", ())


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _create(model: type[M], rows: Iterable[M]) -> None:
    model._base_manager.bulk_create(rows, batch_size=BATCH)


def _update(model: type[M], rows: Collection[M], changed: Iterable[set[str]]) -> None:
    columns = sorted(set().union(*changed))
    if rows:
        names = [model._meta.get_field(column.removesuffix("_id")).name for column in columns]
        model._base_manager.bulk_update(rows, names, batch_size=BATCH)
