"""The sheet to fill in: as CSV with the headings alone, as XLSX with a sheet that explains them."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.activities.importing import columns
from assignments.activities.models import Activity
from assignments.plans.forms import tasks_on_offer
from centres.models import Centre
from municipalities.models import Theme

NAME = "mal-aktiviteter"
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Rows of the sheet that are ready for days and lists.
READY_ROWS = 5000
WIDTHS = {"tittel": 40, "notat": 40, "tiltak": 24, "kommuner": 24, "temaer": 24}
EXAMPLE = {
    "dato": "14.3.2024",
    "type": "kurs",
    "tittel": "Kurs i samtaler om rus",
    "kommuner": "4601=12;4627=8",
    "timer": "7,5",
    "deltakere": "24",
    "form": "fysisk",
}
Lines = Iterable[Sequence[Any]]


def as_csv() -> bytes:
    """What a Norwegian spreadsheet opens by a double click. No example: it would be taken in."""
    return ("\N{BYTE ORDER MARK}" + ";".join(columns.COLUMNS) + "\r\n").encode()


def as_xlsx(centres: Sequence[Centre]) -> bytes:
    """`centres` are those of who asks: their tasks of the mandate are listed."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        heading = book.add_format({"bold": True, "bg_color": "#DEEBEE", "bottom": 1})
        write_empty_sheet(book, heading)
        sheet = book.add_worksheet("forklaring")
        sheet.set_column(0, 1, 28)
        sheet.set_column(2, 2, 90)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        at = 0
        for title, lines in explanations(centres):
            sheet.write_string(at, 0, title, heading)
            for line in lines:
                at += 1
                for place, text in enumerate(line):
                    sheet.write_string(at, place, str(text), wrapped)
            at += 2
    return target.getvalue()


def write_empty_sheet(book: Any, heading: Any) -> None:
    """Days are days, and everything else is text: a spreadsheet would make 0301 to 301."""
    sheet = book.add_worksheet("aktiviteter")
    day, text = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "@"})
    for place, name in enumerate(columns.COLUMNS):
        form = day if name in ("dato", "sluttdato") else text
        sheet.set_column(place, place, WIDTHS.get(name, 14), form)
        sheet.write_string(0, place, name, heading)
    sheet.freeze_panes(1, 0)
    offered = {"type": Activity.Kind, "form": Activity.Form}
    for name, choices in offered.items():
        place = columns.COLUMNS.index(name)
        labels = [str(label) for label in choices.labels]
        # Excel takes no more than 255 characters of choices, so the kinds are only warned about.
        if len(",".join(labels)) <= 255:
            rule = {"validate": "list", "source": labels, "error_type": "information"}
            sheet.data_validation(1, place, READY_ROWS, place, rule)


def explanations(centres: Sequence[Centre]) -> list[tuple[str, Lines]]:
    yes, no = _("må fylles ut"), ""
    return [
        (
            _("Kolonner"),
            [(one.name, yes if one.is_required else no, one.text) for one in columns.explained()],
        ),
        (_("Slik kan en rad se ut"), list(EXAMPLE.items())),
        (_("Flere verdier i samme celle"), [(_("Skill dem med semikolon."),)]),
        (_("Typer"), kind_lines()),
        (
            _("Former"),
            [(label, value) for value, label in Activity.Form.choices],
        ),
        (_("Temaer"), theme_lines()),
        (
            _("Oppgaver i samfunnsoppdraget"),
            [(task.code, "", task.name) for task in tasks_on_offer(centres, None)],
        ),
        (
            _("Sentre"),
            [
                (centre.short_name, centre.code, centre.name)
                for centre in Centre.objects.order_by("short_name")
            ],
        ),
    ]


def kind_lines() -> Lines:
    empty = _("Kommuner kan være tom.")
    return [
        (label, value, empty if value in columns.WITHOUT_MUNICIPALITY else "")
        for value, label in Activity.Kind.choices
    ]


def theme_lines() -> Lines:
    rows = Theme.objects.current().select_related("parent").order_by("position", "pk")
    return [(theme.name, theme.code, theme.parent.name if theme.parent else "") for theme in rows]


def sheet_name(ending: str) -> str:
    return f"{NAME}.{ending}"


def told_columns() -> list[tuple[str, str, bool]]:
    """For the page: name, text, whether it must be filled in."""
    return [(one.name, str(capfirst(one.text)), one.is_required) for one in columns.explained()]
