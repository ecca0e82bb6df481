"""Municipalities by level as tables: counties, and the districts of the cities apart."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from reporting.documents.tables import Column, Table, Type, Value
from reporting.national.figures import Summary
from reporting.national.reach import Reach, Reached
from reporting.national.tables import Linked, Names, Section, first_cells, number

CITIES, COUNTIES, COUNTRY = "cities", "counties", "country"


def section(summary: Summary, names: Names) -> Section:
    reach = summary.reach
    tables = [counties(reach, names)]
    if reach.cities:
        tables.append(cities(reach, names))
    return Section("dekning", _("Dekning"), tables, notes(summary, names))


def notes(summary: Summary, names: Names) -> list[str]:
    found = [
        _(
            "Nevneren er kommunene som fantes 1. januar. Hver kommune telles én gang, med det "
            "høyeste nivået som noen av rapportene gir. Nivåene ligger i hverandre. En strek er "
            "et område som ingen av rapportene sier noe om."
        )
    ]
    if summary.reach.outside:
        found.append(
            _("Ikke med i nevneren, men nådd: %(names)s.")
            % {"names": ", ".join(summary.reach.outside)}
        )
    if summary.without_data:
        centres = ", ".join(names.centre(report) for report in summary.without_data)
        found.append(
            _("Ingen data, for ingen bekreftede aktiviteter i året: %(names)s.")
            % {"names": centres}
        )
    return found


def counties(reach: Reach, names: Names) -> Linked:
    rows = [[row.name, *numbers(row)] for row in reach.counties]
    rows.append([_("Hele landet"), *numbers(reach.country)])
    hrefs = [names.sources_url(COUNTIES, row.code) for row in reach.counties]
    hrefs.append(names.sources_url(COUNTRY))
    columns = [Column(_("Fylke"), width=30), *level_columns(_("Kommuner"))]
    return Linked(Table(_("Kommuner etter fylke"), columns, rows), first_cells(hrefs))


def cities(reach: Reach, names: Names) -> Linked:
    rows: list[list[Value]] = [[row.name, *numbers(row)] for row in reach.cities]
    hrefs = [names.sources_url(CITIES, row.code) for row in reach.cities]
    columns = [Column(_("By"), width=30), *level_columns(_("Bydeler"))]
    note = _("Bydeler er aldri med i tallet på kommuner.")
    return Linked(Table(_("Bydeler"), columns, rows, note), first_cells(hrefs))


def level_columns(label: str) -> list[Column]:
    return [
        number(label),
        number(_("Kjent")),
        number(_("Kontakt")),
        number(_("Brukt")),
        Column(_("Brukt, prosent"), Type.DECIMAL),
    ]


def numbers(row: Reached) -> list[Value]:
    """An area that no report says anything of is not known: its centre may be missing (rule 14)."""
    if not row.parts:
        return [row.of, None, None, None, None]
    return [row.of, row.known, row.contacted, row.used, share(row.used, row.of)]


def share(part: int, whole: int) -> Decimal | None:
    """Of 100, with one decimal; nothing to share by has no share (rule 14)."""
    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
