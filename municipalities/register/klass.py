"""SSB's code list and change list of municipalities (KLASS), as the CSV files they come in.

Columns are found by their headings, in any order; what is not needed is passed by. Whatever is
wrong is said with its line, as many at once as somebody can mend at once.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

# A code list with notes is about 100 kB.
MOST_BYTES = 500_000
MOST_PROBLEMS = 10
HEADINGS = {
    "code": ("code", "kode"),
    "name": ("name", "navn"),
    "valid_from": ("validFrom", "gyldigFra"),
    "valid_to": ("validTo", "gyldigTil"),
    "old": ("oldCode", "gammelKode"),
    "old_name": ("oldName", "gammeltNavn"),
    "new": ("newCode", "nyKode"),
    "new_name": ("newName", "nyttNavn"),
    "day": ("changeOccurred", "endringsdato"),
}
OTHER_FORMATS = {
    b"PK\x03\x04": "Excel",
    b"\xd0\xcf\x11\xe0": "Excel",
    b"%PDF": "PDF",
    b"<": "HTML",
    b"{": "JSON",
}
# Uoppgitt, Svalbard, Jan Mayen and the shelf: in SSB's list, but no municipalities.
NO_MUNICIPALITY = ("21", "22", "23", "99")


class UnreadableError(Exception):
    """A file that cannot be used; `problems` are sentences for whoever chose it."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class CodeRow:
    line: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    line: int
    old: str
    old_name: str
    new: str
    new_name: str


@dataclass(frozen=True)
class CodeList:
    """The municipalities of a day, and the counties when the list has their level too."""

    codes: list[CodeRow] = field(default_factory=list)
    counties: list[CodeRow] = field(default_factory=list)


def read_codes(content: bytes, *, day: date) -> CodeList:
    """The code list in force on a day, or UnreadableError."""
    found, problems = CodeList(), Problems()
    seen: dict[str, int] = {}
    for line, cells in rows(content, needs=("code", "name")):
        code, name = cells["code"], cells["name"]
        if code.startswith(NO_MUNICIPALITY):
            continue
        problems.add(line, wrong_code(code) or wrong_name(name) or outside(cells, day))
        if code in seen:
            text = _("nummeret %(code)s står på linje %(line)s også") % {
                "code": code,
                "line": seen[code],
            }
            problems.add(line, text)
        seen[code] = line
        (found.counties if len(code) == 2 else found.codes).append(CodeRow(line, code, name))
    if not found.codes and not problems.found:
        raise UnreadableError(_("Kodelisten har ingen kommuner."))
    problems.stop()
    return found


def read_changes(content: bytes, *, day: date) -> list[ChangeRow]:
    """The changes of a day; none is a valid answer, since some years bring none."""
    found, problems = [], Problems()
    for line, cells in rows(content, needs=("old", "old_name", "new", "new_name")):
        row = ChangeRow(line, cells["old"], cells["old_name"], cells["new"], cells["new_name"])
        if row.old.startswith(NO_MUNICIPALITY):
            continue
        if len(row.old) == len(row.new) == 2:
            continue  # the county level; it follows from the municipalities
        problems.add(line, wrong_change(row) or other_day(cells, day))
        found.append(row)
    problems.stop()
    return found


