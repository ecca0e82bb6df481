"""The job that makes the national summary's documents: each content once, whole or not at all."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.jobs import actions as jobs
from korus_portal.jobs.models import Job
from korus_portal.jobs.work import Work
from reporting.models import NationalDocument
from reporting.national import content, pdf, rules, store, xlsx
from reporting.national.reading import Choice

MAKERS = {NationalDocument.Kind.PDF: pdf.make, NationalDocument.Kind.XLSX: xlsx.make}


@transaction.atomic
def make_summary(*, choice: Choice, by: User) -> Job:
    """Let a job make the documents in the language of whoever asks. Asked twice, it is one job."""
    if not rules.can_read_national_summary(by):
        raise PermissionDenied
    query = f"aar={choice.year}&type={choice.kind}"
    return jobs.start(
        "reporting.make_summary",
        key=f"{store.job_key(choice)}{by.language}",
        label=_("Nasjonal oppsummering %(year)s: lager PDF og regneark") % {"year": choice.year},
        by=by,
        arguments={"year": choice.year, "kind": choice.kind, "language": by.language},
        return_path=f"{reverse('reporting:national')}?{query}",
    )


@transaction.atomic
def download_summary(*, document: NationalDocument, by: User) -> bytes:
    """The finished document; who fetched it stands in the trail."""
    if not rules.can_read_national_summary(by):
        raise PermissionDenied
    details = {"kind": document.kind, "sha256": document.sha256}
    record("reporting.summary_downloaded", document, by=by, details=details)
    return bytes(document.content)


def make_documents(work: Work) -> None:
    """Safe to run twice: a document that is there already is not made again."""
    arguments = work.job.arguments
    choice = Choice(arguments["year"], arguments["kind"])
    total = len(MAKERS) + 1
    work.advance(0, total)
    with translation.override(arguments["language"]):
        made_from = content.of_choice(choice, arguments["language"])
        for done, (kind, make) in enumerate(MAKERS.items(), start=1):
            work.advance(done, total)
            if store.has(choice, made_from, kind):
                continue
            made = make(made_from)
            with transaction.atomic():
                work.hold()
                store.put(choice, made_from, kind, made)
    work.advance(total, total)
