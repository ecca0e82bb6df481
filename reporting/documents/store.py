"""Finished documents, kept by the hash of what they were made from."""

import hashlib
from dataclasses import asdict
from pathlib import Path

from django.db import transaction

from reporting.canonical import canonical_json, sha256
from reporting.documents.content import Content
from reporting.models import AnnualReport, ReportDocument

# A changed layout makes new documents of the same content.
LAYOUT_FILES = ["report.typ", "pdf.py", "xlsx.py"]


def layout_hash() -> str:
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for name in LAYOUT_FILES:
        digest.update((here / name).read_bytes())
    return digest.hexdigest()


def content_key(content: Content) -> str:
    return sha256(canonical_json({"content": asdict(content), "layout": layout_hash()}))


def has(report: AnnualReport, kind: str, language: str, key: str) -> bool:
    found = report.documents.filter(kind=kind, language=language, content_key=key)
    return found.exists()


@transaction.atomic
def put(report: AnnualReport, kind: str, language: str, key: str, made: bytes) -> None:
    """Keep a document, unless the report has moved on since its content was read.

    Made twice at the same time, the first one stays. A draft keeps its newest documents only.
    """
    held = AnnualReport.objects.select_for_update(of=("self",)).only("status")
    locked = held.get(pk=report.pk)
    if locked.status != report.status:
        return
    locked.documents.get_or_create(
        kind=kind,
        language=language,
        content_key=key,
        defaults={"content": made, "sha256": hashlib.sha256(made).hexdigest()},
    )
    if locked.is_draft:
        locked.documents.filter(kind=kind).exclude(content_key=key).delete()


def current(report: AnnualReport) -> dict[str, ReportDocument]:
    """The newest document of each kind, without its content. After submission and after the
    decision only those made since: older ones tell another status."""
    found = report.documents.defer("content").order_by("made_at", "pk")
    since = report.decided_at or report.submitted_at
    if since is not None:
        found = found.filter(made_at__gte=since)
    return {document.kind: document for document in found}
