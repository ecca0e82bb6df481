"""Dialogues beside the rows of overlaps and gaps: what is talked about, and where to begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from assignments.access import served_ids
from assignments.dialogues.listing import TONES, own_centre_ids, result_of, state_of
from assignments.dialogues.models import Dialogue, DialogueQuerySet
from assignments.dialogues.rules import can_follow, can_start
from centres.models import Catchment, Centre
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Role
from municipalities.models import County, Municipality, Theme
from reporting.dashboard.choice import Choice
from reporting.dashboard.gaps import Gap
from reporting.dashboard.meeting import Key, Overlap

Kind = Dialogue.Kind
# Stands for the place where the whole country is meant; no row has this id.
COUNTRY = 0


@dataclass(frozen=True)
class Talk:
    """One dialogue, as it is told on a row."""

    url: str
    state: str
    tone: str
    result: str
    # Of an earlier year; empty for the year shown.
    year: str


@dataclass
class Known:
    """The dialogues about some rows, by place and theme."""

    by_key: dict[Key, list[Talk]] = field(default_factory=lambda: defaultdict(list))
    open_keys: set[Key] = field(default_factory=set)


@dataclass
class Talks:
    """What a row tells of dialogues. Nothing for visitors and who has no part in any."""

    choice: Choice
    viewer: Viewer
    known: Known = field(default_factory=Known)

    @property
    def is_shown(self) -> bool:
        return can_follow(self.viewer)

    def read(self, kind: str, place: str, keys: Collection[Key]) -> None:
        """Those about the rows of a page; `place` is «municipality» or «county»."""
        if self.is_shown:
            found = self.rows(kind).filter(**{f"{place}__in": {key[0] for key in keys}})
            self.known = self.told(found, lambda row: getattr(row, f"{place}_id"))

    def rows(self, kind: str) -> DialogueQuerySet:
        """Of the year shown, and those of earlier years that are agreed on or open still: what was
        agreed is found again the year after."""
        rows = Dialogue.objects.visible_to(self.viewer).select_related("taken_by")
        rows = rows.filter(kind=kind, year__lte=self.choice.year)
        rows = rows.exclude(year__lt=self.choice.year, state=Dialogue.State.WITHDRAWN)
        return rows.order_by("-year", "-opened_at", "-pk")

    def told(self, rows: Iterable[Dialogue], place_of: Callable[[Dialogue], int]) -> Known:
        """All of the year shown, and the newest of the years before."""
        found, earlier = Known(), set()
        for row in rows:
            key = (place_of(row), row.theme_id)
            if row.year == self.choice.year:
                found.by_key[key].append(talk_of(row))
            elif key not in earlier:
                earlier.add(key)
                found.by_key[key].append(talk_of(row, year=str(row.year)))
            if row.is_open and row.year == self.choice.year:
                found.open_keys.add(key)
        return found

    @cached_property
    def own_centres(self) -> set[int]:
        """Where the viewer works and can open dialogues for: not one that is closed."""
        own, today = own_centre_ids(self.viewer), timezone.localdate()
        if not own:
            return set()
        active = Centre.objects.active(on=today).filter(pk__in=own).order_by()
        return set(active.values_list("pk", flat=True))

    @cached_property
    def serving_centres(self) -> set[int]:
        """Own centres that serve any place at all."""
        rows = Catchment.objects.in_force(on=timezone.localdate())
        rows = rows.filter(centre__in=self.own_centres).order_by()
        return set(rows.values_list("centre", flat=True)) if self.own_centres else set()

    @cached_property
    def served(self) -> set[int]:
        return served_ids(self.viewer)

    @cached_property
    def governed(self) -> set[int]:
        offices = parties(self.viewer, Role.GOVERNOR)
        rows = County.objects.filter(governors__organisation__in=offices) if offices else []
        return {county.pk for county in rows}

    @cached_property
    def served_counties(self) -> set[int]:
        rows = Municipality.objects.filter(pk__in=self.served).order_by()
        return set(rows.values_list("county", flat=True))

    def of_overlap(self, row: Overlap) -> list[Talk]:
        return self.known.by_key[row.key]

    def of_gap(self, row: Gap) -> list[Talk]:
        return self.known.by_key[row.key]

    def new_at_overlap(self, row: Overlap) -> str:
        """Where to open a dialogue about it; empty for who may not, and where one is open."""
        if not can_start(self.viewer) or row.key in self.known.open_keys:
            return ""
        centres = {found.centre.pk for found in row.centres}
        is_near = row.place.pk in self.served or row.place.county_id in self.governed
        if not is_near and centres.isdisjoint(self.own_centres):
            return ""
        return self.address(Kind.OVERLAP, row.theme.code, kommune=row.place.code)

    def new_at_gap(self, row: Gap) -> str:
        if not can_start(self.viewer) or row.key in self.known.open_keys:
            return ""
        if row.county.pk not in self.served_counties | self.governed:
            return ""
        return self.address(Kind.GAP, row.theme.code, fylke=row.county.code)

    def of_country(self, kind: str) -> CountryTalks:
        rows = self.rows(kind).filter(municipality=None, county=None)
        return CountryTalks(self, kind, self.told(rows, lambda row: COUNTRY))

    def address(self, kind: str, theme: str, **place: str) -> str:
        chosen = {"type": kind, "tema": theme, "aar": str(self.choice.year), **place}
        return f"{reverse('dialogues:dialogue_new')}?{urlencode(chosen)}"


@dataclass(frozen=True)
class CountryTalks:
    """The same of themes in the whole country."""

    talks: Talks
    kind: str
    known: Known

    def by_theme(self, theme: Theme) -> list[Talk]:
        return self.known.by_key[COUNTRY, theme.pk]

    def new(self, theme: Theme, concerned: set[int]) -> str:
        """Where to open one: for centres that are concerned or serve a place. Never a governor's,
        whose office is of its counties."""
        own = self.talks.own_centres & (concerned | self.talks.serving_centres)
        if not own or (COUNTRY, theme.pk) in self.known.open_keys:
            return ""
        return self.talks.address(self.kind, theme.code)


def talk_of(row: Dialogue, *, year: str = "") -> Talk:
    tone = TONES[Dialogue.State(row.state)]
    return Talk(row.get_absolute_url(), state_of(row), tone, result_of(row), year)
