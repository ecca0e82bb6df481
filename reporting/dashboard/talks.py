"""Dialogues beside the rows of overlaps and gaps: what is talked about, and where to begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from assignments.access import served_ids
from assignments.dialogues.listing import TONES, own_centre_ids, result_of, state_of
from assignments.dialogues.models import Dialogue
from assignments.dialogues.rules import can_follow, can_start
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Role
from municipalities.models import County, Municipality
from reporting.dashboard.choice import Choice
from reporting.dashboard.gaps import Gap
from reporting.dashboard.meeting import Key, Overlap

Kind = Dialogue.Kind


@dataclass(frozen=True)
class Talk:
    """One dialogue, as it is told on a row."""

    url: str
    state: str
    tone: str
    result: str


@dataclass
class Talks:
    """What a row tells of dialogues. Nothing for visitors and who has no part in any."""

    choice: Choice
    viewer: Viewer
    by_key: dict[Key, list[Talk]] = field(default_factory=dict)
    open_keys: set[Key] = field(default_factory=set)

    @property
    def is_shown(self) -> bool:
        return can_follow(self.viewer)

    def read(self, kind: str, place: str, keys: Collection[Key]) -> None:
        """Those about the rows of a page; `place` is «municipality» or «county»."""
        if not self.is_shown:
            return
        rows = Dialogue.objects.visible_to(self.viewer).select_related("taken_by")
        rows = rows.filter(kind=kind, year=self.choice.year)
        rows = rows.filter(**{f"{place}__in": {key[0] for key in keys}})
        found: dict[Key, list[Talk]] = defaultdict(list)
        for row in rows:
            key = (getattr(row, f"{place}_id"), row.theme_id)
            found[key].append(talk_of(row))
            if row.is_open:
                self.open_keys.add(key)
        self.by_key = dict(found)

    @cached_property
    def own_centres(self) -> set[int]:
        return own_centre_ids(self.viewer)

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
        return self.by_key.get(row.key, [])

    def of_gap(self, row: Gap) -> list[Talk]:
        return self.by_key.get(row.key, [])

    def new_at_overlap(self, row: Overlap) -> str:
        """Where to open a dialogue about it; empty for who may not, and where one is open."""
        if not can_start(self.viewer) or row.key in self.open_keys:
            return ""
        centres = {found.centre.pk for found in row.centres}
        is_near = row.place.pk in self.served or row.place.county_id in self.governed
        if not is_near and centres.isdisjoint(self.own_centres):
            return ""
        return self.address(Kind.OVERLAP, row.theme.code, kommune=row.place.code)

    def new_at_gap(self, row: Gap) -> str:
        if not can_start(self.viewer) or row.key in self.open_keys:
            return ""
        if row.county.pk not in self.served_counties | self.governed:
            return ""
        return self.address(Kind.GAP, row.theme.code, fylke=row.county.code)

    def address(self, kind: str, theme: str, **place: str) -> str:
        chosen = {"type": kind, "tema": theme, "aar": str(self.choice.year), **place}
        return f"{reverse('dialogues:dialogue_new')}?{urlencode(chosen)}"


def talk_of(row: Dialogue) -> Talk:
    tone = TONES[Dialogue.State(row.state)]
    return Talk(row.get_absolute_url(), state_of(row), tone, result_of(row))
