"""Charts as pictures: lying bars, drawn once as SVG for every document that shows them.

A chart never stands alone: its text alternative says what it shows, its numbers stand in a table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import typst
from django.utils.translation import gettext as _

from korus_portal.design import printable
from korus_portal.design.typesetting import FONTS, DocumentError
from reporting import formatting

TEMPLATE = Path(__file__).with_name("chart.typ")
INK, QUIET, GRID, PAPER = "#1f2e33", "#4a5a60", "#d8dadb", "#ffffff"
# Each fill with the colour of what is written on it: told apart in grey too.
FILLS = [("#00637a", PAPER), ("#8fc3cf", INK), ("#e7e9e9", INK), ("#b4541f", PAPER)]
PALEST = 2
WIDTH, LABEL, END, ROW, BAR, LEGEND = 500, 158, 52, 22, 14, 26
# Roughly the width of a letter at the size of the labels.
LETTER = Decimal("5.2")
LONGEST_LABEL = 29
PIXELS_PER_INCH = 220


@dataclass(frozen=True)
class Series:
    label: str
    values: Sequence[Decimal]


@dataclass(frozen=True)
class Chart:
    """Bars of one or more series laid end to end, one bar for each category."""

    title: str
    categories: Sequence[str]
    series: Sequence[Series]
    unit: str = ""

    @property
    def has_values(self) -> bool:
        return any(value for series in self.series for value in series.values)

    @property
    def sums(self) -> list[Decimal]:
        columns = zip(*(series.values for series in self.series), strict=True)
        return [sum(column, Decimal(0)) for column in columns]

    @property
    def alt(self) -> str:
        """What the picture tells, and where its numbers are."""
        pairs = list(zip(self.categories, self.sums, strict=True))
        name, value = max(pairs, key=lambda pair: pair[1])
        shows = _("Søylediagram: %(title)s.") % {"title": self.title}
        if len(self.series) > 1:
            parts = formatting.listed([series.label for series in self.series])
            shows += " " + _("Hver søyle er delt i %(parts)s.") % {"parts": parts}
        longest = _("Lengst er %(name)s med %(value)s.") % {
            "name": name,
            "value": f"{formatting.decimal(value)} {self.unit}".strip(),
        }
        return f"{shows} {longest} " + _("Alle tallene står i tabellen under.")


def svg(chart: Chart) -> str:
    """The picture itself. Numbers are text in it; no letter is left without a form."""
    top = LEGEND if len(chart.series) > 1 else 4
    height = top + ROW * len(chart.categories) + 4
    body = "".join([*legend(chart), *bars(chart, top)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="Inter" font-size="9.5">'
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>'
        f'<line x1="{LABEL}" y1="{top}" x2="{LABEL}" y2="{height - 4}" stroke="{GRID}"/>'
        f"{body}</svg>"
    )


def legend(chart: Chart) -> Iterator[str]:
    if len(chart.series) < 2:
        return
    at = Decimal(LABEL)
    for series, (fill, _on) in zip(chart.series, FILLS, strict=False):
        yield f'<rect x="{at}" y="4" width="10" height="10" fill="{fill}" stroke="{QUIET}"/>'
        yield write(at + 15, 13, series.label)
        at += 30 + LETTER * len(series.label)


def bars(chart: Chart, top: int) -> Iterator[str]:
    longest = max(chart.sums, default=Decimal(0)) or Decimal(1)
    scale = Decimal(WIDTH - LABEL - END) / longest
    for row, (name, total) in enumerate(zip(chart.categories, chart.sums, strict=True)):
        y = top + row * ROW
        yield write(LABEL - 8, y + 14, shortened(name), anchor="end")
        at = Decimal(LABEL)
        for number, series in enumerate(chart.series):
            width = round(series.values[row] * scale, 2)
            yield from bar(at, y + 4, width, number)
            if len(chart.series) > 1:
                yield from inside(at, y + 4, width, number, series.values[row])
            at += width
        yield write(at + 5, y + 14, formatting.decimal(total), weight="600")


def bar(at: Decimal, y: int, width: Decimal, series: int) -> Iterator[str]:
    """One piece of a bar; nothing for nothing."""
    if not width:
        return
    fill, _on = FILLS[series % len(FILLS)]
    edge = PAPER if series != PALEST else QUIET
    yield (
        f'<rect x="{at}" y="{y}" width="{width}" height="{BAR}" fill="{fill}" '
        f'stroke="{edge}" stroke-width="0.5"/>'
    )


def inside(at: Decimal, y: int, width: Decimal, series: int, value: Decimal) -> Iterator[str]:
    """The piece's own number, where there is room for it."""
    shown = formatting.decimal(value)
    if width > LETTER * len(shown) + 6:
        _fill, on = FILLS[series % len(FILLS)]
        yield write(at + width / 2, y + 10, shown, anchor="middle", fill=on)


def write(
    x: Decimal | int,
    y: int,
    value: str,
    *,
    anchor: str = "start",
    fill: str = INK,
    weight: str = "400",
) -> str:
    shown = escape(printable.text(value))
    where = f'x="{x}" y="{y}" text-anchor="{anchor}"'
    return f'<text {where} fill="{fill}" font-weight="{weight}">{shown}</text>'


def shortened(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1].rstrip()}…"


def png(chart: Chart) -> bytes:
    """For formats that take no SVG."""
    try:
        made = typst.compile(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"svg": svg(chart)},
            format="png",
            ppi=PIXELS_PER_INCH,
        )
    except typst.TypstError as error:
        raise DocumentError(f"{error.message} {error.hints}") from error
    if not isinstance(made, bytes):
        raise DocumentError("typst gave no picture")
    return made
