"""Overlaps: municipality × theme where several centres were at work, together or each alone.

A centre is at work where it has a confirmed activity of any kind in the year that names the
municipality and the theme (its own, or another's that it said yes to). That is wider than brukt:
two centres in meetings about the same thing are to know of each other too. A centre, kind or
function in the choice says who is to be among them; the others may be anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assignments.activities.models import Activity
from assignments.activities.models import Overlap as Decision
from assignments.coverage.models import CoverageRow, Fact, Slice
from centres.models import Centre
from municipalities.models import Municipality, Theme
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import chosen_places, facts_of, place_column

PER_PAGE = 50
# How many are described at a time where all are told.
PER_ROUND = 200
# Ids of a place and of a theme.
Key = tuple[int, int]
TOGETHER = [Decision.Outcome.JOINT, Decision.Outcome.SAME_EVENT]
JOINT: dict[str, str | Promise] = {
    "ja": _("ja"),
    "delvis": _("delvis"),
    "nei": _("nei"),
}


@dataclass(frozen=True)
class AtWork:
    """A centre with confirmed activities on the theme in the municipality."""

    centre: Centre
    activities: int
    # Whether one of them is joint with another of the centres.
    is_joint: bool


@dataclass(frozen=True)
class Overlap:
    place: Municipality
    theme: Theme
    centres: list[AtWork]

    @property
    def key(self) -> Key:
        return self.place.pk, self.theme.pk

    @property
    def joint(self) -> str:
        """A key of JOINT: whether all of the centres, some or none work together there."""
        marks = {row.is_joint for row in self.centres}
        return "delvis" if len(marks) > 1 else ("ja" if marks == {True} else "nei")

    @property
    def activities(self) -> int:
        """Of the centres together; one that two share is counted at both."""
        return sum(row.activities for row in self.centres)


@dataclass(frozen=True)
class Source:
    """Rows of single centres by place and theme, and what their columns are called."""

    rows: QuerySet[Any]
    place: str
    theme: str
    number: Any


def source_of(choice: Choice) -> Source:
    """Summary rows; the facts where an initiative or a task is chosen too."""
    if choice.initiative is not None or choice.task is not None:
        column = place_column(choice)
        anybody = replace(choice, centre=None, kind="", function="")
        facts = facts_of(anybody).filter(source_kind=Fact.Source.ACTIVITY)
        facts = facts.exclude(**{column: None}).exclude(theme=None)
        return Source(facts.order_by(), column, "theme", Count("source_id", distinct=True))
    rows = CoverageRow.objects.of_year(choice.year, structure=choice.structure).municipalities()
    rows = rows.filter(slice=Slice.THEME, centre__isnull=False, activities__gt=0)
    rows = rows.filter(chosen_places(choice, "place__"))
    if choice.theme is not None:
        rows = rows.filter(slice_key=choice.theme.pk)
    return Source(rows.order_by(), "place", "slice_key", F("activities"))


def chosen_centres(choice: Choice) -> Q:
    """Who is to be among those at work."""
    if choice.centre is not None:
        return Q(centre=choice.centre)
    own = Q(centre__kind=choice.kind) if choice.kind else Q()
    return own & Q(centre__function=choice.function) if choice.function else own


def keys_of(choice: Choice) -> Any:
    """Place and theme of every overlap, to be paged: by name of place, then by theme."""
    found = source_of(choice)
    rows = found.rows.values(found.place, found.theme)
    rows = rows.annotate(
        centres=Count("centre", distinct=True),
        own=Count("centre", distinct=True, filter=chosen_centres(choice) or None),
    )
    rows = rows.filter(centres__gte=2, own__gte=1)
    order = (f"{found.place}__sort_key", f"{found.place}__code", found.theme)
    return rows.order_by(*order).values_list(found.place, found.theme)


def described(choice: Choice, keys: Iterable[Key]) -> list[Overlap]:
    """The overlaps of some keys, in their order. Seven queries however many."""
    wanted = list(keys)
    places = Municipality.objects.select_related("county").in_bulk({pk for pk, _theme in wanted})
    themes = Theme.objects.select_related("parent").in_bulk({pk for _place, pk in wanted})
    counts, joint = counts_of(choice, wanted), joint_centres(choice, wanted)
    centres = Centre.objects.in_bulk({pk for row in counts.values() for pk in row})
    return [
        Overlap(places[place], themes[theme], at_work(counts[key], joint[key], centres))
        for key in wanted
        for place, theme in [key]
    ]


def at_work(counts: dict[int, int], joint: set[int], centres: dict[int, Centre]) -> list[AtWork]:
    rows = [AtWork(centres[pk], number, pk in joint) for pk, number in counts.items()]
    return sorted(rows, key=lambda row: (-row.activities, row.centre.short_name))


def counts_of(choice: Choice, keys: list[Key]) -> dict[Key, dict[int, int]]:
    """By place and theme: how many activities each centre has."""
    source, wanted = source_of(choice), set(keys)
    rows = source.rows.filter(
        **{
            f"{source.place}__in": {place for place, _theme in wanted},
            f"{source.theme}__in": {theme for _place, theme in wanted},
        }
    )
    rows = rows.values(source.place, source.theme, "centre").annotate(number=source.number)
    found: dict[Key, dict[int, int]] = defaultdict(dict)
    columns = (source.place, source.theme, "centre", "number")
    for place, theme, centre, number in rows.values_list(*columns):
        if (place, theme) in wanted:
            found[place, theme][centre] = number
    return found


def joint_centres(choice: Choice, keys: list[Key]) -> dict[Key, set[int]]:
    """By place and theme: the centres that share an activity there with another.

    They said yes to be partners in it, their rows are linked as the same event, or the two rows
    are decided to be joint work.
    """
    doers = doers_of(choice, keys)
    pairs = pairs_of({pk for sources in doers.values() for pk in sources})
    found: dict[Key, set[int]] = defaultdict(set)
    for key, sources in doers.items():
        together = [*sources.values()]
        together += [sources[a] | sources[b] for a, b in pairs if a in sources and b in sources]
        found[key] = {pk for group in together if len(group) > 1 for pk in group}
    return found


def doers_of(choice: Choice, keys: list[Key]) -> dict[Key, dict[int, set[int]]]:
    """By place and theme: whose each activity is."""
    column, wanted = place_column(choice), set(keys)
    anybody = replace(choice, centre=None, kind="", function="")
    facts = facts_of(anybody).filter(
        source_kind=Fact.Source.ACTIVITY,
        theme__in={theme for _place, theme in wanted},
        **{f"{column}__in": {place for place, _theme in wanted}},
    )
    found: dict[Key, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    columns = (column, "theme", "source_id", "centre")
    for place, theme, source, centre in facts.order_by().values_list(*columns):
        if (place, theme) in wanted:
            found[place, theme][source].add(centre)
    return found


def pairs_of(activities: set[int]) -> list[tuple[int, int]]:
    """Two rows of one piece of work."""
    decided = Decision.objects.filter(first__in=activities, second__in=activities)
    decided = decided.filter(outcome__in=TOGETHER).order_by()
    linked = Activity.objects.filter(pk__in=activities, same_event_as__in=activities).order_by()
    rows = linked.values_list("pk", "same_event_as_id")
    links = [(pk, other) for pk, other in rows if other is not None]
    return [*decided.values_list("first_id", "second_id"), *links]


def overlaps(choice: Choice) -> Iterator[Overlap]:
    """All of them, as the page says them, a few hundred at a time."""
    keys = list(keys_of(choice))
    for start in range(0, len(keys), PER_ROUND):
        yield from described(choice, keys[start : start + PER_ROUND])
