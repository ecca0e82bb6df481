"""`manage.py load_klass`: SSB's lists of a day from files, with a preview, and applied if asked."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError

from korus_portal.accounts.models import User
from municipalities.register import actions
from municipalities.register.forms import RegisterUploadForm
from municipalities.register.klass import MOST_BYTES
from municipalities.register.models import RegisterUpdate
from municipalities.register.preview import Preview, preview_of
from municipalities.register.snapshot import comparison_of


class Command(BaseCommand):
    help = (
        "Read SSB's code list and change list of municipalities, show what would change, and with"
        " --apply change it. A list that does not fit the register changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--codes", type=Path, required=True, help="code list (CSV)")
        parser.add_argument("--changes", type=Path, required=True, help="change list (CSV)")
        parser.add_argument("--valid-from", type=date.fromisoformat, required=True)
        parser.add_argument("--by", required=True, help="e-mail of the administrator who asks")
        parser.add_argument("--apply", action="store_true", help="bring the register in line")

    def handle(self, *args: Any, apply: bool, by: str, **options: Any) -> None:
        person = User.objects.filter(email__iexact=by, is_active=True).first()
        if person is None:
            raise CommandError(f"nobody is called {by}")
        try:
            update = self.read(person, **options)
            self.print(preview_of(update, comparison_of(update)))
            if apply:
                actions.apply_update(update=update, by=person)
                self.stdout.write("applied; the coverage is being counted anew")
        except PermissionDenied:
            raise CommandError(f"{by} is not an administrator") from None
        except actions.NotYetError:
            raise CommandError("the lists are not in force yet; nothing was changed") from None
        except actions.AlreadyDecidedError:
            raise CommandError("somebody was first; nothing was changed") from None

    def read(
        self, person: User, *, codes: Path, changes: Path, valid_from: date, **_options: Any
    ) -> RegisterUpdate:
        files = {"codes": self.upload(codes), "changes": self.upload(changes)}
        form = RegisterUploadForm({"valid_from": valid_from.isoformat()}, files)
        if not form.is_valid():
            lines = [f"{name}: {text}" for name, texts in form.errors.items() for text in texts]
            raise CommandError("\n".join(lines))
        return actions.store_update(
            valid_from=valid_from,
            files=(form.files_read["codes"], form.files_read["changes"]),
            codes=form.code_list,
            changes=form.change_rows,
            by=person,
        )

    def upload(self, path: Path) -> SimpleUploadedFile:
        try:
            with path.open("rb") as file:
                return SimpleUploadedFile(path.name, file.read(MOST_BYTES + 1))
        except OSError as error:
            raise CommandError(f"{path.name}: {error.strerror}") from None

    def print(self, preview: Preview) -> None:
        for label, value in preview.figures:
            self.stdout.write(f"{value:5}  {label}")
        for county in preview.counties:
            if county.created or county.ended:
                self.stdout.write(f"{county.before:5} → {county.after:3}  {county.name}")
        for line in preview.changes:
            self.stdout.write(f"{line.label}: {line.old} → {line.new}")
        for name, roles in preview.roles:
            self.stdout.write(f"Roller som må gis på nytt: {name} ({roles})")
        for notice in preview.notices:
            self.stdout.write(notice)
