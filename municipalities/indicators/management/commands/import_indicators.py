"""`manage.py import_indicators --source CODE --by EMAIL FILE`: figures in, without a worker."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from korus_portal.accounts.models import User
from municipalities.indicators.actions import applying, reading, states, uploading
from municipalities.indicators.actions.uploading import Choice
from municipalities.indicators.incoming import columns as chosen
from municipalities.indicators.incoming.columns import Columns, ColumnsProblemError
from municipalities.indicators.incoming.content import check_size
from municipalities.indicators.incoming.tables import FileProblemError
from municipalities.indicators.models import Batch, Source

SHOWN_ERRORS = 20


class Command(BaseCommand):
    help = (
        "Read a file of figures (CSV, XLSX, JSON-stat2). Columns are as remembered or guessed "
        "unless given. Without --apply the batch waits in the portal to be looked through."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="code of the source")
        parser.add_argument("--by", required=True, help="e-mail of who imports")
        parser.add_argument("--embargo", type=date.fromisoformat, help="YYYY-MM-DD")
        parser.add_argument("--structure", type=int, help="year whose codes the file stands in")
        parser.add_argument("--column", action="append", default=[], help='"Heading=role"')
        parser.add_argument("--year", type=int, help="where no column says it")
        parser.add_argument("--indicator", default="", help="where no column says it")
        parser.add_argument("--apply", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._import(**options)
        except (FileProblemError, ColumnsProblemError) as problem:
            raise CommandError(str(problem)) from None
        except states.AlreadyImportedError as same:
            raise CommandError(f"already in use: batch {same.first.pk}, {same.first}") from None
        except PermissionDenied:
            raise CommandError(f"{options['by']} may not import this source") from None

    def _import(self, *, file: Path, source: str, by: str, apply: bool, **options: Any) -> None:
        user = User.objects.filter(email__iexact=by, is_active=True).first()
        found = Source.objects.filter(code=source).first()
        if user is None or found is None:
            raise CommandError("no such user" if user is None else "no such source")
        batch = uploading.upload_batch(
            source=found, file_name=file.name, content=content_of(file), by=user
        )
        choice = choice_of(batch, options)
        uploading.choose_columns(batch=batch, choice=choice, by=user, reads=False)
        batch.refresh_from_db()
        reading.read_now(batch, advance=self._tell)
        batch.refresh_from_db()
        self._report(batch)
        if apply and not batch.rejected:
            applying.apply_batch(batch=batch, by=user)
            self.stdout.write("applied")
        elif apply:
            raise CommandError("nothing was applied: the file has errors")

    def _tell(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"{done} of {total}", ending="\r")

    def _report(self, batch: Batch) -> None:
        if batch.failure:
            raise CommandError(batch.failure)
        counts = f"{batch.accepted} values, {batch.carried} carried, {batch.rejected} bad rows"
        self.stdout.write(f"batch {batch.pk}: {counts}")
        for error in batch.row_errors.all()[:SHOWN_ERRORS]:
            self.stdout.write(f"  {error.line} {error.column} «{error.cell}»: {error.message}")


def content_of(file: Path) -> bytes:
    try:
        check_size(file.stat().st_size)
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file.name}: {error.strerror}") from None


def choice_of(batch: Batch, options: dict[str, Any]) -> Choice:
    """What is given goes before what is remembered or guessed."""
    table = reading.opened(batch)
    known = reading.proposal(batch, table.headings)
    given = dict(role_of(one) for one in options["column"])
    unknown = sorted(set(given) - set(table.headings))
    if unknown:
        raise CommandError(f"no column {', '.join(unknown)}; there are {', '.join(table.headings)}")
    single = set(given.values()) - {chosen.IGNORE}
    kept = {
        heading: chosen.IGNORE if role in single else role for heading, role in known.roles.items()
    }
    columns = Columns(
        {**kept, **given},
        options["year"] or (None if chosen.YEAR in single else known.year),
        options["indicator"] or ("" if chosen.INDICATOR in single else known.indicator),
    )
    return Choice(columns, options["structure"], options["embargo"])


def role_of(given: str) -> tuple[str, str]:
    heading, sign, role = given.rpartition("=")
    if not sign or not (role in chosen.ROLES or role.startswith(chosen.VALUE_OF)):
        roles = ", ".join([*chosen.ROLES, f"{chosen.VALUE_OF}<indicator>"])
        raise CommandError(f'"{given}" is not "Heading=role"; roles are {roles}')
    return heading, role
