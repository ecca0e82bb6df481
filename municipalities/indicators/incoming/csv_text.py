"""CSV as Norwegian sources write it: UTF-8 or ISO-8859-1; semicolon, comma or tab."""

import codecs
import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from municipalities.indicators.incoming.tables import (
    FileProblemError,
    Row,
    Table,
    below_headings,
)

PIECE = 1024 * 1024
LONGEST_CELL = 10_000
SAMPLE = 64 * 1024
# Control characters that no table in text holds.
FORBIDDEN = bytes(set(range(32)) - {9, 10, 13})


def read(content: bytes) -> Table:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FileProblemError(_("Filen er UTF-16. Lagre den som CSV UTF-8."))
    if len(content.translate(None, FORBIDDEN)) < len(content):
        raise FileProblemError(
            _("Filen er ikke en tabell i tekst. Send CSV, XLSX eller JSON-stat2.")
        )
    encoding = "utf-8-sig" if is_utf8(content) else "iso-8859-1"
    return below_headings(lines_of(content, encoding), content.count(b"\n") + 1)


def is_utf8(content: bytes) -> bool:
    """Piece by piece, so that the text is never in memory as a whole."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), PIECE):
            decoder.decode(content[start : start + PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def lines_of(content: bytes, encoding: str) -> Iterator[Row]:
    """Each record with the line that it begins on."""
    sample = content[:SAMPLE].decode(encoding, errors="ignore")
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    reader = csv.reader(text, delimiter=delimiter_of(sample), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise csv.Error
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise FileProblemError(
            _("Rad %(line)d kan ikke leses. Mangler det et anførselstegn?") % {"line": begins}
        ) from None


def delimiter_of(sample: str) -> str:
    """The first sign that stands in most rows: a comma may also be a decimal sign."""
    lines = [outside_quotes(line) for line in sample.splitlines() if line.strip()][:12]
    for sign in (";", "\t", ","):
        if 2 * sum(sign in line for line in lines) > len(lines) - 2:
            return sign
    return ";"


def outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])
