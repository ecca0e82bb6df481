"""How far a centre has come towards «alle kommuner kjent» in a year (rules 4, 5, 10 and 12)."""

from dataclasses import dataclass
from datetime import date

from assignments.coverage.models import CoverageRow, Fact, Level, Slice, Structure
from centres import catchments
from centres.models import Centre
from municipalities import structure
from municipalities.models import Municipality


@dataclass(frozen=True)
class Missing:
    """A municipality that nobody has told anything in the year."""

    code: str
    name: str
    county: str


@dataclass(frozen=True)
class Progress:
    """`total` is 0 where there is no denominator: then there is no share (rules 12 and 14)."""

    centre: Centre
    year: int
    total: int
    # By information, contact or use.
    known: int
    # By a delivered row of an information round.
    told: int
    missing: tuple[Missing, ...]

    @property
    def is_goal(self) -> bool:
        """The goal of 100 % is KORUS's (rule 12)."""
        return self.centre.kind == Centre.Kind.KORUS

    @property
    def percent(self) -> int:
        """Rounded down: 100 % is said only when nobody is missing."""
        return self.known * 100 // self.total if self.total else 0


def progress_of(centre: Centre, year: int) -> Progress:
    """A fixed number of queries, however large the catchment is."""
    first = date(year, 1, 1)
    ids = catchments.municipality_ids(centre, on=first)
    known = ids & _known_ids(centre, year, first)
    facts = Fact.objects.filter(source_kind=Fact.Source.ROUND, centre=centre, year=year)
    told = set(facts.order_by().values_list("place_then", flat=True).distinct())
    rows = Municipality.objects.filter(pk__in=ids - known)
    missing = rows.values_list("code", "name", "county__name")
    return Progress(
        centre=centre,
        year=year,
        total=len(ids),
        known=len(known),
        told=len(ids & set(structure.place_ids(told, to=first).values())) if told else 0,
        missing=tuple(Missing(*row) for row in missing),
    )


def _known_ids(centre: Centre, year: int, first: date) -> set[int]:
    rows = CoverageRow.objects.filter(
        structure=Structure.THEN, year=year, centre=centre, slice=Slice.NONE
    ).filter(place__parent=None, place__isnull=False, level__gte=Level.KNOWN)
    found = set(rows.order_by().values_list("place", flat=True))
    return set(structure.place_ids(found, to=first).values()) if found else set()
