"""How evenly what was done is spread, and reach by what municipalities are."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from reporting.dashboard import figures, groups, population, spread
from reporting.dashboard.equity import reaches
from reporting.dashboard.exports.reached import TOTAL, share_of
from reporting.dashboard.exports.tables import About, Column, Table, Type, Value
from reporting.dashboard.exports.wording import about
from reporting.dashboard.figures import Coverage, Place, Reach
from reporting.dashboard.groups import SIZE, Division

Maker = Callable[..., Table]


def group_columns() -> list[Column]:
    return [Column("gruppe", _("Kode"), width=12), Column("navn", _("Gruppe"), width=30)]


def spread_by(division: Division) -> Maker:
    """How many municipalities got how much of something, and all that these got."""

    def made(found: Coverage, *, signed_in: bool) -> Table:
        places = spread.counted(found)
        has_data = found.reach.no_share != "no_data"
        return Table(
            about=about(f"fordeling-{division.code}", found),
            columns=[
                *group_columns(),
                Column("kommuner", _("Kommuner"), Type.NUMBER, unit=_("kommuner")),
                Column("andel", _("Andel (%)"), Type.DECIMAL, unit=_("prosent"), decimals=1),
                Column("aktiviteter", _("Aktiviteter"), Type.NUMBER, unit=_("aktiviteter")),
                Column("timer", _("Timer"), Type.DECIMAL, unit=_("timer"), decimals=2),
            ],
            rows=spread_rows(places, division) if has_data else [],
            of=str(division.name),
            is_by_place=False,
        )

    return made


def spread_rows(places: list[Place], division: Division) -> list[list[Value]]:
    names = dict(division.groups)
    parted = division.parted(places)
    rows: list[list[Value]] = [
        [code, str(names[code]), *taken(own, len(places))]
        for code, own in parted.items()
        if own or code != groups.UNKNOWN
    ]
    return [*rows, [TOTAL, _("alle kommuner"), *taken(places, len(places))]]


def taken(own: list[Place], total: int) -> list[Value]:
    return [len(own), spread.part(len(own), total), spread.activities_in(own), hours(own)]


def hours(own: list[Place]) -> Decimal | None:
    """Hours that nobody gave are unknown, not 0 (rule 15)."""
    given = spread.hours_in(own)
    is_given = given or any(place.numbers.with_hours for place in own)
    return given if is_given or not spread.activities_in(own) else None


def equity_by(division: Division) -> Maker:
    """Reach in each group, with the same group of the whole country beside."""

    def made(found: Coverage, *, signed_in: bool) -> Table:
        country = figures.country_beside(found)
        own, beside = reaches(found, division), reaches(country, division)
        names = dict(division.groups)
        rows: list[list[Value]] = [
            [code, str(names[code]), *reached(reach), *reached(beside[code])]
            for code, reach in own.items()
            if reach.total or beside[code].total
        ]
        rows.append([TOTAL, _("alle kommuner"), *reached(found.reach), *reached(country.reach)])
        return Table(
            about=dated(about(f"likhet-{division.code}", found), division, found),
            columns=[*group_columns(), *reach_columns(), *country_columns()],
            rows=rows if found.reach.no_share != "no_data" else [],
            of=str(division.name),
            is_by_place=False,
        )

    return made


def dated(told: About, division: Division, found: Coverage) -> About:
    """Rule 25: which day's inhabitants the size follows."""
    return told.noting(population.sentence(found.choice)) if division is SIZE else told


def reached(reach: Reach) -> list[Value]:
    return [share_of(reach, reach.used), reach.used, reach.total]


def reach_columns() -> list[Column]:
    return [
        Column("andel_nadd", _("Andel nådd (%)"), Type.DECIMAL, unit=_("prosent"), decimals=1),
        Column("brukt", _("Brukt"), Type.NUMBER, unit=_("kommuner")),
        Column("kommuner", _("Kommuner"), Type.NUMBER, unit=_("kommuner")),
    ]


def country_columns() -> list[Column]:
    share, used, total = _("Landet: andel nådd (%)"), _("Landet: brukt"), _("Landet: kommuner")
    return [
        Column("landet_andel_nadd", share, Type.DECIMAL, 16, unit=_("prosent"), decimals=1),
        Column("landet_brukt", used, Type.NUMBER, unit=_("kommuner")),
        Column("landet_kommuner", total, Type.NUMBER, 16, unit=_("kommuner")),
    ]
