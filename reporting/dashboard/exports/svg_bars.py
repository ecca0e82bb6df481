"""Tables of numbers as lying bars, each with its number written at its end."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reporting.dashboard.exports.svg_frame import MARGIN, QUIET, WIDTH, Drawing, write
from reporting.dashboard.exports.tables import Table, Value

ROW, BAR, LABEL, END, TEXT = 30, 18, 230, 190, 14
FILL, BACK, TOP = "#00637a", "#eceff0", 12
LONGEST = 28
Cells = dict[str, Value]


@dataclass(frozen=True)
class Bar:
    """How long (of a hundred), and what is written after it."""

    name: str
    share: Decimal
    text: str


def share_bars(table: Table) -> Drawing:
    """Share of each row with how many of how many; counts alone where there is no share."""
    return drawing(table, [share_bar(each) for each in named(table)])


def part_bars(table: Table) -> Drawing:
    """How large a part of the municipalities each group is; the last row is all of them."""
    return drawing(table, [part_bar(each) for each in named(table)[:-1]])


def hours_bars(table: Table) -> Drawing:
    """Hours of each row as a part of all of them."""
    return drawing(table, [hours_bar(each) for each in named(table)])


def named(table: Table) -> list[Cells]:
    """Cells by the codes of their columns, the name of the row as «navn»."""
    codes = [column.code for column in table.columns]
    at = 0 if table.is_by_year else 1
    return [{**dict(zip(codes, row, strict=True)), "navn": row[at]} for row in table.rows]


def share_bar(row: Cells) -> Bar:
    name, known = str(row["navn"]), share_in(row, "andel_nadd")
    if row["brukt"] is None:
        return Bar(name, Decimal(0), _("ingen data"))
    counted = _("%(used)s av %(total)s") % {"used": row["brukt"], "total": row["kommuner"]}
    text = counted if known is None else f"{number_format(known, 1)} % ({counted})"
    return Bar(name, known or Decimal(0), text)


def part_bar(row: Cells) -> Bar:
    known = share_in(row, "andel") or Decimal(0)
    return Bar(str(row["navn"]), known, f"{row['kommuner']} ({number_format(known, 1)} %)")


def hours_bar(row: Cells) -> Bar:
    known, hours = share_in(row, "andel_timer"), row["timer"]
    if not isinstance(hours, Decimal) or known is None:
        return Bar(str(row["navn"]), Decimal(0), _("ingen data"))
    text = f"{number_format(known, 1)} % ({number_format(hours, 0, force_grouping=True)})"
    return Bar(str(row["navn"]), known, text)


def share_in(row: Cells, code: str) -> Decimal | None:
    share = row[code]
    return share if isinstance(share, Decimal) else None


def level_bars(table: Table) -> Drawing:
    """Municipalities at each level or above, beside how many there are."""
    total = max((int(str(row[2])) for row in table.rows), default=0) or 1
    bars = [
        Bar(str(row[1]), Decimal(100) * int(str(row[2])) / total, str(row[2])) for row in table.rows
    ]
    return drawing(table, bars)


def drawing(table: Table, bars: list[Bar]) -> Drawing:
    if not bars:
        text = _("Ingen data")
        return Drawing(write(MARGIN, ROW, text, size=TEXT, fill=QUIET), ROW * 2, text)
    body = "".join(drawn(bar, TOP + number * ROW) for number, bar in enumerate(bars))
    listed = ", ".join(f"{bar.name} {bar.text}" for bar in bars)
    alt = _("Søylediagram: %(title)s. %(numbers)s.")
    return Drawing(
        body=body,
        height=TOP + ROW * len(bars),
        alt=alt % {"title": table.about.heading, "numbers": listed},
    )


def drawn(bar: Bar, y: float) -> str:
    room = WIDTH - 2 * MARGIN - LABEL - END
    at = MARGIN + LABEL
    name = bar.name if len(bar.name) <= LONGEST else f"{bar.name[: LONGEST - 1]}…"
    middle = y + BAR - 4
    return (
        write(at - 10, middle, name, size=TEXT, anchor="end")
        + f'<rect x="{at}" y="{y}" width="{room}" height="{BAR}" fill="{BACK}"/>'
        + f'<rect x="{at}" y="{y}" width="{room * bar.share / 100:.1f}" height="{BAR}"'
        f' fill="{FILL}"/>' + write(at + room + 10, middle, bar.text, size=TEXT)
    )
