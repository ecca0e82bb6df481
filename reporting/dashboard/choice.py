"""What the reader of coverage has chosen: a year, who did it, where, and in which structure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from assignments.coverage.models import Slice, Structure
from assignments.coverage.periods import YEARS
from centres.models import Centre, Initiative, MandateTask
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Role
from municipalities.models import SMALL, County, CountyGovernor, Theme

GEOGRAPHIC = "geografisk"
MOST_YEARS = 10
# Statistics Norway's limits of small, middle-sized and large, in inhabitants (rule 25).
SIZES = {"liten": (0, SMALL - 1), "middels": (SMALL, 19_999), "stor": (20_000, None)}
SIZE_NAMES = [
    ("liten", _("under 5 000 innbyggere")),
    ("middels", _("5 000–19 999 innbyggere")),
    ("stor", _("20 000 innbyggere eller flere")),
]


# Their centres have a national function: counts, but no share (rule 12).
NATIONAL_KINDS = {Centre.Kind.NATIONAL_CENTRE, Centre.Kind.NATIONAL_SERVICE}


@dataclass(frozen=True)
class Choice:
    """A valid choice. Its query string is the address of the same figures on every page."""

    year: int
    structure: str
    today: date
    centre: Centre | None = None
    kind: str = ""
    counties: tuple[County, ...] = ()
    theme: Theme | None = None
    initiative: Initiative | None = None
    task: MandateTask | None = None
    # One of SIZES, and classes of centrality from 1 (most central) to 6.
    size: str = ""
    centrality: tuple[int, ...] = ()
    # Centres of one Centre.Function, where several are shown together.
    function: str = ""
    # How many calendar years «over time» looks back, the year shown included (rule 24).
    years: int = YEARS
    # Which map: GEOGRAPHIC, or the hexagons when empty.
    map: str = ""
    # The year by which the structure was named; 0: `year` or `today`, as `structure` says.
    structure_year: int = 0

    @property
    def structure_day(self) -> date:
        """The denominator stands on 1 January of the structure year (rule 10)."""
        year = self.today.year if self.structure == Structure.TODAY else self.year
        return date(self.structure_year or year, 1, 1)

    @property
    def county_ids(self) -> set[int]:
        return {county.pk for county in self.counties}

    @property
    def cuts(self) -> dict[Slice, int]:
        """What the figures are cut by, besides place, doer and year, with the id chosen."""
        chosen = {
            Slice.THEME: self.theme,
            Slice.INITIATIVE: self.initiative,
            Slice.MANDATE_TASK: self.task,
        }
        return {cut: row.pk for cut, row in chosen.items() if row is not None}

    @property
    def is_national(self) -> bool:
        """A centre, a kind or a function that has no catchment to be a share of (rule 12)."""
        if self.centre is not None:
            return self.centre.is_national_only
        if self.function:
            return self.function == Centre.Function.NATIONAL
        return self.kind in NATIONAL_KINDS

    @property
    def is_crossed(self) -> bool:
        """Two cuts at once, or a function: no summary row holds that; the facts are counted."""
        return len(self.cuts) > 1 or bool(self.function)

    @property
    def has_some_places(self) -> bool:
        """Only municipalities of a size or a centrality: their sums are no row's."""
        return bool(self.size or self.centrality)

    def narrowed(self) -> list[tuple[str, str]]:
        """Which municipalities and centres, and how far back: what stands under «Flere valg»."""
        years = "" if self.years == YEARS else str(self.years)
        values = [
            ("storrelse", self.size),
            *(("sentralitet", str(number)) for number in self.centrality),
            ("funksjon", self.function),
            ("n", years),
        ]
        return [(name, value) for name, value in values if value]

    def of_year(self, year: int) -> Choice:
        """The same in another year, each year in its own structure where that is what is shown."""
        if year == self.year:
            return self
        named = self.structure_year if self.structure == Structure.TODAY else 0
        return replace(self, year=year, structure_year=named)

    def query(self, **more: str) -> str:
        """The same choice as GET parameters, with `more` added or, when empty, taken away."""
        values: list[tuple[str, str]] = [("aar", str(self.year))]
        if self.centre is not None:
            values.append(("senter", self.centre.code))
        elif self.kind:
            values.append(("type", self.kind))
        if "fylke" not in more:
            values += [("fylke", county.code) for county in self.counties]
        chosen = {"tema": self.theme, "satsing": self.initiative, "oppgave": self.task}
        values += [(name, row.code) for name, row in chosen.items() if row is not None]
        values += self.narrowed()
        if self.structure_day.year != self.year or self.structure == Structure.TODAY:
            values.append(("struktur", str(self.structure_day.year)))
        if self.map and "kart" not in more:
            values.append(("kart", self.map))
        values += [(name, value) for name, value in more.items() if value]
        return urlencode(values)


def opening_query(viewer: Viewer, *, today: date) -> str:
    """It opens with the kind KORUS in its address (rule 9); a governor's with own counties."""
    own = CountyGovernor.objects.filter(organisation__in=parties(viewer, Role.GOVERNOR))
    counties = County.objects.in_force(on=date(today.year, 1, 1)).filter(governors__in=own)
    codes = counties.order_by("code").values_list("code", flat=True)
    values = [("aar", str(today.year)), ("type", Centre.Kind.KORUS.value)]
    return urlencode([*values, *(("fylke", code) for code in codes)])


def own_centres(viewer: Viewer) -> list[Centre]:
    """Where the viewer works, for a way straight to one's own figures."""
    own = parties(viewer, Role.ADVISER, Role.LEADER)
    return list(Centre.objects.filter(organisation__in=own)) if own else []
