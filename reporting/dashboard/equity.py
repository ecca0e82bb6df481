"""Reach by what municipalities are: remote or central, small or large, Sámi, language. Reads only.

The country stands beside wherever the choice is less than the country.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from reporting.dashboard import groups, markup, population, wording
from reporting.dashboard.figures import Coverage, Reach, Summary, reach_of
from reporting.dashboard.groups import CENTRALITY, LANGUAGE, SAMI, SIZE, Division
from reporting.dashboard.markup import Cell


class Table(NamedTuple):
    """One division: its name and its ready rows."""

    name: str
    rows: SafeString


def shown(found: Coverage, country: Summary) -> dict[str, Any]:
    total = Cell(wording.total_name(found, country)), whole(found, country)
    return {
        "equity": [table(found, country, each) for each in (CENTRALITY, SIZE, SAMI, LANGUAGE)],
        "equity_total": markup.body([total]),
        "has_country": country is not found,
        "equity_day": population.sentence(found.choice),
    }


def reaches(found: Summary, division: Division) -> dict[str, Reach]:
    """The reach within each group, by the same rule as the whole."""
    places = [place for place in found.places if place.counts]
    why = found.reach.no_share
    return {code: reach_of(own, why) for code, own in division.parted(places).items()}


def table(found: Coverage, country: Summary, division: Division) -> Table:
    """Groups that hold no municipality here or in the country are left out."""
    own, beside = reaches(found, division), reaches(country, division)
    names, behind = dict(division.groups), markup.address(found.choice, "coverage_places")
    return Table(
        str(division.name),
        markup.body(
            (
                Cell(str(names[code])),
                cells(behind, reach, f"&gruppe={groups.address(division, code)}")
                + country_cell(found, country, beside[code], groups.address(division, code)),
            )
            for code, reach in own.items()
            if reach.total or beside[code].total
        ),
    )


def cells(behind: str, reach: Reach, group: str = "") -> list[Cell]:
    """Small numbers stand as numbers: 1 of 2 is said beside 50 %."""
    return [
        Cell(wording.per_cent(reach), bar=markup.bar(reach.share)),
        Cell(wording.number(reach.used), f"{behind}&niva=brukt{group}"),
        Cell(wording.number(reach.total), f"{behind}{group}"),
    ]


def country_cell(found: Coverage, country: Summary, reach: Reach, group: str = "") -> list[Cell]:
    """The share leads to the municipalities that are reached."""
    if country is found:
        return []
    if not reach.total:
        return [Cell(wording.per_cent(reach))]
    href = markup.address(country.choice, "coverage_places", niva="brukt", gruppe=group)
    return [Cell(wording.per_cent(reach), href, note=wording.used_of(reach))]


def whole(found: Coverage, country: Summary) -> Sequence[Cell]:
    behind = markup.address(found.choice, "coverage_places")
    return cells(behind, found.reach) + country_cell(found, country, country.reach)
