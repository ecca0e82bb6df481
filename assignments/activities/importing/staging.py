"""Laying the rows of a sheet ready for a look, a thousand at a time.

Nothing here decides anything: actions/importing.py asks, and says when.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from assignments.activities.importing.alike import Alike
from assignments.activities.importing.fingerprints import Fingerprints
from assignments.activities.importing.reading import MOST_ROWS, Sheet
from assignments.activities.importing.understanding import Register, understand, unfit
from assignments.activities.models import ImportBatch, ImportRow
from assignments.activities.values import ActivityValues
from municipalities.indicators.incoming.tables import FileProblemError

PIECE = 1000
Line = tuple[int, list[str]]


@dataclass
class Counted:
    """What has been read so far."""

    rows: int = 0
    faults: int = 0
    warnings: int = 0
    known: int = 0


class Stager:
    """Understands one file, row after row."""

    def __init__(self, batch: ImportBatch, names: list[str]) -> None:
        self.batch, self.names = batch, names
        self.register = Register(batch.centre)
        self.fingerprints = Fingerprints(batch.centre)
        self.alike = Alike(batch.centre)
        self.counted = Counted()

    def write(self, lines: Sequence[Line]) -> None:
        """One piece: every row is kept, with what is wrong with it and what it looks like."""
        values: dict[int, ActivityValues] = {}
        rows = [self.row(line, values) for line in lines]
        known = known_among(row.fingerprint for row in rows)
        by_number = {row.number: row for row in rows}
        for row in rows:
            row.is_known = row.fingerprint in known
        new = {number: one for number, one in values.items() if not by_number[number].is_known}
        for number, text in self.alike.warnings(new):
            by_number[number].warnings.append(text)
        for row in rows:
            row.has_warnings = bool(row.warnings) and not row.is_known
            self.count(row)
        ImportRow.objects.bulk_create(rows)

    def row(self, line: Line, values: dict[int, ActivityValues]) -> ImportRow:
        number, shown = line
        cells = dict(zip(self.names, shown, strict=False))
        cells = {name: text for name, text in cells.items() if name and text}
        found, told = understand(self.register, cells)
        outside = [
            text
            for place, text in enumerate(shown)
            if text and (place >= len(self.names) or not self.names[place])
        ]
        if outside:
            told.wrong(
                "", _("Raden har celler uten overskrift: %(cell)s.") % {"cell": outside[0][:40]}
            )
        row = ImportRow(batch=self.batch, number=number, cells=storable(cells))
        row.faults, row.warnings = told.faults, told.notices
        row.has_faults = bool(told.faults)
        if found is not None and not told.faults:
            row.fingerprint = self.fingerprints.of(found)
            values[number] = self.register.filled(found)
        return row

    def count(self, row: ImportRow) -> None:
        self.counted.rows += 1
        self.counted.faults += row.has_faults
        self.counted.known += row.is_known
        self.counted.warnings += row.has_warnings


def storable(cells: dict[str, str]) -> dict[str, str]:
    """What may not be kept is not kept, not even while somebody looks through the file."""
    return {name: "…" if unfit(text) else text for name, text in cells.items()}


def known_among(fingerprints: Iterator[str]) -> set[str]:
    """Those taken in before, whatever has become of the activity since: a deleted one is restored
    by the leader, never by an import."""
    wanted = list(filter(None, fingerprints))
    rows = ImportRow.objects.filter(fingerprint__in=wanted, activity__isnull=False)
    return set(rows.order_by().values_list("fingerprint", flat=True))


def pieces(sheet: Sheet) -> Iterator[tuple[int, list[Line]]]:
    """A thousand rows at a time, with how many have been read by then."""
    done = 0
    while lines := list(islice(sheet.rows, PIECE)):
        done += len(lines)
        if done > MOST_ROWS:
            raise FileProblemError(
                _("Filen har mer enn %(most)d rader. Del den i flere.") % {"most": MOST_ROWS}
            )
        yield done, lines


def clear(batch: ImportBatch) -> None:
    """Away with what an earlier reading left."""
    ImportRow.objects.filter(batch=batch).delete()
