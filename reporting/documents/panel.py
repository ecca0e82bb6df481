"""What the page of a report says of its documents: kind by language, and how far each has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from korus_portal.jobs.models import Job
from reporting.documents import kinds, store
from reporting.models import AnnualReport, ReportDocument

TASK = "reporting.make_documents"


@dataclass(frozen=True)
class ShownDocument:
    label: str
    language: str
    url: str
    made_at: datetime
    sha256: str


@dataclass(frozen=True)
class ShownLanguage:
    """One language: its finished documents, those that are missing, and the work for them."""

    code: str
    name: str
    documents: list[ShownDocument]
    missing: list[str]
    is_making: bool
    done: int
    total: int
    has_failed: bool


def context(report: AnnualReport) -> dict[str, Any]:
    """What the card needs. Three queries."""
    languages = languages_of(report)
    return {"document_languages": languages, "documents_seen": seen(languages)}


def seen(languages: Sequence[ShownLanguage]) -> str:
    """What a reader sees of the work, to ask whether it has moved; empty when nothing is made."""
    if not any(language.is_making for language in languages):
        return ""
    return "-".join(f"{len(language.documents)}.{language.done}" for language in languages)


def languages_of(report: AnnualReport) -> list[ShownLanguage]:
    """The report's own language first. Three queries."""
    found = store.current(report)
    jobs = latest_jobs(report)
    order = sorted(User.Language, key=lambda code: code != report.language)
    return [shown(report, code, found, jobs.get(code)) for code in order]


def shown(
    report: AnnualReport,
    code: User.Language,
    found: dict[tuple[str, str], ReportDocument],
    job: Job | None,
) -> ShownLanguage:
    labels = kinds.labels()
    own = {kind: found[kind, code] for kind in labels if (kind, code) in found}
    is_making = job is not None and not job.is_finished
    return ShownLanguage(
        code=code.value,
        name=str(code.label),
        documents=[one(report, labels[kind], row) for kind, row in own.items()],
        missing=[label for kind, label in labels.items() if kind not in own],
        is_making=is_making,
        done=job.done if job is not None else 0,
        total=job.total if job is not None else 0,
        has_failed=job is not None and job.state == Job.State.FAILED,
    )


def one(report: AnnualReport, label: str, row: ReportDocument) -> ShownDocument:
    language = _("nynorsk") if row.language == User.Language.NYNORSK else _("bokmål")
    address = reverse("reporting:document_download", args=[report.pk, row.kind, row.language])
    return ShownDocument(label, language, address, row.made_at, row.sha256)


def latest_jobs(report: AnnualReport) -> dict[str, Job]:
    """The newest work by language, whoever asked for it: it is the report's, not theirs."""
    rows = Job.objects.filter(task=TASK, key__startswith=f"report:{report.pk}:documents:")
    found: dict[str, Job] = {}
    for job in rows.order_by("created_at"):
        found[job.arguments.get("language", report.language)] = job
    return found
