"""Grants, årsverk and hours beside reach, of the centres whose grants the reader may see."""

from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from reporting.dashboard import money
from reporting.dashboard.exports.tables import Column, Table, Type, Value
from reporting.dashboard.exports.wording import about
from reporting.dashboard.exports.work import work_columns, worked
from reporting.dashboard.figures import Coverage
from reporting.dashboard.money import MoneyRow


def centres(found: Coverage, viewer: User) -> Table:
    """By name, as on the page: centres with different mandates are not compared."""
    kroner, municipalities = _("kroner"), _("kommuner")
    return Table(
        about=about("midler", found),
        columns=[
            Column("senter", _("Senterkode"), width=20),
            Column("senternavn", _("Senter"), width=24),
            Column("tilskudd", _("Tilskudd"), Type.NUMBER, unit=kroner),
            Column("aarsverk", _("Besatte årsverk"), Type.DECIMAL, unit=_("årsverk"), decimals=2),
            *work_columns(),
            Column("kommuner", _("Kommuner i ansvarsområdet"), Type.NUMBER, unit=municipalities),
            Column("brukt", _("Kommuner nådd"), Type.NUMBER, unit=municipalities),
            Column("kroner_per_kommune", _("Kroner per nådd kommune"), Type.NUMBER, unit=kroner),
            Column(
                *("timer_per_kommune", _("Timer per nådd kommune"), Type.DECIMAL),
                unit=_("timer"),
                decimals=1,
            ),
        ],
        rows=[row_of(row) for row in money.counted(found, viewer)],
        of=_("Senter"),
        is_by_place=False,
    )


def row_of(row: MoneyRow) -> list[Value]:
    """Unknown is empty; a centre that logged nothing has no figures of its work (rule 14)."""
    done: list[Value] = [*worked(row.numbers)] if row.has_data else [None] * 3
    return [
        *(row.centre.code, row.centre.short_name),
        *(row.granted.amount, row.staffing.filled),
        *done,
        row.reach.total or None,
        row.reach.used if row.has_data else None,
        *(row.kroner_each, row.hours_each),
    ]
