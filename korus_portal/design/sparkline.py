"""A small line chart: one strong line, and others behind it, drawn as one inline SVG.

It holds no style and no script; looks are in css/municipality.css. Colour tells nothing alone: the
lines differ in thickness and dash. Whoever cannot see it reads the label, and the page gives a
table with the same figures.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape

from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 260.0, 104.0
LEFT, RIGHT, TOP, BOTTOM = 4.0, 256.0, 18.0, 84.0
# The heights from which the smallest and largest figure are written, and that of the years.
ABOVE, BELOW = 11.0, 99.0


@dataclass(frozen=True, slots=True)
class Line:
    """Figures by year, None where there is none; `kind` is the line's look: own, county, country.

    `hidden` are years whose figure is there but not shown: they are drawn as crosses.
    """

    kind: str
    points: Sequence[tuple[int, Decimal | None]]
    hidden: Sequence[int] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Frame:
    """Years and figures turned into places on the drawing."""

    first: int
    last: int
    low: float
    high: float

    def x(self, year: int) -> float:
        if self.first == self.last:
            return (LEFT + RIGHT) / 2
        return LEFT + (year - self.first) / (self.last - self.first) * (RIGHT - LEFT)

    def y(self, value: Decimal) -> float:
        share = (float(value) - self.low) / (self.high - self.low)
        return BOTTOM - share * (BOTTOM - TOP)


def draw(lines: Sequence[Line], *, label: str, low: str, high: str) -> SafeString:
    """The chart as an image with `label`; `low` and `high` are written where the scale ends.

    Empty when there is no figure at all to draw.
    """
    frame = frame_of(lines)
    if frame is None:
        return SafeString("")
    drawn = "".join(part for line in reversed(lines) for part in parts_of(line, frame))
    return mark_safe(  # noqa: S308 - every text is escaped
        f'<svg class="spark" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img"'
        f' aria-label="{escape(label)}">'
        f'<path class="spark__edge" d="M{LEFT:g} {TOP:g}H{RIGHT:g}M{LEFT:g} {BOTTOM:g}H{RIGHT:g}"/>'
        f"{drawn}{texts(frame, low, high)}</svg>"
    )


def scale_of(lines: Iterable[Line]) -> tuple[Decimal, Decimal] | None:
    """Where the scale begins and ends, None without figures.

    It begins as far below the smallest figure as the figures are apart, but not below nought: a
    change can be seen, and a small one does not look large.
    """
    values = [value for line in lines for _year, value in line.points if value is not None]
    if not values:
        return None
    low, high = min(values), max(values)
    below = low - (high - low) if high > low else Decimal(0)
    return min(low, max(Decimal(0), below)), high


def frame_of(lines: Sequence[Line]) -> Frame | None:
    scale = scale_of(lines)
    if scale is None:
        return None
    years = [year for line in lines for year in (*(y for y, _v in line.points), *line.hidden)]
    low, high = map(float, scale)
    if low == high:
        low, high = low - 1, high + 1
    return Frame(min(years), max(years), low, high)


def parts_of(line: Line, frame: Frame) -> Iterable[str]:
    """The line itself, broken where a year between has no figure, and dots on the strong one."""
    known = [(year, value) for year, value in line.points if value is not None]
    gaps = {year for year, value in line.points if value is None} | set(line.hidden)
    path = ""
    for position, (year, value) in enumerate(known):
        before = known[position - 1][0] if position else None
        is_joined = before is not None and not any(before < gap < year for gap in gaps)
        path += f"{'L' if is_joined else 'M'}{frame.x(year):.1f} {frame.y(value):.1f}"
    if path:
        yield f'<path class="spark__line spark__line--{line.kind}" d="{path}"/>'
    if line.kind == "own":
        yield from dots(known, frame)
        yield from (cross(frame.x(year)) for year in line.hidden)


def dots(known: Sequence[tuple[int, Decimal]], frame: Frame) -> Iterable[str]:
    for position, (year, value) in enumerate(known):
        size = 4 if position == len(known) - 1 else 2.5
        yield (
            f'<circle class="spark__dot" cx="{frame.x(year):.1f}" cy="{frame.y(value):.1f}"'
            f' r="{size:g}"/>'
        )


def cross(x: float) -> str:
    y = BOTTOM - 4
    return f'<path class="spark__cross" d="M{x - 3:.1f} {y - 3:.1f}l6 6m0 -6l-6 6"/>'


def texts(frame: Frame, low: str, high: str) -> str:
    """The scale's ends, and the first and last year."""
    found = [
        (LEFT, ABOVE, "start", high),
        (LEFT, BELOW, "start", str(frame.first)),
    ]
    if frame.last != frame.first:
        found.append((RIGHT, BELOW, "end", str(frame.last)))
    found.append((RIGHT, BOTTOM - 3, "end", low))
    return "".join(
        f'<text class="spark__text" x="{x:g}" y="{y:g}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
        for x, y, anchor, text in found
    )
