"""The key figures as one row, and the districts, which have a table of their own (rule 11)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assignments.coverage.models import LEVEL_CODES
from reporting.dashboard import wording
from reporting.dashboard.exports import places, reached
from reporting.dashboard.exports.tables import Column, Table, Type, Value
from reporting.dashboard.exports.wording import about
from reporting.dashboard.exports.work import EVERY_CENTRE, work_columns, worked
from reporting.dashboard.figures import Coverage


def key_figures(found: Coverage, *, signed_in: bool) -> Table:
    """Each activity counts once: the sums of no other file (rule 3)."""
    choice, total = found.choice, found.total
    doer = choice.centre.code if choice.centre else choice.kind or EVERY_CENTRE
    row: list[Value] = [
        *(doer, wording.doer(choice)),
        *reached.numbers(found.reach),
        *(*worked(total), total.attendances),
        total.requests if signed_in else None,
        total.agreements if signed_in else None,
    ]
    return Table(
        about=about("nokkeltall", found),
        columns=[
            Column("senter", _("Senterkode"), width=20),
            Column("senternavn", _("Senter"), width=24),
            *reached.measures(),
            *work_columns(),
            Column("deltakere", _("Deltakelser"), Type.NUMBER, unit=_("deltakelser")),
            *withheld(signed_in=signed_in),
        ],
        rows=[row] if found.reach.no_share != "no_data" else [],
        of=_("Senter"),
        is_by_place=False,
    )


def withheld(*, signed_in: bool) -> Iterator[Column]:
    """Columns that are empty for a visitor."""
    for code, name in (("henvendelser", _("Henvendelser")), ("avtaler", _("Avtaler"))):
        yield Column(code, name, Type.NUMBER, unit=name.lower(), is_withheld=not signed_in)


def districts(found: Coverage, *, signed_in: bool) -> Table:
    """Without denominator or catchment: they are in no share."""
    rows: list[list[Value]] = [
        [
            *(place.code, place.name, place.city),
            *places.numbers(place.numbers, signed_in=signed_in),
            place.last_contact_on,
            LEVEL_CODES[place.numbers.level],
        ]
        for place in sorted(found.districts, key=lambda place: place.code)
    ]
    return Table(
        about=about("bydeler", found),
        columns=[
            Column("bydelsnummer", _("Bydelsnummer"), width=15),
            Column("bydel", _("Bydel"), width=24),
            Column("kommune", _("Kommune"), width=20),
            *places.done_columns(signed_in=signed_in),
        ],
        rows=rows,
        of=_("Bydel"),
    )
