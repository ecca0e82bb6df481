"""What a new code list and its change list would do to the register. Pure: asks and writes nothing.

The kind of a change is not in SSB's list; it follows from which codes stay and how many meet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from municipalities.models import MunicipalityChange
from municipalities.register import naming
from municipalities.register.klass import ChangeRow, CodeList, CodeRow

Type = MunicipalityChange.Type
Key = tuple[date, str, str]  # the day, the old code, the new code


@dataclass(frozen=True)
class Register:
    """What the register says around a day."""

    day: date
    # In force the day before: code → official name.
    before: dict[str, str]
    # In force on the day itself, as the register has it now.
    on_day: frozenset[str]
    # Every code there ever was.
    ever: frozenset[str]
    # County codes in force the day before, and every county there ever was.
    counties: dict[str, str]
    counties_ever: frozenset[str]
    # Changes that the register has on the day or later.
    later: frozenset[Key]


@dataclass(frozen=True, slots=True)
class Found:
    """One change, with the kind that it is."""

    kind: str
    old: str
    old_name: str
    new: str
    new_name: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What stops the lists, beside the field that is to be mended."""

    field: str
    text: str


@dataclass(frozen=True)
class Comparison:
    """The whole of what the lists would do."""

    day: date
    before: dict[str, str]
    after: dict[str, str]
    changes: list[Found] = field(default_factory=list)
    new_counties: dict[str, str] = field(default_factory=dict)
    ended_counties: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    # Written differently in the list, though it tells of no new name: left as they are.
    spelled_otherwise: list[tuple[str, str, str]] = field(default_factory=list)
    is_known: bool = False

    @property
    def created(self) -> list[str]:
        return sorted(set(self.after) - set(self.before))

    @property
    def ended(self) -> list[str]:
        return sorted(set(self.before) - set(self.after))

    def of_kind(self, *kinds: str) -> list[Found]:
        return [change for change in self.changes if change.kind in kinds]


def compare(register: Register, codes: CodeList, changes: list[ChangeRow]) -> Comparison:
    after = {row.code: row.name for row in codes.codes}
    moves = [row for row in changes if row.old != row.new]
    problems = [
        *unknown_counties(register, codes),
        *used_before(register, codes.codes),
        *not_in_force(register, after, changes),
        *without_a_change(register, after, codes.codes, moves),
    ]
    found = [] if problems else sorted(deduced(register.before, after, changes), key=order)
    keys = {(register.day, change.old, change.new) for change in found}
    counties = {code[:2] for code in after}
    listed = {row.code: naming.parts(row.name)[0] for row in codes.counties}
    return Comparison(
        day=register.day,
        before=register.before,
        after=after,
        changes=found,
        new_counties={code: listed[code] for code in counties - set(register.counties)}
        if not problems
        else {},
        ended_counties={
            code: name for code, name in register.counties.items() if code not in counties
        },
        problems=problems or list(newer(register, keys)),
        spelled_otherwise=list(spelled_otherwise(register.before, after, found)),
        is_known=register.on_day == set(after) and keys <= register.later,
    )


def order(change: Found) -> tuple[int, str, str]:
    return list(Type).index(Type(change.kind)), change.new, change.old


def deduced(
    before: dict[str, str], after: dict[str, str], changes: list[ChangeRow]
) -> Iterator[Found]:
    """Each change with its kind, and for a code that divides but stays, that it stays too."""
    receivers: dict[str, set[str]] = defaultdict(set)
    origins: dict[str, set[str]] = defaultdict(set)
    for row in changes:
        if row.old != row.new:
            receivers[row.old].add(row.new)
            origins[row.new].add(row.old)
    stays: set[str] = set()
    for row in {(one.old, one.new): one for one in changes}.values():
        kind = kind_of(row, before, after, receivers, origins)
        if kind is None:
            continue
        yield Found(kind, row.old, row.old_name, row.new, row.new_name)
        if kind == Type.SPLIT and row.old in after and row.old not in stays:
            stays.add(row.old)
            yield Found(kind, row.old, row.old_name, row.old, after[row.old])


