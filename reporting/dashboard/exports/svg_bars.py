"""Tables of numbers as lying bars, each with its number written at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reporting.dashboard.exports.svg_frame import MARGIN, QUIET, WIDTH, Drawing, write
from reporting.dashboard.exports.tables import Table

ROW, BAR, LABEL, END, TEXT = 30, 18, 230, 190, 14
FILL, BACK, TOP = "#00637a", "#eceff0", 12
LONGEST = 28


@dataclass(frozen=True)
class Bar:
    """How long (of a hundred), and what is written after it."""

    name: str
    share: Decimal
    text: str


def county_bars(table: Table) -> Drawing:
    """Share per county, the whole choice last."""
    return drawing(table, [county_bar(row) for row in table.rows])


def county_bar(row: Sequence[object]) -> Bar:
    _code, name, share, used, _contacted, _known, total = row
    counted = _("%(used)s av %(total)s") % {"used": used, "total": total}
    known = share if isinstance(share, Decimal) else None
    text = counted if known is None else f"{number_format(known, 1)} % ({counted})"
    return Bar(str(name), known or Decimal(0), text)


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
