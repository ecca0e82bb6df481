"""Figures side by side, with the difference. Reads figures as they are stored, counts nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assignments.coverage.models import Level
from assignments.plans.models import AssignmentYear
from reporting import formatting, key_figures
from reporting.documents import listings, names
from reporting.key_figures import KeyFigure

Figures = dict[str, Any]
Number = int | Decimal | None
NOTHING = "–"


@dataclass(frozen=True)
class Pair:
    """One figure on both sides; empty is not known, and has no difference."""

    label: str
    old: str
    new: str
    difference: str

    @property
    def is_same(self) -> bool:
        return self.old == self.new


@dataclass(frozen=True)
class Table:
    """Only what differs, and how many rows are alike."""

    caption: str
    rows: list[Pair]
    alike: int


def pair(label: str, old: Number, new: Number) -> Pair:
    return Pair(label, written(old), written(new), difference(old, new))


def written(value: Number) -> str:
    if value is None:
        return NOTHING
    return formatting.number(value) if isinstance(value, int) else formatting.decimal(value)


def difference(old: Number, new: Number) -> str:
    """«+3», «−1,5» or «0»; a dash where one side is not known."""
    if old is None or new is None:
        return NOTHING
    change = Decimal(new) - Decimal(old)
    if not change:
        return "0"
    sign = "+" if change > 0 else "\N{MINUS SIGN}"
    return f"{sign}{formatting.decimal(abs(change))}"


def key_pairs(old: Figures, new: Figures) -> list[Pair]:
    before = by_name(key_figures.of_year(old))
    after = by_name(key_figures.of_year(new))
    found = []
    for name in {**before, **after}:
        first, second = before.get(name), after.get(name)
        label = (second or first or before[name]).label
        value = difference(first.value if first else None, second.value if second else None)
        texts = [row.text if row else NOTHING for row in (first, second)]
        found.append(Pair(label, texts[0], texts[1], value))
    return found


def by_name(rows: list[KeyFigure]) -> dict[tuple[str, str], KeyFigure]:
    return {(row.group, row.key): row for row in rows}


def tables(old: Figures, new: Figures) -> list[Table]:
    """By code: activities and hours of themes, tasks, kinds and money; levels of municipalities."""
    statuses = {row.value: str(row.label) for row in AssignmentYear.Status}
    coded = [
        Group("themes", _("Temaer"), names.themes()),
        Group("mandate_tasks", _("Oppgaver i samfunnsoppdraget"), names.mandate_tasks()),
        Group("kinds", _("Typer aktivitet"), listings.kind_names()),
        Group("funding", _("Tiltak etter kapittel og post"), {"": _("Uten finansiering")}),
        Group("statuses", _("Tiltak og satsinger etter status"), statuses, has_hours=False),
    ]
    found = [of_codes(old, new, row) for row in coded if row.key in old and row.key in new]
    return [*found, municipalities(old, new)]


@dataclass(frozen=True)
class Group:
    """A group of coded figures; not every one has hours."""

    key: str
    caption: str
    labels: Mapping[str, str]
    has_hours: bool = True


def of_codes(old: Figures, new: Figures, group: Group) -> Table:
    before = {row["code"]: row for row in old[group.key]}
    after = {row["code"]: row for row in new[group.key]}
    pairs = []
    for code in sorted({**before, **after}):
        first, second = before.get(code, {}), after.get(code, {})
        label = group.labels.get(code, code) or _("ikke satt")
        pairs.append(pair(label, first.get("value", 0), second.get("value", 0)))
        if group.has_hours:
            hours = _("%(label)s, timer") % {"label": label}
            pairs.append(pair(hours, *(Decimal(row.get("hours", 0)) for row in (first, second))))
    return only_changed(group.caption, pairs)


def municipalities(old: Figures, new: Figures) -> Table:
    before = {row["code"]: row for row in old.get("municipalities", [])}
    after = {row["code"]: row for row in new.get("municipalities", [])}
    pairs = []
    for code in sorted({**before, **after}):
        levels = [Level(side.get(code, {}).get("level", 0)) for side in (before, after)]
        name = (after.get(code) or before[code])["name"]
        words = [str(level.label) for level in levels]
        pairs.append(Pair(name, words[0], words[1], NOTHING))
    return only_changed(_("Kommuner, nivå"), pairs)


def only_changed(caption: str, pairs: list[Pair]) -> Table:
    changed = [row for row in pairs if not row.is_same]
    return Table(caption, changed, len(pairs) - len(changed))
