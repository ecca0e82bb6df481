"""The list as CSV: the same lines in the same order as on the page. Notes are never in it."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from assignments.outreach import reasons
from assignments.outreach.desk import Desk
from assignments.outreach.listing import CallRow
from assignments.outreach.narrowing import Shown
from assignments.outreach.score import Part
from assignments.plans.csv_text import Style, as_text

HEADER = (
    "senter",
    "plass",
    "plass_nasjonale_vekter",
    "kommunenummer",
    "kommune",
    "fylkesnummer",
    "fylke",
    "skaar",
    "skaar_nasjonale_vekter",
    "grunner",
    "deler_uten_data",
    "siste_kontakt",
    "tatt_av",
    "tatt",
    "siste_resultat",
    "siste_resultat_dato",
    "spor_allerede",
    "kontaktet_nylig",
)


def file_name(desk: Desk, day: date) -> str:
    mark = "demo-" if settings.DEMO_MODE else ""
    return f"{mark}bor-kontaktes-{desk.centre.code}-{day.isoformat()}.csv"


def as_csv(desk: Desk, shown: Shown, style: Style) -> str:
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=style.delimiter, lineterminator="\r\n")
    mark = ["demodata"] if settings.DEMO_MODE else []
    writer.writerow([*HEADER, *(["merknad"] if mark else [])])
    for cells in rows_of(desk, shown):
        writer.writerow([as_text(cell, style) for cell in [*cells, *mark]])
    return style.before + buffer.getvalue()


def rows_of(desk: Desk, shown: Shown) -> Iterator[list[Any]]:
    for row in shown.rows:
        yield cells_of(desk, row, recent=_("nei"))
    for row in shown.recent:
        yield cells_of(desk, row, recent=_("ja"))


def cells_of(desk: Desk, row: CallRow, *, recent: str) -> list[Any]:
    place, done = row.place, row.done
    return [
        *(desk.centre.code, row.own.rank, row.national.rank),
        *(place.code, place.name, place.county_code, place.county),
        *(row.own.score, row.national.score),
        "; ".join(sentence(part) for part in row.top),
        row.without_data,
        *(row.last_contact, done.adviser, done.taken_on, done.result, done.result_on),
        _("ja") if row.asks_already else _("nei"),
        recent,
    ]


def sentence(part: Part) -> str:
    return f"{reasons.label(part.component)}: {part.reason}"
