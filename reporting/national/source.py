"""What the national figures are counted from: frozen figures, and where municipalities lie."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# From this one on a report says what it was paid by, what was new, and what needs are open.
FULL_SCHEMA = 2


@dataclass(frozen=True)
class Source:
    """One received report. `figures` are the frozen ones, as its hash covers them."""

    report: int
    figures: dict[str, Any]


@dataclass(frozen=True)
class Place:
    name: str
    # Code of the county, and for a district the name of its city.
    county: str
    city: str = ""


@dataclass(frozen=True)
class Structure:
    """Municipalities and districts in force on 1 January of the year, by code (rule 10)."""

    counties: Mapping[str, str]
    municipalities: Mapping[str, Place]
    districts: Mapping[str, Place]
    # Of rows that are linked as the same event: the row that leads (rule 19).
    leads: Mapping[int, int] = field(default_factory=dict)
