"""Divisions of municipalities, each in groups with an address of its own.

By how much they got (activities, hours) and by what they are (centrality, size, Sámi area,
language). Every number of such a group leads to its municipalities.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.models import Organisation
from reporting.dashboard.choice import SIZE_NAMES, SIZES
from reporting.dashboard.figures import Place

Text = str | Promise
UNKNOWN = "ukjent"
# How much of all that was done goes to this part of the municipalities?
TENTH = 10


@dataclass(frozen=True)
class Division:
    """Groups that every municipality falls into exactly one of."""

    code: str
    name: Text
    groups: list[tuple[str, Text]]
    group_of: Callable[[Place], str]

    def parted(self, places: Iterable[Place]) -> dict[str, list[Place]]:
        """The municipalities of each group, in the order of the groups; empty groups too."""
        found: dict[str, list[Place]] = {code: [] for code, _name in self.groups}
        for place in places:
            found[self.group_of(place)].append(place)
        return found


def by_activities(place: Place) -> str:
    count = place.numbers.activities
    steps = [(0, "0"), (1, "1"), (4, "2-4"), (9, "5-9")]
    return next((code for most, code in steps if count <= most), "10")


def by_hours(place: Place) -> str:
    """Hours that nobody gave are unknown, not 0 (rule 15)."""
    numbers = place.numbers
    if numbers.lacks_hours:
        return UNKNOWN
    steps = [(Decimal(10), "1"), (Decimal(50), "10"), (Decimal(100), "50")]
    if not numbers.hours:
        return "0"
    return next((code for under, code in steps if numbers.hours < under), "100")


def by_centrality(place: Place) -> str:
    return UNKNOWN if place.centrality is None else str(place.centrality)


def by_size(place: Place) -> str:
    people = place.population
    if people is None:
        return UNKNOWN
    return next(code for code, (_least, most) in SIZES.items() if most is None or people <= most)


def by_sami_area(place: Place) -> str:
    return {True: "ja", False: "nei", None: UNKNOWN}[place.sami]


def by_language(place: Place) -> str:
    return LANGUAGES.get(place.language, UNKNOWN)


LANGUAGES = {
    Organisation.Language.BOKMAAL.value: "nb",
    Organisation.Language.NYNORSK.value: "nn",
    Organisation.Language.NEUTRAL.value: "noytral",
}
ACTIVITIES = Division(
    "aktiviteter",
    _("Aktiviteter"),
    [
        ("0", _("ingen")),
        ("1", "1"),
        ("2-4", "2–4"),
        ("5-9", "5–9"),
        ("10", _("10 eller flere")),
    ],
    by_activities,
)
HOURS = Division(
    "timer",
    _("Timer"),
    [
        ("0", _("ingen")),
        ("1", _("under 10")),
        ("10", _("10 til under 50")),
        ("50", _("50 til under 100")),
        ("100", _("100 eller flere")),
        (UNKNOWN, _("ikke oppgitt")),
    ],
    by_hours,
)
NOT_KNOWN: tuple[str, Text] = (UNKNOWN, _("ikke kjent"))
CENTRALITY = Division(
    "sentralitet",
    _("Sentralitet"),
    [
        ("1", _("1 (mest sentral)")),
        ("2", "2"),
        ("3", "3"),
        ("4", "4"),
        ("5", "5"),
        ("6", _("6 (minst sentral)")),
        NOT_KNOWN,
    ],
    by_centrality,
)
SIZE = Division("storrelse", _("Kommunestørrelse"), [*SIZE_NAMES, NOT_KNOWN], by_size)
SAMI = Division(
    "samisk",
    _("Samisk forvaltningsområde"),
    [("ja", _("i området")), ("nei", _("utenfor området")), NOT_KNOWN],
    by_sami_area,
)
LANGUAGE = Division(
    "sprak",
    _("Språkform"),
    [("nb", _("bokmål")), ("nn", _("nynorsk")), ("noytral", _("nøytral")), NOT_KNOWN],
    by_language,
)
DIVISIONS = {each.code: each for each in (ACTIVITIES, HOURS, CENTRALITY, SIZE, SAMI, LANGUAGE)}
# The tenth that got the most, by activities or by hours.
MOST: dict[str, Text] = {
    ACTIVITIES.code: _("tidelen med flest aktiviteter"),
    HOURS.code: _("tidelen med flest timer"),
}


def address(division: Division, group: str) -> str:
    """What stands in the parameter `gruppe`."""
    return f"{division.code}-{group}"


def choices() -> list[tuple[str, Text]]:
    parts = [
        (address(each, code), name) for each in DIVISIONS.values() for code, name in each.groups
    ]
    return [("", _("alle")), *parts, *((f"mest-{code}", name) for code, name in MOST.items())]


def in_group(places: list[Place], wanted: str) -> list[Place]:
    """Those of one group; all where none is wanted."""
    if not wanted:
        return places
    division, _dash, group = wanted.partition("-")
    if division == "mest":
        return most(places, group)
    return DIVISIONS[division].parted(places)[group]


def most(places: list[Place], division: str) -> list[Place]:
    """The tenth (rounded up) that got the most; of equals the lowest code first."""

    def amount(place: Place) -> Decimal:
        numbers = place.numbers
        return numbers.hours if division == HOURS.code else Decimal(numbers.activities)

    in_order = sorted(places, key=lambda place: (-amount(place), place.code))
    return in_order[: -(-len(places) // TENTH)]


def label(wanted: str) -> str:
    """The group in words: «Sentralitet: 2»."""
    if not wanted:
        return ""
    division, _dash, group = wanted.partition("-")
    if division == "mest":
        return str(MOST[group])
    found = DIVISIONS[division]
    return f"{found.name}: {dict(found.groups)[group]}"
