"""Municipalities by level over the reports: each once, at its highest (rules 4 and 9)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assignments.coverage.models import Level
from reporting.national.source import Place, Source, Structure

LEVELS = (Level.KNOWN, Level.CONTACTED, Level.USED)


@dataclass(frozen=True)
class Reached:
    """How many of an area's municipalities, or districts, have each level."""

    code: str
    name: str
    of: int
    known: int
    contacted: int
    used: int
    # By report: how many at each level it brought there itself.
    parts: dict[int, tuple[int, int, int]]


@dataclass(frozen=True)
class Reach:
    country: Reached
    counties: list[Reached]
    # Oslo's districts and those of other cities, in a table of their own (rule 11).
    cities: list[Reached]
    # Reached places that were not in force on 1 January: named, never counted in a share.
    outside: list[str]


class Adding:
    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.levels: dict[str, dict[str, int]] = {"municipalities": {}, "districts": {}}
        self.by_report: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        self.outside: dict[str, str] = {}

    def add(self, source: Source) -> None:
        known = {
            "municipalities": self.structure.municipalities,
            "districts": self.structure.districts,
        }
        for group, places in known.items():
            for row in source.figures[group]:
                code, level = row["code"], row["level"]
                if code not in places:
                    self.outside[code] = row["name"]
                    continue
                highest = self.levels[group]
                highest[code] = max(level, highest.get(code, 0))
                self.by_report[group, code][source.report] = level

    def reach(self) -> Reach:
        places, districts = self.structure.municipalities, self.structure.districts
        cities = sorted({place.city for place in districts.values()})
        by_name = sorted(self.structure.counties.items(), key=lambda row: row[0])
        return Reach(
            country=self.area("municipalities", "", "", places),
            counties=[
                self.area("municipalities", code, name, of_county(places, code))
                for code, name in by_name
            ],
            cities=[
                self.area("districts", city, city, of_city(districts, city)) for city in cities
            ],
            outside=sorted(self.outside.values()),
        )

    def area(self, group: str, code: str, name: str, places: Mapping[str, Place]) -> Reached:
        levels = self.levels[group]
        known, contacted, used = by_level(levels.get(place, 0) for place in places)
        said: dict[int, list[int]] = defaultdict(list)
        for place in places:
            for report, level in self.by_report.get((group, place), {}).items():
                said[report].append(level)
        parts = {report: by_level(found) for report, found in said.items()}
        return Reached(code, name, len(places), known, contacted, used, parts)


def by_level(levels: Iterable[int]) -> tuple[int, int, int]:
    """Levels nest: brukt is kontakt too, and kontakt is kjent."""
    every = list(levels)
    known, contacted, used = (sum(level >= limit for level in every) for limit in LEVELS)
    return known, contacted, used


def of_county(places: Mapping[str, Place], county: str) -> dict[str, Place]:
    return {code: place for code, place in places.items() if place.county == county}


def of_city(places: Mapping[str, Place], city: str) -> dict[str, Place]:
    return {code: place for code, place in places.items() if place.city == city}
