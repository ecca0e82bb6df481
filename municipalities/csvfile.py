"""Strict reading of our CSV files: a dataclass per file, a parser per column.

Whatever is not as expected is a `DataFileError` that names file and line; nothing is guessed.
"""

import csv
import io
import re
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Generic, NoReturn, TypeVar, get_origin, get_type_hints


class DataFileError(Exception):
    """A file that cannot be used, with the line that shows it."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}, line {line}: {problem}")
        self.file, self.line, self.problem = file, line, problem


class CellError(Exception):
    """A cell that does not hold what its column promises."""


Parser = Callable[[str], Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a file. Subclasses name the columns; the file must have exactly those.

    A column is `name: Annotated[type, parser]`.
    """

    line: int

    @classmethod
    def parsers(cls) -> dict[str, Parser]:
        hints = get_type_hints(cls, include_extras=True)
        return {
            name: hint.__metadata__[0]
            for name, hint in hints.items()
            if get_origin(hint) is Annotated
        }


R = TypeVar("R", bound=Row)


class Table(Generic[R]):
    """The rows of one file, with the checks that need more than one cell."""

    def __init__(self, file: str, rows: list[R]) -> None:
        self.file, self.rows = file, rows

    def __iter__(self) -> Iterator[R]:
        return iter(self.rows)

    def refuse(self, row: R, problem: str) -> NoReturn:
        raise DataFileError(self.file, row.line, problem)

    def values(self, name: str) -> set[Any]:
        return {getattr(row, name) for row in self.rows}

    def unique(self, *names: str) -> None:
        """Refuse a row whose cells in `names` stood in an earlier row."""
        seen: dict[Hashable, int] = {}
        for row in self.rows:
            key = tuple(getattr(row, name) for name in names)
            if key in seen:
                shown = ", ".join("" if part is None else str(part) for part in key)
                self.refuse(row, f"duplicate of line {seen[key]} ({shown})")
            seen[key] = row.line

    def known(self, name: str, among: Collection[Any], *, what: str) -> None:
        """Refuse a row that names, in a cell or in a list of codes, what does not exist."""
        for row in self.rows:
            cell = getattr(row, name)
            for code in cell if isinstance(cell, tuple) else (cell,):
                if code and code not in among:
                    self.refuse(row, f'unknown {what} "{code}" in column {name}')


class Source:
    """Where files are taken from: a folder, and the project's own for what it does not have."""

    def __init__(self, folder: Path, own: Path) -> None:
        self.folder, self.own = folder, own

    def find(self, file: str) -> Path | None:
        for folder in (self.folder, self.own):
            if (folder / file).is_file():
                return folder / file
        return None

    def read(self, file: str, kind: type[R]) -> Table[R]:
        """All rows of a file, or a DataFileError."""
        path = self.find(file)
        if path is None:
            raise DataFileError(file, 1, "the file is missing")
        return Table(file, list(_rows(file, path.read_bytes(), kind)))


def _rows(file: str, content: bytes, kind: type[R]) -> Iterator[R]:
    records = _records(file, _text(file, content))
    line, header = next(records, (1, []))
    parsers = kind.parsers()
    _check_header(file, line, header, set(parsers))
    count = 0
    for line, cells in records:
        count += 1
        if len(cells) != len(header):
            problem = f"{len(cells)} cells where the header has {len(header)}"
            raise DataFileError(file, line, problem)
        yield kind(line=line, **_parsed(file, line, dict(zip(header, cells, strict=True)), parsers))
    if not count:
        raise DataFileError(file, line, "the file holds no rows")


def _text(file: str, content: bytes) -> str:
    try:
        if b"\0" in content:  # UTF-16 and UTF-32
            raise UnicodeDecodeError("utf-8", content, content.index(b"\0"), 1, "null character")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataFileError(file, line, "the file is not UTF-8") from error


def _records(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on; a quoted cell may run over several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise DataFileError(file, begins, f"not readable as CSV: {error}") from error


def _check_header(file: str, line: int, header: list[str], wanted: set[str]) -> None:
    if not header:
        raise DataFileError(file, line, "the file is empty")
    for problem, names in (
        ("missing", sorted(wanted - set(header))),
        ("unknown", sorted(set(header) - wanted)),
        ("repeated", sorted({name for name in header if header.count(name) > 1})),
    ):
        if names:
            raise DataFileError(file, line, f"{problem} column {', '.join(names)}")


def _parsed(
    file: str, line: int, cells: dict[str, str], parsers: dict[str, Parser]
) -> dict[str, Any]:
    found = {}
    for name, cell in cells.items():
        if cell != cell.strip():
            raise DataFileError(file, line, f'column {name}: "{cell}" has spaces around it')
        try:
            found[name] = parsers[name](cell)
        except CellError as error:
            raise DataFileError(file, line, f"column {name}: {error}") from error
    return found


# Parsers. Each takes the text of a cell and gives a value or raises CellError.


def optional(parse: Parser) -> Parser:
    """None for an empty cell."""
    return lambda cell: parse(cell) if cell else None


def text(longest: int) -> Parser:
    """Text that may be empty."""

    def parse(cell: str) -> str:
        if len(cell) > longest:
            raise CellError(f"longer than {longest} characters")
        return cell

    return parse


def filled(longest: int) -> Parser:
    """Text that must be there."""
    may_be_empty = text(longest)

    def parse(cell: str) -> str:
        if not cell:
            raise CellError("empty")
        found: str = may_be_empty(cell)
        return found

    return parse


def pattern(expression: str, what: str) -> Parser:
    compiled = re.compile(expression)

    def parse(cell: str) -> str:
        if not compiled.fullmatch(cell):
            raise CellError(f'"{cell}" is not {what}')
        return cell

    return parse


def several(parse: Parser) -> Parser:
    """A list with semicolons between, each once; an empty cell is an empty list."""

    def parse_all(cell: str) -> tuple[Any, ...]:
        found = tuple(parse(part) for part in cell.split(";")) if cell else ()
        if len(set(found)) < len(found):
            raise CellError(f'"{cell}" names something twice')
        return found

    return parse_all


def one_of(values: Collection[str]) -> Parser:
    def parse(cell: str) -> str:
        if cell not in values:
            raise CellError(f'"{cell}" is none of {", ".join(sorted(values))}')
        return cell

    return parse


def day(cell: str) -> date:
    try:
        return date.fromisoformat(iso_day(cell))
    except ValueError as error:
        raise CellError(f'"{cell}" is not a date (YYYY-MM-DD)') from error


def whole(lowest: int, highest: int) -> Parser:
    def parse(cell: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,9}", cell):
            raise CellError(f'"{cell}" is not a whole number')
        if not lowest <= int(cell) <= highest:
            raise CellError(f"{cell} is not between {lowest} and {highest}")
        return int(cell)

    return parse


def number(lowest: int, highest: int, *, places: int) -> Parser:
    def parse(cell: str) -> Decimal:
        if not re.fullmatch(rf"-?[0-9]{{1,9}}(\.[0-9]{{1,{places}}})?", cell):
            raise CellError(f'"{cell}" is not a number with at most {places} decimals')
        if not lowest <= Decimal(cell) <= highest:
            raise CellError(f"{cell} is not between {lowest} and {highest}")
        return Decimal(cell)

    return parse


def truth(cell: str) -> bool:
    if cell not in {"true", "false"}:
        raise CellError(f'"{cell}" is neither true nor false')
    return cell == "true"


slug = pattern(r"[a-z0-9][a-z0-9_-]{0,39}", "a code of small letters, digits, hyphens")
iso_day = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date (YYYY-MM-DD)")
