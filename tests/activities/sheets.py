"""Sheets of activities for tests: as text, as a file, as a batch that has been read."""

import csv
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from assignments.activities.actions import importing
from assignments.activities.models import ImportBatch, ImportRow
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.files import actions as files

HEADINGS = ["dato", "type", "tittel", "kommuner"]
Rows = list[list[Any]]


def csv_of(rows: Rows, headings: list[str] | None = None, *, sign: str = ";") -> bytes:
    text = StringIO(newline="")
    csv.writer(text, delimiter=sign).writerows([headings or HEADINGS, *rows])
    return text.getvalue().encode()


def xlsx_of(rows: Rows, headings: list[str] | None = None) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("aktiviteter")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate([headings or HEADINGS, *rows]):
            for place, cell in enumerate(row):
                if hasattr(cell, "isoformat"):
                    sheet.write_datetime(at, place, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(at, place, cell)
                else:
                    sheet.write(at, place, cell)
    return target.getvalue()


def file_of(content: bytes, name: str = "fjoraaret.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def read(centre: Centre, by: User, content: bytes, name: str = "fjoraaret.csv") -> ImportBatch:
    """Uploaded and read, at once, however large."""
    batch = importing.upload_import(centre=centre, upload=file_of(content, name), by=by)
    if batch.state == ImportBatch.State.READING:
        importing.read_now(batch)
    batch.refresh_from_db()
    return batch


def taken_in(centre: Centre, by: User, content: bytes, name: str = "fjoraaret.csv") -> ImportBatch:
    batch = read(centre, by, content, name)
    assert batch.state == ImportBatch.State.READY, (batch.problem, faults_of(batch))
    importing.apply_now(batch=batch, by=by)
    batch.refresh_from_db()
    return batch


def faults_of(batch: ImportBatch) -> dict[int, dict[str, list[str]]]:
    rows = ImportRow.objects.filter(batch=batch, has_faults=True).order_by("number")
    return {row.number: row.faults for row in rows}


def only_fault(batch: ImportBatch, column: str) -> str:
    """What is said about one cell of the only row, where nothing else is wrong."""
    faults = ImportRow.objects.get(batch=batch).faults
    assert list(faults) == [column], faults
    return " ".join(faults[column])


def batch_of(centre: Centre, by: User) -> ImportBatch:
    """One that is ready, whoever it is by."""
    content = csv_of([["1.3.2024", "forskning", "Forskning på rus", ""]])
    kept = files.keep(upload=file_of(content), by=by)
    batch = ImportBatch.objects.create(centre=centre, file=kept, uploaded_by=by)
    importing.read_now(batch)
    return batch
