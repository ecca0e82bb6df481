"""Focus municipalities by county, for those who are signed in, each with what they may see."""

from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from reporting.dashboard import focus
from reporting.dashboard.exports.reached import TOTAL
from reporting.dashboard.exports.tables import Column, Table, Type, Value
from reporting.dashboard.exports.wording import about
from reporting.dashboard.figures import Coverage
from reporting.dashboard.focus import CountyLine

WITHOUT = {"national", "unknown"}


def counties(found: Coverage, viewer: User) -> Table:
    """As on the page: none for a centre without a denominator (rules 12 and 14)."""
    rows: list[list[Value]] = []
    if found.reach.no_share not in WITHOUT:
        told = focus.read(found, viewer)
        lines = [*focus.by_county(told), focus.line_of(told, told.places, _("I alt"), "")]
        rows = [line_row(line) for line in lines]
    return Table(
        about=about("innsatskommuner", found),
        columns=columns(),
        rows=rows,
        of=_("Fylke"),
        rest=TOTAL,
    )


def columns() -> list[Column]:
    counted = [
        ("kommuner", _("Kommuner"), _("kommuner")),
        ("innsatskommuner", _("Innsatskommuner"), _("kommuner")),
        ("folketall", _("Folketall"), _("innbyggere")),
        ("avtaler", _("Avtaler"), _("avtaler")),
        ("avtaler_du_ser", _("Avtaler du kan se"), _("avtaler")),
        ("saerskilte_behov", _("Særskilte behov"), _("avtaler")),
        ("kommuner_du_foelger", _("Kommuner du kan se behov i"), _("kommuner")),
        ("aapne_behov", _("Åpne behov"), _("behov")),
    ]
    place = [Column("fylkesnummer", _("Fylkesnummer")), Column("fylke", _("Fylke"), width=24)]
    return [
        *place,
        *(Column(code, name, Type.NUMBER, 16, unit=unit) for code, name, unit in counted),
    ]


def line_row(line: CountyLine) -> list[Value]:
    """What the reader may not count is empty, never 0."""
    return [
        *(line.code, line.name, line.municipalities, line.focus, line.population),
        *(line.agreements, line.visible),
        line.special if line.visible or not line.agreements else None,
        line.followed,
        line.needs if line.followed else None,
    ]
