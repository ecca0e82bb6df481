"""The whole case as one file, made by a job and kept for a week."""

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from typing import IO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assignments.requests.actions import steps
from assignments.requests.documents import package
from assignments.requests.documents.gathering import CaseFile
from assignments.requests.models import CaseExport, CaseExportPart, SupportRequest
from assignments.requests.voices import centre_of
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.jobs import actions as jobs
from korus_portal.jobs.models import Job
from korus_portal.jobs.work import Work

PIECE = 1024 * 1024
KEPT = timedelta(days=7)


@transaction.atomic
def ask_for_export(*, support_request: SupportRequest, by: User) -> Job:
    """Let a job make the file, in the language of the page. A second click finds the first job.

    A centre that has the case gets its notes with it; nobody else gets any.
    """
    locked = steps.lock(support_request)
    if not SupportRequest.objects.visible_to(by).filter(pk=locked.pk).exists():
        raise PermissionDenied
    visible = CaseExport.objects.visible_to(by)
    under_way = visible.filter(support_request=locked, made_by=by, made_at=None)
    export = under_way.first() or _begin(locked, by)
    return jobs.start(
        "requests.export_case",
        key=f"case-export:{export.pk}",
        label=_("Sak %(number)s: lager én fil av hele saken") % {"number": locked.case_number},
        by=by,
        arguments={"export": export.pk},
        return_path=f"{locked.get_absolute_url()}#hele-saken",
    )


def _begin(locked: SupportRequest, by: User) -> CaseExport:
    record("requests.case_exported", locked, by=by)
    return CaseExport.objects.create(
        support_request=locked,
        centre=centre_of(by, locked),
        language=(translation.get_language() or "nb")[:2],
        made_by=by,
    )


def make_export(work: Work) -> None:
    """Safe to run twice: the pieces are written together with the mark that it is made.

    What its reader may no longer read when it is made is not made.
    """
    exports = CaseExport.objects.select_related("made_by", "centre__organisation")
    export = exports.filter(pk=work.job.arguments["export"], made_at=None).first()
    if export is None:
        return
    with translation.override(export.language), tempfile.TemporaryFile() as file:
        package.write(file, CaseFile.gather(export), work.advance)
        with transaction.atomic():
            work.hold()
            _keep(export, file)


def _keep(export: CaseExport, file: IO[bytes]) -> None:
    """Unless it was taken away while it was made, as a redaction does."""
    if not CaseExport.objects.select_for_update().filter(pk=export.pk).exists():
        return
    file.seek(0)
    digest, size, number = hashlib.sha256(), 0, 0
    while piece := file.read(PIECE):
        CaseExportPart.objects.create(export=export, number=number, content=piece)
        digest.update(piece)
        size, number = size + len(piece), number + 1
    export.made_at, export.size, export.sha256 = timezone.now(), size, digest.hexdigest()
    export.save(update_fields=["made_at", "size", "sha256"])


def download_export(*, export: CaseExport, by: User) -> Iterator[bytes]:
    """The file in pieces; who fetched it stands in the trail."""
    details = {"sha256": export.sha256}
    record("requests.export_downloaded", export.support_request, by=by, details=details)
    numbers = list(export.parts.values_list("number", flat=True))
    return (bytes(export.parts.get(number=number).content) for number in numbers)


def remove_old_exports() -> int:
    """Those older than a week, and those that were asked for and never made."""
    old = CaseExport.objects.filter(asked_at__lt=timezone.now() - KEPT)
    removed, _by_model = old.delete()
    return removed
