"""Finished documents, kept by the hash of what they were made from."""

import hashlib
from dataclasses import asdict
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Max

from reporting import texts
from reporting.canonical import canonical_json, sha256
from reporting.documents.content import Content
from reporting.documents.layout import layout_hash
from reporting.documents.redacted import of_others
from reporting.models import AnnualReport, ReportDocument


def content_key(content: Content) -> str:
    return sha256(canonical_json({"content": asdict(content), "layout": layout_hash()}))


def find(report: AnnualReport, kind: str, language: str, key: str) -> ReportDocument | None:
    """The document that was made of exactly this, if there is one that may be given out."""
    rows = report.documents.filter(kind=kind, language=language, content_key=key)
    return rows.filter(made_at__gte=last_redaction(report)).first()


def count_redactions(report: AnnualReport) -> int:
    """How often texts have been taken out, of the report and of what it names; ask before its
    content is read."""
    return len(texts.redactions(report)) + of_others(report).count()


def last_redaction(report: AnnualReport) -> datetime:
    """Of what the report names: documents made before it may hold the text."""
    last: datetime | None = of_others(report).aggregate(last=Max("at"))["last"]
    return last or datetime.min.replace(tzinfo=UTC)


@transaction.atomic
def put(
    report: AnnualReport,
    kind: str,
    language: str,
    key: str,
    made: bytes,
    *,
    redactions: int | None = None,
) -> None:
    """Keep a document, unless the report has moved on, or was redacted, since its content was
    read.

    Made twice at the same time, the first one stays. A draft keeps its newest documents only.
    """
    held = AnnualReport.objects.select_for_update(of=("self",)).only("status")
    locked = held.get(pk=report.pk)
    if locked.status != report.status:
        return
    if redactions is not None and redactions != count_redactions(report):
        return
    locked.documents.filter(made_at__lt=last_redaction(report)).delete()
    locked.documents.get_or_create(
        kind=kind,
        language=language,
        content_key=key,
        defaults={"content": made, "sha256": hashlib.sha256(made).hexdigest()},
    )
    if not locked.is_frozen:
        older = locked.documents.filter(kind=kind, language=language)
        older.exclude(content_key=key).delete()


def current(report: AnnualReport) -> dict[tuple[str, str], ReportDocument]:
    """The newest document by kind and language, without its content. After submission and after
    the decision only those made since: older ones tell another status."""
    found = report.documents.defer("content").order_by("made_at", "pk")
    since = report.decided_at or report.submitted_at
    if since is not None:
        found = found.filter(made_at__gte=since)
    found = found.filter(made_at__gte=last_redaction(report))
    return {(document.kind, document.language): document for document in found}
