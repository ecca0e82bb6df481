"""Finished documents, kept by the hash of what they were made from."""

import hashlib
from dataclasses import asdict

from django.db import transaction

from reporting import texts
from reporting.canonical import canonical_json, sha256
from reporting.documents.content import Content
from reporting.documents.layout import layout_hash
from reporting.models import AnnualReport, ReportDocument


def content_key(content: Content) -> str:
    return sha256(canonical_json({"content": asdict(content), "layout": layout_hash()}))


def find(report: AnnualReport, kind: str, language: str, key: str) -> ReportDocument | None:
    """The document that was made of exactly this, if there is one."""
    rows = report.documents.filter(kind=kind, language=language, content_key=key)
    return rows.first()


def redactions(report: AnnualReport) -> int:
    """How often texts of the report have been taken out; ask before its content is read."""
    return len(texts.redactions(report))


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
    if redactions is not None and redactions != len(texts.redactions(report)):
        return
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
    return {(document.kind, document.language): document for document in found}
