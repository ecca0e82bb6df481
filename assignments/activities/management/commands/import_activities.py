"""`manage.py import_activities --centre CODE --by EMAIL FILE`: a sheet in, without a worker."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError

from assignments.activities.actions import importing
from assignments.activities.models import ImportBatch, ImportRow
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.files import file_types

SHOWN_ROWS = 100
State = ImportBatch.State


class Command(BaseCommand):
    help = (
        "Take a sheet of activities (CSV, XLSX) in, whole or not at all. Rows that were taken in "
        "before are left out. Ends with 1 and the errors of each row where it is refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--centre", required=True, help="code, as in centres.csv")
        parser.add_argument("--by", required=True, help="e-mail of an adviser or leader there")
        parser.add_argument("--dry-run", action="store_true", help="only look the sheet through")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        centre = Centre.objects.filter(code=options["centre"]).first()
        if user is None or centre is None:
            raise CommandError("no such user" if user is None else "no such centre")
        try:
            # The history says who. Without a context the database also takes longer for each row
            # the more there are: a failed look for one reads all checks that wait for the end.
            with pghistory.context(user=user.pk, command="import_activities"):
                batch = importing.upload_import(
                    centre=centre, upload=upload_of(options["file"]), by=user
                )
                self._take_in(batch, user, is_dry=options["dry_run"])
        except PermissionDenied:
            raise CommandError(f"{user.email} does not work at {centre.code}") from None
        except file_types.UnfitFileError as error:
            raise CommandError(f"{options['file'].name} {error}") from None
        except importing.NotScannedError:
            raise CommandError("the file waits to be scanned; try again") from None

    def _take_in(self, batch: ImportBatch, user: User, *, is_dry: bool) -> None:
        if batch.state == State.READING:
            importing.read_now(batch, advance=self._tell)
        batch.refresh_from_db()
        self._refuse_faults(batch, user)
        self._warn(batch)
        counts = f"{batch.row_count} rows, {batch.known_count} taken in before"
        if is_dry:
            importing.discard_import(batch=batch, by=user)
            self.stdout.write(f"{counts}, {batch.row_count - batch.known_count} could be taken in")
            return
        importing.apply_now(batch=batch, by=user, advance=self._tell)
        batch.refresh_from_db()
        self._refuse_faults(batch, user)
        self.stdout.write(f"{batch.row_count} rows, {batch.known_count} taken in before")
        self.stdout.write(f"{batch.applied_count} activities taken in")

    def _refuse_faults(self, batch: ImportBatch, user: User) -> None:
        """Tell every fault and throw the sheet away: it is mended where it was made."""
        if batch.state != State.FAULTY:
            return
        faulty = ImportRow.objects.filter(batch=batch, has_faults=True).order_by("number")
        for row in faulty[:SHOWN_ROWS]:
            for column, texts in row.faults.items():
                cell = row.cells.get(column, "")
                self.stderr.write(f"{row.number} {column} «{cell}»: {' '.join(texts)}")
        importing.discard_import(batch=batch, by=user)
        reason = batch.problem or f"{batch.fault_count} of {batch.row_count} rows have errors"
        raise CommandError(f"nothing was taken in: {reason}")

    def _warn(self, batch: ImportBatch) -> None:
        warned = ImportRow.objects.filter(batch=batch, has_warnings=True).order_by("number")
        for row in warned[:SHOWN_ROWS]:
            self.stdout.write(f"{row.number}: {' '.join(row.warnings)}")

    def _tell(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"{done} of {total}", ending="\r")


def upload_of(file: Path) -> SimpleUploadedFile:
    try:
        if file.stat().st_size > file_types.MAX_FILE:
            raise CommandError(f"{file.name}: larger than 20 MB")
        return SimpleUploadedFile(file.name, file.read_bytes())
    except OSError as error:
        raise CommandError(f"{file.name}: {error.strerror}") from None
