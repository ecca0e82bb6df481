"""Which kind of file it is: told by what is in it, never by its name."""

import hashlib

from django.utils.translation import gettext as _

from municipalities.indicators.incoming import csv_text, json_stat, workbook
from municipalities.indicators.incoming.tables import FileProblemError, Table
from municipalities.indicators.models import Batch

MOST_BYTES = 50 * 1024 * 1024
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
READERS = {
    Batch.Format.CSV: csv_text.read,
    Batch.Format.XLSX: workbook.read,
    Batch.Format.JSON_STAT: json_stat.read,
}


def recognise(content: bytes) -> Batch.Format:
    """The format, or a FileProblemError that says what the file is instead."""
    check_size(len(content))
    start = content[:1024].lstrip(b"\xef\xbb\xbf").lstrip()
    if not start and not content.strip():
        raise FileProblemError(_("Filen er tom."))
    refuse_others(start)
    if content.startswith(ZIP):
        return Batch.Format.XLSX
    if start.startswith((b"{", b"[")):
        return Batch.Format.JSON_STAT
    return Batch.Format.CSV


def check_size(size: int) -> None:
    if size > MOST_BYTES:
        raise FileProblemError(
            _("Filen er på %(size)d MB. Den kan være på høyst %(most)d MB. Del den i flere.")
            % {"size": -(-size // 1024**2), "most": MOST_BYTES // 1024**2}
        )
    if not size:
        raise FileProblemError(_("Filen er tom."))


def refuse_others(start: bytes) -> None:
    """Files that are often sent by mistake."""
    if start.startswith(b"%PDF"):
        raise FileProblemError(
            _("Filen er en PDF, uansett hva den heter. Send CSV, XLSX eller JSON-stat2.")
        )
    if start.startswith(OLD_OFFICE):
        raise FileProblemError(
            _("Filen er et eldre regneark eller låst med passord. Lagre den som XLSX.")
        )
    if start.startswith(b"<"):
        raise FileProblemError(
            _("Filen er en nettside eller XML. Send CSV, XLSX eller JSON-stat2.")
        )


def open_table(content: bytes, file_format: str) -> Table:
    """Headings and rows. Can be asked again: each time it begins from the top."""
    return READERS[Batch.Format(file_format)](content)


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