class Problems:
    """What is wrong, line by line; after ten lines only how many there were."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, line: int, text: str) -> None:
        if text:
            self.found.append(_("Linje %(line)s: %(text)s.") % {"line": line, "text": text})

    def stop(self) -> None:
        if self.found:
            raise UnreadableError(*shortened(self.found))


def shortened(problems: list[str]) -> list[str]:
    more = len(problems) - MOST_PROBLEMS
    if more <= 0:
        return problems
    return [*problems[:MOST_PROBLEMS], _("Og %(n)s feil til.") % {"n": more}]


def wrong_code(code: str) -> str:
    if re.fullmatch("[0-9]{4}|[0-9]{2}", code, re.ASCII):
        return ""
    if re.fullmatch("[0-9]{3}", code, re.ASCII):
        text = _("«%(code)s» har tre sifre. Et regneark kan ha tatt bort nullen foran")
        return text % {"code": code}
    return _("«%(code)s» er ikke et kommunenummer med fire sifre") % {"code": shown(code)}


def wrong_name(name: str) -> str:
    if not name:
        return _("navnet mangler")
    return _("navnet er for langt") if len(name) > 80 else ""


def wrong_change(row: ChangeRow) -> str:
    for code, name in ((row.old, row.old_name), (row.new, row.new_name)):
        problem = wrong_code(code) or wrong_name(name)
        if not problem and len(code) != 4:
            problem = _("«%(code)s» er ikke et kommunenummer med fire sifre") % {"code": code}
        if problem:
            return problem
    return ""


def outside(cells: dict[str, str], day: date) -> str:
    """A list of another year. SSB's `validTo` is the first day on which a code is gone."""
    first, gone = iso_day(cells.get("valid_from", "")), iso_day(cells.get("valid_to", ""))
    if first and first > day:
        text = _("%(code)s gjelder først fra %(day)s")
        return text % {"code": cells["code"], "day": date_format(first, "j. F Y")}
    if gone and gone <= day:
        text = _("%(code)s gjelder bare til %(day)s")
        return text % {"code": cells["code"], "day": date_format(gone, "j. F Y")}
    return ""


def other_day(cells: dict[str, str], day: date) -> str:
    found = iso_day(cells.get("day", ""))
    if found is None or found == day:
        return ""
    text = _("endringen er fra %(found)s, ikke %(day)s. Last ned endringene for denne dagen alene")
    return text % {"found": date_format(found, "j. F Y"), "day": date_format(day, "j. F Y")}


def iso_day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell[:10])
    except ValueError:
        return None


def shown(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:40]}…"


def rows(content: bytes, *, needs: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its line, its cells under our names for the columns."""
    text = decoded(content)
    heading = text.partition("\n")[0]
    mark = max(";,\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        columns = columns_of(next(reader, []), needs)
        begins = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, named(cells, columns, begins)
            begins = reader.line_num + 1
    except csv.Error as error:
        text = _("Linje %(line)s kan ikke leses som CSV.") % {"line": reader.line_num}
        raise UnreadableError(text) from error


def columns_of(heading: list[str], needs: tuple[str, ...]) -> dict[str, int]:
    bare = [re.sub("[^a-zæøå]", "", cell.lower().rpartition(":")[2]) for cell in heading]
    found = {
        name: bare.index(one.lower())
        for name, names in HEADINGS.items()
        for one in names
        if one.lower() in bare
    }
    missing = [HEADINGS[name][0] for name in needs if name not in found]
    if missing:
        text = _("Kolonnene %(names)s mangler. Den første linjen i filen skal være overskriften.")
        raise UnreadableError(text % {"names": ", ".join(missing)})
    return found


def named(cells: list[str], columns: dict[str, int], line: int) -> dict[str, str]:
    if len(cells) <= max(columns.values()):
        raise UnreadableError(_("Linje %(line)s har for få kolonner.") % {"line": line})
    return {name: cells[at].strip() for name, at in columns.items()}


def decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, else ISO-8859-1, which SSB's older exports are in."""
    refuse_other_files(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def refuse_other_files(content: bytes) -> None:
    if not content.strip():
        raise UnreadableError(_("Filen er tom."))
    if len(content) > MOST_BYTES:
        raise UnreadableError(_("Filen er for stor. En liste over kommunene er under 500 kB."))
    for start, kind in OTHER_FORMATS.items():
        if content.lstrip().startswith(start):
            text = _("Filen er %(kind)s, ikke CSV. Last den ned som CSV fra SSB.")
            raise UnreadableError(text % {"kind": kind})
    if b"\0" in content:
        raise UnreadableError(_("Filen er ikke en tekstfil i UTF-8 eller ISO-8859-1."))
