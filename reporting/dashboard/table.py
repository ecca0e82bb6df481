"""Tables as ready markup: hundreds of cells are written once, in Python, from escaped texts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from html import escape

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from assignments.coverage.models import LEVEL_CODES, Level
from reporting.dashboard import wording
from reporting.dashboard.choice import Choice
from reporting.dashboard.figures import Coverage, Place, Reach, Summary

# How many rows of those not reached stand on the page itself.
SHOWN = 25
CODE = "0000"


class Cells:
    """What all rows of one answer share: links, and the words for levels and days."""

    def __init__(self, choice: Choice, counties: dict[int, str]) -> None:
        self.choice = choice
        self.counties = {pk: escape(name) for pk, name in counties.items()}
        self.days: dict[date, str] = {}
        self.never = escape(_("aldri"))

    @cached_property
    def page(self) -> list[str]:
        """What stands before and after a municipality's code in the address of its page."""
        return reverse("pages:municipality_detail", args=[CODE]).split(CODE)

    @cached_property
    def rows(self) -> str:
        """The address of the rows behind a municipality's figures, up to its code."""
        return (
            f"{reverse('reporting:coverage_rows')}?{self.choice.query(kommune=CODE)[: -len(CODE)]}"
        )

    @cached_property
    def levels(self) -> dict[Level, str]:
        return {
            level: f'<span class="level level--{code}">{escape(str(level.label))}</span>'
            for level, code in LEVEL_CODES.items()
        }

    def day(self, value: date | None) -> str:
        """«10. mars 2025»; hundreds of days through `date_format` cost more than the queries."""
        if value is None:
            return self.never
        if value not in self.days:
            self.days[value] = f"{value.day}. {self.months[value.month]} {value.year}"
        return self.days[value]

    @cached_property
    def months(self) -> dict[int, str]:
        return {number: escape(str(name)) for number, name in MONTHS.items()}

    def body(self, places: Iterable[Place]) -> SafeString:
        """The rows of templates/reporting/_coverage_places.html."""
        return mark_safe("".join(map(self.row, places)))  # noqa: S308 - every text is escaped

    def row(self, place: Place) -> str:
        before, after = self.page
        return (
            f'<tr><th scope="row"><a href="{before}{place.code}{after}">{escape(place.name)}</a>'
            f"{self.outside(place)}</th><td>{self.levels[place.numbers.level]}</td>"
            f"<td>{self.day(place.last_contact_on)}</td>"
            f'<td class="number">{self.activities(place)}</td><td>{self.where(place)}</td></tr>'
        )

    def activities(self, place: Place) -> str:
        count = place.numbers.activities
        if not count:
            return "0"
        return f'<a href="{escape(self.rows)}{place.code}">{wording.number(count)}</a>'

    def where(self, place: Place) -> str:
        return escape(place.city) or self.counties.get(place.county_id, "")

    def outside(self, place: Place) -> str:
        """Rule 13: it counts here and in the country, not in the share."""
        if place.in_catchment is not False or place.numbers.level < Level.KNOWN:
            return ""
        return f' <small class="outside">{escape(_("utenfor ansvarsområdet"))}</small>'


def county_body(found: Coverage, country: Reach) -> SafeString:
    """Share per county, each number with its municipalities; pointing at one lights the map."""
    links = Links(found.choice)
    rows = "".join(
        f'<tr><th scope="row"><a href="{links.to("coverage", row.county.code)}"'
        f' data-hexmap-county="{escape(row.county.code)}">{escape(row.county.name)}</a></th>'
        f'<td class="number">{share_bar(row.reach, country)}'
        f'<span class="bar-number">{escape(wording.per_cent(row.reach))}</span></td>'
        f"{cells_of(row.reach, links, row.county.code)}</tr>"
        for row in found.counties
    )
    return mark_safe(rows)  # noqa: S308 - every text is escaped


class Links:
    """Addresses of one choice, ready to stand in markup; each is put together once."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.found: dict[tuple[str, str], list[str]] = {}

    def to(self, name: str, county: str = "", level: str = "") -> str:
        """Of the choice itself, or of it in one county."""
        if not county:
            return link(self.choice, name, niva=level)
        if (name, level) not in self.found:
            chosen = link(self.choice, name, CODE, niva=level)
            self.found[name, level] = chosen.split(f"fylke={CODE}")
        return f"fylke={escape(county)}".join(self.found[name, level])


def counts(choice: Choice, reach: Reach) -> SafeString:
    """The cells brukt, kontakt and kommuner, each with the municipalities behind it."""
    return mark_safe(cells_of(reach, Links(choice)))  # noqa: S308 - every text is escaped


def cells_of(reach: Reach, links: Links, county: str = "") -> str:
    numbers = [("brukt", reach.used), ("kontakt", reach.contacted), ("", reach.total)]
    return "".join(
        f'<td class="number"><a href="{links.to("coverage_places", county, level)}">'
        f"{wording.number(count)}</a></td>"
        for level, count in numbers
    )


def link(choice: Choice, name: str, county: str = "", **more: str) -> str:
    """An address, ready to stand in markup."""
    chosen = choice.query(fylke=county, **more) if county else choice.query(**more)
    return escape(f"{reverse(f'reporting:{name}')}?{chosen}")


def country_row(found: Coverage, country: Summary) -> SafeString:
    """The country under counties or a centre that are less than it; nothing where they are it."""
    if country is found:
        return mark_safe("")
    name = escape(_("Hele landet, %(doer)s") % {"doer": wording.doer(country.choice)})
    return mark_safe(  # noqa: S308 - every text is escaped
        f'<tr><th scope="row"><a href="{link(country.choice, "coverage")}">{name}</a></th>'
        f'<td class="number">{escape(wording.per_cent(country.reach))}</td>'
        f"{counts(country.choice, country.reach)}</tr>"
    )


def share_bar(reach: Reach, country: Reach) -> str:
    """The share as a bar beside its number, the country's as a line across it."""
    if reach.share is None:
        return ""
    line = ""
    if country.share is not None:
        left = min(country.share, 98)
        line = f'<rect class="share-bar__country" x="{left}" width="2" height="1"/>'
    return (
        '<svg class="share-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="share-bar__used" width="{reach.share}" height="1"/>{line}</svg>'
    )


def level_bar(reach: Reach) -> SafeString:
    """All municipalities as one bar, from brukt to ikke kjent. The list beside it says the same."""
    steps = [("brukt", 0, reach.used), ("kontakt", reach.used, reach.contacted)]
    steps.append(("kjent", reach.contacted, reach.known))
    parts = "".join(
        f'<rect class="level-bar__part level-bar__part--{level}" x="{start}"'
        f' width="{end - start}" height="1"/>'
        for level, start, end in steps
    )
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg class="level-bar" viewBox="0 0 {max(reach.total, 1)} 1"'
        f' preserveAspectRatio="none" aria-hidden="true">{parts}</svg>'
    )
