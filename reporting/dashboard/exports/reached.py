"""How many municipalities are at each level: in each county, and in all."""

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from assignments.coverage.models import LEVEL_CODES, Level
from reporting.dashboard.exports.tables import Column, Table, Type, Value
from reporting.dashboard.exports.wording import about
from reporting.dashboard.figures import Coverage, Reach
from reporting.dashboard.forms import LEVELS

TOTAL = "i_alt"


def measures() -> list[Column]:
    municipalities = _("kommuner")
    return [
        Column("andel_nadd", _("Andel nådd (%)"), Type.DECIMAL, unit=_("prosent"), decimals=1),
        Column("brukt", _("Brukt"), Type.NUMBER, unit=municipalities),
        Column("kontakt", _("Kontakt eller høyere"), Type.NUMBER, 20, unit=municipalities),
        Column("kjent", _("Gjort kjent eller høyere"), Type.NUMBER, 24, unit=municipalities),
        Column("kommuner", _("Kommuner"), Type.NUMBER, unit=municipalities),
    ]


def numbers(reach: Reach) -> list[Value]:
    return [reach.share, reach.used, reach.contacted, reach.known, reach.total]


def share_of(reach: Reach, count: int) -> Decimal | None:
    """Per cent with one decimal, where there is a share at all (rules 12 and 14)."""
    return None if reach.share is None else replace(reach, used=count).share


def counties(found: Coverage, *, signed_in: bool) -> Table:
    """The county table with its last row: everything that was chosen, without a number."""
    has_data = found.reach.no_share != "no_data"
    listed = found.counties if has_data else []
    rows: list[list[Value]] = [
        [row.county.code, row.county.name, *numbers(row.reach)] for row in listed
    ]
    if has_data:
        rows.append(["", _("I alt"), *numbers(found.reach)])
    place = [Column("fylkesnummer", _("Fylkesnummer")), Column("fylke", _("Fylke"), width=24)]
    return Table(
        about=about("fylker", found),
        columns=[*place, *measures()],
        rows=rows,
        of=_("Fylke"),
        rest=TOTAL,
    )


def level_columns() -> list[Column]:
    return [
        Column("niva", _("Kode"), width=10),
        Column("navn", _("Nivå"), width=24),
        Column("kommuner", _("Kommuner"), Type.NUMBER, unit=_("kommuner")),
        Column("andel", _("Andel (%)"), Type.DECIMAL, unit=_("prosent"), decimals=1),
    ]


def levels(found: Coverage, *, signed_in: bool) -> Table:
    """How many of the denominator are at each level or above, and what share that is."""
    reach = found.reach
    counted = [(Level.USED, reach.used), (Level.CONTACTED, reach.contacted)]
    counted.append((Level.KNOWN, reach.known))
    rows: list[list[Value]] = [
        [LEVEL_CODES[level], str(LEVELS[LEVEL_CODES[level]]), count, share_of(reach, count)]
        for level, count in counted
    ]
    rows.append([TOTAL, _("alle kommuner"), reach.total, None])
    return Table(
        about=about("nivaer", found),
        columns=level_columns(),
        rows=rows if reach.no_share != "no_data" else [],
        of=_("Nivå"),
        is_by_place=False,
    )
