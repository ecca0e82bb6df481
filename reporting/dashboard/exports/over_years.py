"""Reach from year to year, and over the years together (rules 23 and 24)."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.dashboard import overtime
from reporting.dashboard.exports.reached import TOTAL, level_columns, measures, numbers, share_of
from reporting.dashboard.exports.tables import Column, Table, Value
from reporting.dashboard.exports.wording import about
from reporting.dashboard.figures import Coverage, Reach
from reporting.dashboard.overtime import OverTime

# Why a year has no share, in the files for machines.
WITHOUT = {
    "": "",
    "national": "nasjonal_funksjon",
    "unknown": "ukjent_ansvarsomraade",
    "no_data": "ingen_data",
}


def years(found: Coverage, *, signed_in: bool) -> Table:
    """One row for each year from the first with data, in order."""
    listed = overtime.trend(found.choice, overtime.history_of(found.choice))
    return Table(
        about=replace(about("over-tid", found), notes=()),
        columns=[
            Column("aar", _("År"), width=8),
            *measures(),
            Column("uten_andel", _("Hvorfor det ikke er noen andel"), width=24),
        ],
        rows=[year_row(row.year, row.reach) for row in reversed(listed)],
        of=_("År"),
        is_by_place=False,
        is_by_year=True,
    )


def year_row(year: int, reach: Reach) -> list[Value]:
    """Nothing registered is no figure (rule 14)."""
    counted = [None] * 4 if reach.no_share == "no_data" else numbers(reach)[:-1]
    return [year, *counted, reach.total, WITHOUT[reach.no_share]]


def at_least_once(found: Coverage, *, signed_in: bool) -> Table:
    """How many were reached in at least one of the N years, and how many in none."""
    told = overtime.over_time(found, overtime.history_of(found.choice))
    base = about("nadd-i-arene", found)
    return Table(
        about=replace(base, notes=[*span(found, told), *base.notes[-1:]]),
        columns=level_columns(),
        rows=list(together(told)) if told.has_data else [],
        of=_("Nådd i årene"),
        is_by_place=False,
    )


def together(told: OverTime) -> Iterator[list[Value]]:
    reach = told.reach
    counted = [
        ("nadd", _("nådd minst én gang"), reach.used),
        ("aldri", _("aldri nådd"), told.never),
    ]
    for code, name, count in counted:
        yield [code, name, count, share_of(reach, count)]
    yield [TOTAL, _("alle kommuner"), reach.total, None]


def span(found: Coverage, told: OverTime) -> Iterator[str]:
    """Which years, whether it is a majority, and what is missing."""
    yield _("Årene er %(period)s (N = %(n)s kalenderår).") % {
        "period": overtime.period(found.choice),
        "n": found.choice.years,
    }
    if told.has_data and (sentence := overtime.sentence(told)):
        yield sentence
    if told.silent:
        missing = ", ".join(map(str, told.silent))
        yield _("Ingen data i %(years)s.") % {"years": missing}
    if told.undistributed:
        text = ngettext(
            "%(count)s kommune som er delt siden, er nådd, men ikke fordelt.",
            "%(count)s kommuner som er delt siden, er nådd, men ikke fordelt.",
            told.undistributed,
        )
        yield text % {"count": told.undistributed}
