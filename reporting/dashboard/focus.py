"""Where the focus municipalities lie, against population and open needs. Reads only.

For signed-in readers: agreements are not public. A focus municipality has an agreement in force at
least one day of the year (rule 26), as the coverage rows have it; themes cut nothing here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assignments.access import reached_ids
from assignments.agreements.models import Agreement
from assignments.coverage.models import Fact
from assignments.needs.models import Need
from assignments.needs.rules import can_see_counts
from korus_portal.accounts.access import Viewer, holds, is_directorate
from korus_portal.accounts.models import Role, User
from municipalities import structure
from municipalities.models import County
from reporting import formatting
from reporting.dashboard import counting, markup, unreached, wording
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import place_column
from reporting.dashboard.figures import Place, Summary
from reporting.dashboard.markup import Cell

# What a number counts, as it stands in the address of its municipalities.
AGREEMENT, SPECIAL, NEED = "avtale", "saerskilte", "behov"
# Whoever may open the page of how the agreements are spread.
SPREAD_ROLES = (
    Role.ADVISER,
    Role.LEADER,
    Role.GOVERNOR,
    Role.DIRECTORATE,
    Role.ADMINISTRATOR,
)


@dataclass(frozen=True)
class Needs:
    """Open needs that the reader may count, by municipality; `reach` None is everywhere."""

    counts: dict[int, int] = field(default_factory=dict)
    reach: frozenset[int] | None = frozenset()

    def is_open_for(self, place: int) -> bool:
        return self.reach is None or place in self.reach


@dataclass(frozen=True)
class Focus:
    """The municipalities of the denominator, with what each has."""

    choice: Choice
    places: list[Place]
    # Agreements by municipality, and those that the reader may see: whether needs are special.
    agreements: dict[int, frozenset[int]]
    visible: dict[int, bool]
    needs: Needs

    def is_focus(self, place: Place) -> bool:
        return bool(self.agreements.get(place.pk))

    def is_special(self, place: Place) -> bool:
        return any(self.visible.get(pk) for pk in self.agreements.get(place.pk, ()))

    def has_need(self, place: Place) -> bool:
        return bool(self.needs.counts.get(place.pk))


@dataclass(frozen=True)
class CountyLine:
    """One county, or all of them together."""

    name: str
    code: str
    municipalities: int
    focus: int
    population: int
    special: int
    agreements: int
    visible: int
    needs: int
    # Of how many of its municipalities the reader may count needs.
    followed: int


def shown(found: Summary, viewer: Viewer) -> dict[str, Any]:
    """What templates/reporting/_coverage_focus.html shows; nothing for a visitor, or of a centre
    without a denominator (rules 12 and 14)."""
    if not isinstance(viewer, User) or found.reach.no_share in {"national", "unknown"}:
        return {}
    focus = read(found, viewer)
    lines = by_county(focus)
    total = line_of(focus, focus.places, _("I alt"), "")
    return {
        "focus": table(focus, lines, total),
        "focus_total": table(focus, [total], total),
        "focus_count": total.focus,
        "focus_of": total.municipalities,
        "focus_share": per_cent(total.focus, total.municipalities),
        "focus_sentence": left_out(lines, total),
        "focus_population_days": unreached.population_days(focus.places),
        "focus_unknown": sum(place.population is None for place in focus.places),
        "focus_needs": shows_needs(total),
        "focus_needs_day": date_format(needs_day(found.choice), "j. F Y"),
        "focus_is_partly_followed": 0 < total.followed < total.municipalities,
        "focus_spread": spread_address(found.choice, viewer),
    }


def read(found: Summary, viewer: User) -> Focus:
    """Three queries beside those of access."""
    choice = found.choice
    places = [place for place in found.places if place.counts]
    agreements = agreements_of(choice, {place.pk for place in places})
    ids = {pk for own in agreements.values() for pk in own}
    rows = Agreement.objects.visible_to(viewer).filter(pk__in=ids).order_by()
    visible = dict(rows.values_list("pk", "has_special_needs"))
    return Focus(choice, places, agreements, visible, needs_of(choice, viewer))


def agreements_of(choice: Choice, places: set[int]) -> dict[int, frozenset[int]]:
    """The agreements of each municipality in the year, whatever theme is chosen."""
    whole = replace(choice, theme=None, initiative=None, task=None)
    facts = counting.facts_of(whole).filter(source_kind=Fact.Source.AGREEMENT).order_by()
    found: dict[int, set[int]] = defaultdict(set)
    for place, pk in facts.values_list(place_column(choice), "source_id"):
        if place in places:
            found[place].add(pk)
    return {place: frozenset(own) for place, own in found.items()}


def needs_of(choice: Choice, viewer: User) -> Needs:
    if not can_see_counts(viewer):
        return Needs()
    rows, reach = open_needs(choice), None
    if not is_directorate(viewer):
        reach = frozenset(reached_ids(viewer))
        # What `Need.objects.visible_to` is, from the reach that has been read already.
        rows = rows.filter(municipality__in=reach)
    chain = structure.current_chain()
    counts: dict[int, int] = defaultdict(int)
    for place, city in rows.values_list("municipality", "municipality__parent"):
        counts[unreached.at(chain, city or place, choice)] += 1
    return Needs(dict(counts), reach)


def open_needs(choice: Choice) -> Any:
    """Open on 31 December of the year, or now while the year lasts."""
    until = timezone.make_aware(datetime.combine(date(choice.year, 12, 31), time.max))
    until = min(until, timezone.now())
    still = Q(closed_at=None) | Q(closed_at__gt=until)
    return Need.objects.filter(still, registered_at__lte=until).order_by()


def needs_day(choice: Choice) -> date:
    return min(date(choice.year, 12, 31), choice.today)


def by_county(focus: Focus) -> list[CountyLine]:
    """Those that hold municipalities of the denominator, in their own order."""
    of_county: dict[int, list[Place]] = defaultdict(list)
    for place in focus.places:
        of_county[place.county_id].append(place)
    counties = County.objects.filter(pk__in=of_county)
    return [line_of(focus, of_county[row.pk], row.name, row.code) for row in counties]


def line_of(focus: Focus, places: list[Place], name: str, code: str) -> CountyLine:
    agreements = {pk for place in places for pk in focus.agreements.get(place.pk, ())}
    followed = [place for place in places if focus.needs.is_open_for(place.pk)]
    return CountyLine(
        name=name,
        code=code,
        municipalities=len(places),
        focus=sum(map(focus.is_focus, places)),
        population=sum(place.population or 0 for place in places),
        special=sum(map(focus.is_special, places)),
        agreements=len(agreements),
        visible=len(agreements & focus.visible.keys()),
        needs=sum(focus.needs.counts.get(place.pk, 0) for place in followed),
        followed=len(followed),
    )


def shows_needs(total: CountyLine) -> bool:
    """The column stands there for who may count the needs of any of the municipalities."""
    return total.followed > 0


def table(focus: Focus, lines: Iterable[CountyLine], total: CountyLine) -> SafeString:
    return markup.body(
        (Cell(line.name, county_address(focus, line)), cells(focus, line, total)) for line in lines
    )


def county_address(focus: Focus, line: CountyLine) -> str:
    if not line.code:
        return ""
    return markup.address(focus.choice, "coverage_evenness", fylke=line.code)


def cells(focus: Focus, line: CountyLine, total: CountyLine) -> list[Cell]:
    """Each count leads to its municipalities; a share stands beside what it is to be seen with."""
    to = address_of(focus, line)
    needs = [needs_cell(line, to(NEED))] if shows_needs(total) else []
    people = share(line.population, total.population)
    own = share(line.focus, total.focus)
    return [
        Cell(wording.number(line.municipalities), places_address(focus, line)),
        Cell(wording.number(line.focus), to(AGREEMENT)),
        Cell(per_cent(line.focus, line.municipalities)),
        Cell(written(people), bar=markup.bar(people)),
        Cell(written(own), bar=markup.bar(own)),
        special_cell(line, to(SPECIAL)),
        *needs,
    ]


def address_of(focus: Focus, line: CountyLine) -> Callable[[str], str]:
    """The address of the municipalities that a number of the line counts."""
    county = {"fylke": line.code} if line.code else {}

    def to(what: str) -> str:
        return markup.address(focus.choice, "coverage_focus", **county, hva=what)

    return to


def places_address(focus: Focus, line: CountyLine) -> str:
    county = {"fylke": line.code} if line.code else {}
    return markup.address(focus.choice, "coverage_places", **county)


def special_cell(line: CountyLine, href: str) -> Cell:
    """Of the agreements that the reader may see; a dash where there are others alone."""
    if line.agreements and not line.visible:
        return Cell(unreached.HIDDEN)
    if line.visible == line.agreements:
        return Cell(wording.number(line.special), href)
    note = _("du ser %(seen)s av %(all)s avtaler")
    counts = {"seen": line.visible, "all": line.agreements}
    return Cell(wording.number(line.special), href, note=note % counts)


def needs_cell(line: CountyLine, href: str) -> Cell:
    if not line.followed:
        return Cell(unreached.HIDDEN)
    if line.followed == line.municipalities:
        return Cell(wording.number(line.needs), href)
    note = _("i %(seen)s av %(all)s kommuner")
    counts = {"seen": line.followed, "all": line.municipalities}
    return Cell(wording.number(line.needs), href, note=note % counts)


def share(part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    return (Decimal(100) * part / whole).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def written(value: Decimal | None) -> str:
    return "–" if value is None else f"{number_format(value, 1)} %"


def per_cent(part: int, whole: int) -> str:
    return written(share(part, whole))


def left_out(lines: list[CountyLine], total: CountyLine) -> str:
    """Counties with more than the mean of people or needs, and no focus municipality."""
    if len(lines) < 2:
        return ""
    if not total.focus:
        return _("Ingen av kommunene har avtale i året.")
    counts_needs = total.followed == total.municipalities
    heavy = [line for line in lines if is_heavy(line, total, len(lines), counts_needs=counts_needs)]
    names = [line.name for line in heavy if not line.focus]
    if names:
        text = (
            _("%(names)s har mer av folketallet eller flere åpne behov enn snittet av fylkene, ")
            if counts_needs
            else _("%(names)s har mer av folketallet enn snittet av fylkene, ")
        )
        return (text + _("men ingen innsatskommune.")) % {"names": formatting.listed(names)}
    if counts_needs:
        return _(
            "Alle fylker med mer av folketallet eller flere åpne behov enn snittet har minst én "
            "innsatskommune."
        )
    return _("Alle fylker med mer av folketallet enn snittet har minst én innsatskommune.")


def is_heavy(line: CountyLine, total: CountyLine, counties: int, *, counts_needs: bool) -> bool:
    """More than the mean of the counties. Needs tell only where the reader may count all."""
    if line.population * counties > total.population:
        return True
    return counts_needs and line.needs * counties > total.needs


def spread_address(choice: Choice, viewer: User) -> str:
    """The page of the agreements themselves, for who may open it."""
    if not holds(viewer, *SPREAD_ROLES):
        return ""
    centre = f"&senter={choice.centre.code}" if choice.centre is not None else ""
    return f"{reverse('agreements:agreement_spread')}?aar={choice.year}{centre}"
