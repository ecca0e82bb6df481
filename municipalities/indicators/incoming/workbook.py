"""XLSX, looked over before it is unpacked: a small file may claim to be a huge one."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from municipalities.indicators.incoming.tables import (
    FileProblemError,
    Row,
    Table,
    below_headings,
)

PIECE = 1024 * 1024
MOST_PARTS = 2_000
MOST_UNPACKED = 250 * 1024**2
# Sheets of figures shrink to a tenth or a thirtieth. Small parts are let off: they cannot harm.
MOST_RATIO, SMALL = 200, 5 * 1024**2
# The reader holds every cell of the rectangle that is in use, empty ones too.
MOST_CELLS = 5_000_000
# A cell or a row that names its place: `<c r="XFD1048576"`, `<row r="7"`.
NAMED_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"')
OVERLAP = 300


def read(content: bytes) -> Table:
    check(content)
    try:
        sheet = first_sheet(content)
    except (CalamineError, ValueError):
        raise broken() from None
    return below_headings(lines_of(sheet), sheet.total_height)


def first_sheet(content: bytes) -> CalamineSheet:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0)


def lines_of(sheet: CalamineSheet) -> Iterator[Row]:
    """Rows by the number that the spreadsheet shows; a formula is its stored value."""
    if sheet.start is None:
        return
    yield from enumerate(sheet.iter_rows(), start=1)


def check(content: bytes) -> None:
    """Refuse what is no workbook, and what would unpack to more than a workbook of figures."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            check_promises(parts, len(content))
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise FileProblemError(_("Filen er ikke et regneark (XLSX)."))
            unpack(archive, parts)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        raise broken() from None


def check_promises(parts: list[zipfile.ZipInfo], size: int) -> None:
    """What the archive says of itself, before anything is unpacked."""
    unpacked = sum(part.file_size for part in parts)
    is_bomb = unpacked > SMALL and unpacked > size * MOST_RATIO
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or is_bomb:
        raise too_large()


def unpack(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Read everything once: a part that holds more than it says is broken, and a sheet says
    where its outermost cell stands."""
    for part in parts:
        is_sheet = part.filename.startswith("xl/worksheets/")
        columns = rows = 1
        before = b""
        with archive.open(part) as stream:
            while piece := stream.read(PIECE):
                if is_sheet:
                    wide, high = outermost(before + piece)
                    columns, rows = max(columns, wide), max(rows, high)
                    before = piece[-OVERLAP:]
        if columns * rows > MOST_CELLS:
            raise too_large()


def outermost(piece: bytes) -> tuple[int, int]:
    columns = rows = 1
    seen: set[bytes] = set()
    for letters, number in NAMED_CELL.findall(piece):
        seen.add(letters)
        rows = max(rows, int(number))
    for letters in seen:
        columns = max(columns, column_number(letters))
    return columns, rows


def column_number(letters: bytes) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + letter - ord("A") + 1
    return found


def too_large() -> FileProblemError:
    return FileProblemError(
        _("Regnearket pakker ut til for mye. Ta bort ark og tomme områder, eller send CSV.")
    )


def broken() -> FileProblemError:
    return FileProblemError(_("Regnearket er ødelagt eller låst. Lagre det på nytt som XLSX."))
