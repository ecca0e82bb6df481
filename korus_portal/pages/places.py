"""Finding municipalities: for the list to choose from, for the search, for old codes."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db.models import F
from django.utils import timezone

from municipalities import structure
from municipalities.models import Municipality, MunicipalityChange

# «alesund» finds Ålesund and «karasjok» Kárášjohka: the same folding as in static/js/suggest.js.
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ŋ": "n", "ŧ": "t", "ß": "ss"})

# The register knows every municipality from here on.
FIRST_YEAR = 2017


@dataclass(frozen=True, slots=True)
class Place:
    """What a list shows of one municipality, without loading the row."""

    pk: int
    code: str
    name: str
    other_names: str
    county: str
    county_code: str
    population: int | None

    @property
    def label(self) -> str:
        return f"{self.name} – {self.other_names}" if self.other_names else self.name

    def answers_to(self, text: str) -> bool:
        return text in fold(f"{self.name} {self.other_names}") or self.code == text


def fold(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in bare if not unicodedata.combining(c)).translate(LETTERS).strip()


def in_force(*, on: date) -> list[Place]:
    """All municipalities of a day in Norwegian order, by their names of that day."""
    rows = Municipality.objects.in_force(on=on).values_list(
        "pk", "code", "name", "name_sami", "name_kven", "county__name", "county__code", "population"
    )
    listed = [
        Place(pk, code, name, " – ".join(n for n in (sami, kven) if n), county, number, population)
        for pk, code, name, sami, kven, county, number, population in rows
    ]
    if on == timezone.localdate():
        return listed
    earlier = names_on(on)
    return [
        replace(place, name=earlier[place.pk], other_names="") if place.pk in earlier else place
        for place in listed
    ]


def names_on(day: date) -> dict[int, str]:
    """What those that have got another name since were called on a day. One query."""
    renamed = MunicipalityChange.objects.filter(
        change_type=MunicipalityChange.Type.RENAME, old=F("new"), date__gt=day
    )
    # The first change after the day tells the name it put an end to.
    return dict(renamed.order_by("-date", "-pk").values_list("old", "old_name"))


def years(today: date) -> list[int]:
    """The years whose municipalities can be listed, newest first."""
    return list(range(today.year, FIRST_YEAR - 1, -1))


def day_of(year: str, *, today: date) -> date:
    """1 January of a year that the register knows; today when none, or another, is named."""
    known = {str(number): number for number in years(today)}
    return date(known[year], 1, 1) if year in known else today


def fates(places: list[Place], *, on: date, to: date) -> dict[str, list[tuple[str, str]]]:
    """What became of those that are not the same any longer: code → the codes and names they are
    known by on a later day, several after a split. Nothing is asked where the day is the same."""
    if on == to:
        return {}
    chain = structure.current_chain()
    names = {place.code: place.name for place in in_force(on=to)}
    found = {}
    for place in places:
        codes = chain.carry(place.code, on=on, to=to).codes
        if codes != (place.code,):
            found[place.code] = [(code, names.get(code, "")) for code in codes]
    return found


def choices(places: list[Place]) -> list[tuple[str, str]]:
    """(code, label) for a select; the county tells apart those that share a name."""
    names = Counter(place.name for place in places)
    return [
        (place.code, f"{place.label} ({place.county})" if names[place.name] > 1 else place.label)
        for place in places
    ]


def found(places: list[Place], text: str) -> list[Place]:
    """Those whose Norwegian, Sámi or Kven name holds the text, or whose number it is."""
    wanted = fold(text)
    return [place for place in places if place.answers_to(wanted)] if wanted else places


def retired(text: str, *, on: date, limit: int = 20) -> list[Municipality]:
    """Codes and names that are no longer in force, newest first."""
    if not text.strip():
        return []
    gone = Municipality.objects.municipalities().filter(valid_to__lt=on).order_by("-valid_to")
    wanted = fold(text)
    rows = gone.values_list("pk", "code", "name", "name_sami")
    ids = [pk for pk, code, *names in rows if wanted == code or wanted in fold(" ".join(names))]
    kept = Municipality.objects.select_related("county").in_bulk(ids[:limit])
    return [kept[pk] for pk in ids[:limit]]


@dataclass(frozen=True, slots=True)
class Step:
    """One change in a municipality's history, as the page tells it."""

    day: date
    old: Municipality
    new: Municipality
    old_name: str
    new_name: str
    label: str

    @classmethod
    def of(cls, row: MunicipalityChange) -> Step:
        label = str(row.get_change_type_display())
        return cls(row.date, row.old, row.new, row.old_name, row.new_name, label)

    @property
    def is_rename(self) -> bool:
        """The same code under another name."""
        return self.old == self.new


def history(municipality: Municipality) -> list[Step]:
    """Where the code came from and went, all the way, oldest first.

    All changes are read as bare numbers; only those on the way become rows.
    """
    changes = [
        Link(pk, old, new, kind == MunicipalityChange.Type.BOUNDARY)
        for pk, old, new, kind in MunicipalityChange.objects.order_by().values_list(
            "pk", "old_id", "new_id", "change_type"
        )
    ]
    kept = _walk(municipality.pk, changes, forwards=True)
    kept |= _walk(municipality.pk, changes, forwards=False)
    if not kept:
        return []
    rows = MunicipalityChange.objects.filter(pk__in=kept).select_related("old", "new")
    return [Step.of(row) for row in rows]


def became(municipality: Municipality, *, on: date) -> list[Municipality]:
    """The municipalities of today that an expired code stands for; several after a split."""
    carried = structure.carry(municipality.code, on=municipality.valid_to or on, to=on)
    codes = [code for code in carried.codes if code != municipality.code]
    return list(Municipality.objects.filter(code__in=codes).select_related("county"))


class Link(NamedTuple):
    """A change as a link between two codes."""

    pk: int
    old: int
    new: int
    is_boundary: bool


def _walk(start: int, changes: list[Link], *, forwards: bool) -> set[int]:
    """Ids of the changes on the way. Land that moves between two municipalities is no descent:
    it is told of, but not followed."""
    kept: set[int] = set()
    reached, fresh = {start}, {start}
    while fresh:
        step = [link for link in changes if (link.old if forwards else link.new) in fresh]
        kept |= {link.pk for link in step if not link.is_boundary or start in link[1:3]}
        ahead = {link.new if forwards else link.old for link in step if not link.is_boundary}
        fresh = ahead - reached
        reached |= ahead
    return kept
