"""The job that makes a report's documents: each content once, each document whole or not at all."""

import logging
from dataclasses import dataclass, field

from django.db import Error, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.jobs import actions as jobs
from korus_portal.jobs.models import Job
from korus_portal.jobs.work import LeaseLostError, Work
from reporting import formatting
from reporting.documents import content, store
from reporting.documents.content import Content
from reporting.documents.kinds import labels
from reporting.documents.makers import MAKERS, Kind
from reporting.models import AnnualReport, ReportDocument

logger = logging.getLogger(__name__)
TASK = "reporting.make_documents"


class DocumentsFailedError(Exception):
    """Some documents could not be made. The others are kept; the work can be done again."""


@dataclass
class Run:
    """One run of the job: what it makes from, what is there, and what went wrong."""

    report: AnnualReport
    made_from: Content
    key: str
    # How often the report was redacted before its content was read.
    redactions: int
    done: dict[str, bytes] = field(default_factory=dict)
    failed: list[Kind] = field(default_factory=list)


def key_of(report: AnnualReport, language: str) -> str:
    """What the keys of the jobs for a report's documents begin with."""
    return f"report:{report.pk}:documents:{language}:"


def ask_for_documents(report: AnnualReport, *, by: User | None, language: str = "") -> Job:
    """Let a job make the documents of the report as it is now. The key holds the content: a
    change made while older documents are being made gets a job of its own."""
    wanted = language or report.language
    key = store.content_key(content.of_report(report, language=wanted))
    return jobs.start(
        TASK,
        key=f"{key_of(report, wanted)}{key[:16]}",
        label=_("Årsrapport %(year)s: lager dokumentene") % {"year": report.year},
        by=by,
        arguments={"report": report.pk, "language": wanted},
        return_path=report.get_absolute_url(),
    )


@transaction.atomic
def remake_documents(*, report: AnnualReport, by: User, language: str = "") -> Job:
    """Make the documents again, for whoever may read the report: texts change, work may fail."""
    found = AnnualReport.objects.for_content().get(pk=report.pk)
    return ask_for_documents(found, by=by, language=language)


def download_document(*, document: ReportDocument, by: User) -> bytes:
    """The finished document; who fetched it stands in the trail."""
    with transaction.atomic():
        record(
            "reporting.document_downloaded",
            document.report,
            by=by,
            details={
                "kind": document.kind,
                "language": document.language,
                "sha256": document.sha256,
            },
        )
    return bytes(document.content)


def make_documents(work: Work) -> None:
    """Safe to run twice: a document that is there already is not made again.

    One that fails stops none of the others. Raises DocumentsFailedError at the end.
    """
    arguments = work.job.arguments
    report = AnnualReport.objects.for_content().get(pk=arguments["report"])
    redactions = store.count_redactions(report)
    made_from = content.of_report(report, language=arguments.get("language", ""))
    run = Run(report, made_from, store.content_key(made_from), redactions)
    for done, kind in enumerate(MAKERS):
        work.advance(done, len(MAKERS))
        make_one(work, run, kind)
    work.advance(len(MAKERS), len(MAKERS))
    if run.failed:
        raise DocumentsFailedError(explained(run))


def make_one(work: Work, run: Run, kind: Kind) -> None:
    found = store.find(run.report, kind, run.made_from.language, run.key)
    if found is not None:
        run.done[kind] = bytes(found.content)
        return
    if kind == Kind.ARCHIVE and run.failed:
        run.failed.append(kind)
        return
    try:
        with translation.override(run.made_from.language):
            made = MAKERS[kind](run.made_from, run.done)
        keep(work, run, kind, made)
    except (Error, LeaseLostError):
        raise
    except Exception:
        # A full disk, a text that a library cannot set: the trace is the operator's.
        logger.exception("document %s of report %s failed", kind, run.report.pk)
        run.failed.append(kind)


def keep(work: Work, run: Run, kind: Kind, made: bytes) -> None:
    with transaction.atomic():
        work.hold()
        own = (run.report, kind, run.made_from.language, run.key, made)
        store.put(*own, redactions=run.redactions)
    run.done[kind] = made


def explained(run: Run) -> str:
    with translation.override(run.made_from.language):
        names = labels()
        failed = formatting.listed([names[kind] for kind in run.failed])
        return _("Kunne ikke lage %(failed)s. De andre dokumentene er ferdige.") % {
            "failed": failed
        }