def kind_of(
    row: ChangeRow,
    before: dict[str, str],
    after: dict[str, str],
    receivers: dict[str, set[str]],
    origins: dict[str, set[str]],
) -> str | None:
    """None where nothing has changed: the list names the same code and name twice."""
    if row.old == row.new:
        return None if naming.is_same(row.old_name, row.new_name) else Type.RENAME
    others = origins[row.new] - {row.old}
    if row.old in after:
        # Both stand: land has moved. A new code that nobody else became was parted from this one.
        is_new = row.new not in before and not (others - set(after))
        return Type.SPLIT if is_new else Type.BOUNDARY
    if len(receivers[row.old]) > 1:
        return Type.SPLIT
    return Type.MERGE if row.new in before or others else Type.RENUMBER


def unknown_counties(register: Register, codes: CodeList) -> Iterator[Problem]:
    """The first two digits are the county's."""
    listed = {row.code for row in codes.counties}
    told: set[str] = set()
    for row in codes.codes:
        county = row.code[:2]
        if county in register.counties or county in told:
            continue
        told.add(county)
        where = {"line": row.line, "county": county, "code": row.code, "name": row.name}
        if county in register.counties_ever and not register.on_day & {row.code}:
            yield Problem(
                "codes",
                _("Linje %(line)s: fylke %(county)s er gått ut (kommune %(code)s %(name)s).")
                % where,
            )
        elif county not in listed:
            yield Problem(
                "codes",
                _(
                    "Linje %(line)s: fylke %(county)s finnes ikke i registeret (kommune %(code)s"
                    " %(name)s). Er det nytt, må kodelisten ha en rad for fylket."
                )
                % where,
            )


def used_before(register: Register, rows: list[CodeRow]) -> Iterator[Problem]:
    """A number that has been given up is not given out again: the old rows would become the new."""
    gone = register.ever - register.on_day - set(register.before)
    for row in rows:
        if row.code in gone:
            text = _("Linje %(line)s: nummeret %(code)s er brukt før og kan ikke brukes på nytt.")
            yield Problem("codes", text % {"line": row.line, "code": row.code})


def not_in_force(
    register: Register, after: dict[str, str], changes: list[ChangeRow]
) -> Iterator[Problem]:
    """A change leads from a code of the day before to a code of the new list."""
    for row in changes:
        if row.old not in register.before:
            text = _("Linje %(line)s: %(code)s %(name)s er ikke en kommune dagen før.")
            where = {"line": row.line, "code": row.old, "name": row.old_name}
            yield Problem("changes", text % where)
        if row.new not in after:
            text = _("Linje %(line)s: %(code)s %(name)s står ikke i kodelisten.")
            where = {"line": row.line, "code": row.new, "name": row.new_name}
            yield Problem("changes", text % where)


def without_a_change(
    register: Register, after: dict[str, str], rows: list[CodeRow], moves: list[ChangeRow]
) -> Iterator[Problem]:
    """Every code that goes has somewhere to go, and every new one comes from somewhere."""
    gone, made = {row.old for row in moves}, {row.new for row in moves}
    for code, name in sorted(register.before.items()):
        if code not in after and code not in gone:
            text = _(
                "%(code)s %(name)s er borte fra kodelisten, men endringslisten sier ikke hva den"
                " ble til."
            )
            yield Problem("changes", text % {"code": code, "name": name})
    for row in rows:
        if row.code not in register.before and row.code not in made:
            text = _(
                "Kodelistens linje %(line)s: %(code)s %(name)s er ny, men endringslisten sier ikke"
                " hva den kommer fra."
            )
            where = {"line": row.line, "code": row.code, "name": row.name}
            yield Problem("changes", text % where)


def newer(register: Register, keys: set[Key]) -> Iterator[Problem]:
    """Older lists cannot be laid under what the register has taken in since."""
    others = sorted(register.later - keys)
    if others:
        text = _(
            "Registeret har alt endringer fra %(day)s eller senere som ikke står i listen, den"
            " første %(first)s (%(old)s til %(new)s). Lister må tas i bruk i rekkefølge."
        )
        first, old, new = others[0]
        where = {"old": old, "new": new}
        days = {"day": written(register.day), "first": written(first)}
        yield Problem("valid_from", text % {**where, **days})


def written(day: date) -> str:
    return date_format(day, "j. F Y")


def spelled_otherwise(
    before: dict[str, str], after: dict[str, str], found: list[Found]
) -> Iterator[tuple[str, str, str]]:
    renamed = {change.new for change in found if change.kind == Type.RENAME}
    for code in sorted(set(before) & set(after) - renamed):
        if not naming.is_same(before[code], after[code]):
            yield code, before[code], after[code]
