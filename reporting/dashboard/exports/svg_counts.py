"""Lists and tables by two things as pictures: how many of each, or a grid with its numbers."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assignments.plans.numbers import trimmed
from reporting.dashboard.exports.reached import TOTAL
from reporting.dashboard.exports.svg_bars import Bar, Cells, drawing, named
from reporting.dashboard.exports.svg_frame import INK, MARGIN, PAPER, WIDTH, Drawing, write
from reporting.dashboard.exports.tables import Table, Value

Draw = Callable[[Table], Drawing]
LABEL, ROW, SMALL, HEAD = 190, 34, 11, 46
# How dark the fullest cell is; from here on the number stands in white.
DARK, WHITE = "#00637a", Decimal("0.55")
EDGE = "#717a7e"
LONGEST = 15


def rows_by(code: str, what: str) -> Draw:
    """How many rows of a list have each text of a column."""

    def made(table: Table) -> Drawing:
        at = [column.code for column in table.columns].index(code)
        counts = Counter(str(row[at]) for row in table.rows)
        return bars(table, sorted(counts.items()), _(what))

    return made


def numbers_of(measure: str, *, name: str, only: tuple[str, str] | None = None) -> Draw:
    """One number of each row, or of those that stand for all of something."""

    def made(table: Table) -> Drawing:
        label = next(column.label for column in table.columns if column.code == measure)
        told: list[tuple[str, Value]] = [
            (str(row[name]), row[measure]) for row in named(table) if is_chosen(row, only)
        ]
        return bars(table, told, label)

    return made


def is_chosen(row: Cells, only: tuple[str, str] | None) -> bool:
    return only is None or row[only[0]] == only[1]


def bars(table: Table, told: list[tuple[str, Value]] | list[tuple[str, int]], what: str) -> Drawing:
    numbers = [(name, value if isinstance(value, int | Decimal) else None) for name, value in told]
    most = max((value for _name, value in numbers if value), default=0) or 1
    listed = [
        Bar(name, Decimal(100) * Decimal(value or 0) / Decimal(most), shown(value))
        for name, value in numbers
    ]
    made = drawing(table, listed)
    note = _("Søylene viser: %(what)s.") % {"what": what.lower()} if listed else ""
    return Drawing(made.body, made.height, made.alt, note)


def shown(value: int | Decimal | None) -> str:
    if value is None:
        return _("ukjent")
    exact = trimmed(value) if isinstance(value, Decimal) else value
    return number_format(exact, force_grouping=True)


def measures(table: Table) -> Drawing:
    """The numbers of the one row, each with its name; what is not known stands there as unknown."""
    told = [
        f"{column.label}: {shown(value) if isinstance(value, int | Decimal) else shown(None)}"
        for row in table.rows
        for column, value in zip(table.columns, row, strict=True)
        if column.is_measure and not column.is_withheld
    ]
    told = told or [_("Ingen data")]
    body = "".join(
        write(MARGIN, ROW * (number + 1) - 12, text, size=16) for number, text in enumerate(told)
    )
    return Drawing(body, ROW * len(told), ". ".join(told))


def course_grid(table: Table) -> Drawing:
    """Phase × stage of life with how many activities; 0 is a gap."""
    cells = {(str(row[1]), str(row[3])): count(row[4]) for row in table.rows}
    return grid(table, cells, _("Tallene er: aktiviteter. 0 er et hull."))


def stage_grid(table: Table) -> Drawing:
    """Method × stage of implementation with how many municipalities in all."""
    stages = [(at, column.label) for at, column in enumerate(table.columns) if column.is_measure]
    cells = {
        (str(row[1]), label): count(row[at])
        for row in table.rows
        for at, label in stages
        if row[2] == TOTAL
    }
    return grid(table, cells, _("Tallene er: kommuner."))


def count(value: Value) -> int:
    return value if isinstance(value, int) else 0


def grid(table: Table, cells: dict[tuple[str, str], int], note: str) -> Drawing:
    """A number in each cell; darker is more."""
    if not cells:
        return drawing(table, [])
    names, across = (list(dict.fromkeys(key[at] for key in cells)) for at in (0, 1))
    step, most = (WIDTH - 2 * MARGIN - LABEL) / len(across), max(cells.values()) or 1
    left = MARGIN + LABEL
    parts = [
        write(left + step * (at + 0.5), HEAD - 10, short(name), size=SMALL, anchor="middle")
        for at, name in enumerate(across)
    ]
    for number, name in enumerate(names):
        y = HEAD + ROW * number
        parts.append(write(left - 10, y + 21, short(name, 30), size=SMALL + 1, anchor="end"))
        for at, other in enumerate(across):
            own = cells[name, other]
            parts.append(cell(left + step * at, y, step, own, Decimal(own) / most))
    told = "; ".join(f"{name}, {other}: {value}" for (name, other), value in cells.items() if value)
    return Drawing(
        body="".join(parts),
        height=HEAD + ROW * len(names) + 8,
        alt=f"{table.about.heading}. {told or _('Ingen')}.",
        note=note,
    )


def short(name: str, longest: int = LONGEST) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def cell(x: float, y: float, width: float, count: int, share: Decimal) -> str:
    ink = PAPER if share >= WHITE else INK
    return (
        f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{ROW}" fill="{DARK}"'
        f' fill-opacity="{share:.2f}" stroke="{EDGE}"/>'
        + write(x + width / 2, y + 22, str(count), size=14, fill=ink, anchor="middle")
    )
