"""The job that makes a report's documents: each content once, whole or not at all."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.jobs import actions as jobs
from korus_portal.jobs.models import Job
from korus_portal.jobs.work import Work
from reporting.documents import content, pdf, store, xlsx
from reporting.models import AnnualReport, ReportDocument

MAKERS = {ReportDocument.Kind.PDF: pdf.make, ReportDocument.Kind.XLSX: xlsx.make}


def ask_for_documents(report: AnnualReport, *, by: User | None) -> Job:
    """Let a job make the documents of the report as it is now. The key holds the content: a
    change made while older documents are being made gets a job of its own."""
    key = store.content_key(content.of_report(report))
    return jobs.start(
        "reporting.make_documents",
        key=f"report:{report.pk}:documents:{key[:16]}",
        label=_("Årsrapport %(year)s: lager PDF og regneark") % {"year": report.year},
        by=by,
        arguments={"report": report.pk},
        return_path=report.get_absolute_url(),
    )


@transaction.atomic
def remake_documents(*, report: AnnualReport, by: User) -> Job:
    """Make the documents again, for whoever may read the report: texts change, work may fail."""
    return ask_for_documents(AnnualReport.objects.for_content().get(pk=report.pk), by=by)


def download_document(*, document: ReportDocument, by: User) -> bytes:
    """The finished document; who fetched it stands in the trail."""
    with transaction.atomic():
        record(
            "reporting.document_downloaded",
            document.report,
            by=by,
            details={"kind": document.kind, "sha256": document.sha256},
        )
    return bytes(document.content)


def make_documents(work: Work) -> None:
    """Safe to run twice: a document that is there already is not made again."""
    report = AnnualReport.objects.for_content().get(pk=work.job.arguments["report"])
    made_from = content.of_report(report)
    key = store.content_key(made_from)
    total = len(MAKERS)
    for done, (kind, make) in enumerate(MAKERS.items()):
        work.advance(done, total)
        if store.has(report, kind, made_from.language, key):
            continue
        with translation.override(made_from.language):
            made = make(made_from)
        with transaction.atomic():
            work.hold()
            store.put(report, kind, made_from.language, key, made)
    work.advance(total, total)
