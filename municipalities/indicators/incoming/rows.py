"""From the rows of a table to values that can be stored, or to what is wrong with each cell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from municipalities.indicators.incoming import cells as understood
from municipalities.indicators.incoming.cells import CellProblemError, Figure
from municipalities.indicators.incoming.columns import (
    INDICATOR,
    PLACE,
    VALUE,
    YEAR,
    Columns,
    names_of,
)
from municipalities.indicators.incoming.places import Found, Places
from municipalities.indicators.incoming.tables import Cell, FileProblemError, Row, text
from municipalities.indicators.models import Indicator

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Value:
    """One value, ready to be stored."""

    line: int
    column: str
    indicator: int
    municipality: int | None
    county: int | None
    year: int
    value: Decimal | None
    mark: str
    original_code: str
    is_carried: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell, in words for whoever sent the file."""

    line: int
    column: str
    cell: str
    message: str


class Reader:
    """Understands the rows of one file, by its columns."""

    def __init__(
        self,
        headings: Sequence[str],
        columns: Columns,
        indicators: Iterable[Indicator],
        places: Places,
    ) -> None:
        self.columns, self.places, self.headings = columns, places, headings
        self.at = {heading: number for number, heading in enumerate(headings)}
        missing = [heading for heading in columns.roles if heading not in self.at]
        if missing:
            raise FileProblemError(_("Kolonnen «%(name)s» finnes ikke.") % {"name": missing[0]})
        listed = list(indicators)
        self.by_code = {one.code: one for one in listed}
        self.by_name = {name: one for one in listed for name in names_of(one)}

    def read(self, row: Row) -> Iterator[Value | Problem]:
        """The values of a row. A row that is in part wrong gives its problems alone."""
        line, cells = row
        if len(cells) > len(self.headings) and any(map(text, cells[len(self.headings) :])):
            yield Problem(line, "", "", self._ragged(len(cells)))
            return
        line_of = Line(self, line, cells)
        values = list(line_of.values())
        yield from line_of.problems or values

    def _ragged(self, count: int) -> str:
        return _("Raden har %(count)d celler, overskriftene er %(headings)d.") % {
            "count": count,
            "headings": len(self.headings),
        }


class Line:
    """One row while it is being read."""

    def __init__(self, reader: Reader, line: int, cells: Sequence[Cell]) -> None:
        self.reader, self.line, self.cells = reader, line, cells
        self.problems: list[Problem] = []

    def values(self) -> Iterator[Value]:
        year = self._year()
        place = self._place(year) if year is not None else None
        for heading, indicator in self._indicators():
            figure = self._figure(heading, indicator)
            if year is not None and place is not None and figure is not None:
                yield Value(
                    self.line,
                    heading,
                    indicator.pk,
                    place.municipality,
                    place.county,
                    year,
                    *figure,
                    place.code,
                    place.is_carried,
                )

    def _year(self) -> int | None:
        heading = self.reader.columns.only(YEAR)
        if heading is None:
            return self.reader.columns.year
        try:
            return understood.year(self._cell(heading))
        except CellProblemError as problem:
            self._wrong(heading, problem)
            return None

    def _place(self, year: int) -> Found | None:
        heading = self.reader.columns.only(PLACE) or ""
        try:
            return self.reader.places.find(self._cell(heading), year)
        except CellProblemError as problem:
            self._wrong(heading, problem)
            return None

    def _indicators(self) -> Iterator[tuple[str, Indicator]]:
        """Each column of values with what it measures."""
        columns, reader = self.reader.columns, self.reader
        for heading, code in columns.value_columns.items():
            yield heading, reader.by_code[code]
        value = columns.only(VALUE)
        if value is None:
            return
        named = columns.only(INDICATOR)
        name = columns.indicator if named is None else text(self._cell(named))
        found = reader.by_name.get(name.casefold())
        if found is None:
            unknown = _("Kilden har ingen indikator med dette navnet.")
            self._wrong(named or "", CellProblemError(unknown))
        else:
            yield value, found

    def _figure(self, heading: str, indicator: Indicator) -> Figure | None:
        try:
            value, mark = understood.figure(self._cell(heading))
            if value is not None and value > HUNDRED and indicator.unit == Indicator.Unit.PERCENT:
                raise CellProblemError(_("Prosenten er over 100."))
        except CellProblemError as problem:
            self._wrong(heading, problem)
            return None
        return value, mark

    def _cell(self, heading: str) -> Cell:
        number = self.reader.at[heading]
        return self.cells[number] if number < len(self.cells) else ""

    def _wrong(self, heading: str, problem: CellProblemError) -> None:
        shown = text(self._cell(heading)) if heading else ""
        self.problems.append(Problem(self.line, heading, shown, str(problem)))
