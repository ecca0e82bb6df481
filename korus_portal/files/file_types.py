"""Which files people may attach, found by what is in them; the name only says how they end.

No library: of the two that find types by content one needs a newer Python, both take any ZIP
archive for a Word file, and none looks for macros. Five signatures and the lists of contents of
office files are all that is needed.
"""

import re
import struct
import unicodedata
import zipfile
import zlib
from io import SEEK_END
from lzma import LZMAError
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
MAX_FILE = 20 * MEGABYTE
MAX_FORM = 50 * MEGABYTE
MAX_FILES = 10

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
TEXT, CSV = "text/plain", "text/csv"
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
ENDINGS = {
    PDF: (".pdf",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    TEXT: (".txt",),
    CSV: (".csv",),
    f"{OFFICE}wordprocessingml.document": (".docx",),
    f"{OFFICE}spreadsheetml.sheet": (".xlsx",),
    f"{OFFICE}presentationml.presentation": (".pptx",),
    f"{OPEN}text": (".odt",),
    f"{OPEN}spreadsheet": (".ods",),
}
ACCEPT = ",".join(ending for endings in ENDINGS.values() for ending in endings)
SIGNATURES = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
# Old Office files, and new ones with a password.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MAX_LISTED = 2 * MEGABYTE
# What a list of contents ends with: a mark, and 12 bytes after it how long the list is. It is asked
# before the list is read, for some millions of empty names fit into a small file.
END_OF_LIST = re.compile(b"PK\x05\x06")
LONGEST_END = 22 + 0xFFFF
# All that reading an archive which somebody has broken, or made up, may end in.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    ValueError,
)


class UnfitFileError(Exception):
    """The file cannot be attached; the text says why and what to do."""


def type_of(file: IO[bytes], name: str) -> str:
    """The media type by content. Raises UnfitFileError. The file is left at its beginning."""
    file.seek(0)
    start = file.read(8)
    known = (found for signature, found in SIGNATURES.items() if start.startswith(signature))
    found = next(known, "") or _other_type(file, start, name)
    file.seek(0)
    return found


def name_for(name: str, content_type: str) -> str:
    """The name without folders and invisible signs, ending as the content does."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in base if unicodedata.category(sign)[0] != "C")
    path = PurePosixPath(" ".join(kept.split()) or "fil")
    endings = ENDINGS[content_type]
    if path.suffix.lower() in endings:
        return f"{path.stem[:180]}{path.suffix}"
    return f"{path.name[:180]}{endings[0]}"


def _other_type(file: IO[bytes], start: bytes, name: str) -> str:
    if start.startswith(COMPOUND):
        raise UnfitFileError(
            _("er låst med passord eller i et gammelt Office-format. Lagre den som PDF.")
        )
    is_archive = start.startswith(b"PK\x03\x04")
    return _office_type(file) if is_archive else _text_type(file, name)


def _office_type(file: IO[bytes]) -> str:
    """Of a document of Word, Excel, PowerPoint or LibreOffice without macros."""
    if _length_of_list(file) > MAX_LISTED:
        raise UnfitFileError(_unknown())
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                found = _member(archive, "mimetype").decode("ascii", "replace").strip()
                has_macros = any(name.startswith(("Basic/", "Scripts/")) for name in names)
            else:
                parts = _member(archive, "[Content_Types].xml").decode("utf-8", "replace")
                found = _main_part(parts)
                is_program = [name.lower().endswith("vbaproject.bin") for name in names]
                has_macros = any(is_program) or "macroenabled" in parts.lower()
    except BROKEN as error:
        raise UnfitFileError(_unknown()) from error
    if has_macros:
        raise UnfitFileError(_("har makroer. Lagre den uten makroer, eller som PDF."))
    if found not in ENDINGS:
        raise UnfitFileError(_unknown())
    return found


def _length_of_list(file: IO[bytes]) -> int:
    """As its end says; the longest where several marks stand, of which one may be a trick."""
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - LONGEST_END))
    end = file.read()
    marks = [found.start() + 12 for found in END_OF_LIST.finditer(end)]
    lengths = [int.from_bytes(end[at : at + 4], "little") for at in marks]
    return max(lengths, default=0)


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of a small file in the archive, however large it says it is."""
    with archive.open(name) as member:
        return member.read(MAX_LISTED)


def _main_part(parts: str) -> str:
    for found in ENDINGS:
        if found.startswith(OFFICE) and f"{found}.main+xml" in parts:
            return found
    return ""


def _text_type(file: IO[bytes], name: str) -> str:
    """Text in any of the encodings of Norwegian machines: it has no control characters."""
    file.seek(0)
    is_empty = True
    while chunk := file.read(MEGABYTE):
        is_empty = False
        if BINARY.search(chunk):
            raise UnfitFileError(_unknown())
    if is_empty:
        raise UnfitFileError(_("er tom. Velg en fil med innhold."))
    return CSV if name.lower().endswith(".csv") else TEXT


def _unknown() -> str:
    return str(_("er av en type vi ikke tar imot. Lagre den som PDF."))
