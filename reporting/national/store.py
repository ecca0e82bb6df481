"""Finished documents of the summary, kept by the hash of what they were made from."""

import hashlib
from dataclasses import asdict
from pathlib import Path

from django.db import transaction

from reporting.canonical import canonical_json, sha256
from reporting.models import AnnualReport, NationalDocument
from reporting.national import reading
from reporting.national.content import Content, of_choice
from reporting.national.reading import Choice

# A changed layout makes new documents of the same content.
LAYOUT_FILES = ["national.typ", "pdf.py", "xlsx.py"]


def job_key(choice: Choice) -> str:
    return f"national:{choice.year}:{choice.kind or 'all'}:"


def content_key(content: Content) -> str:
    """The links are the page's own: their order in a dict is no part of a document."""
    data = asdict(content)
    for section in data["sections"]:
        section["tables"] = [table["table"] for table in section["tables"]]
    return sha256(canonical_json({"content": data, "layout": layout_hash()}))


def layout_hash() -> str:
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for name in LAYOUT_FILES:
        digest.update((here / name).read_bytes())
    return digest.hexdigest()


def current(choice: Choice, content: Content) -> list[NationalDocument]:
    """The documents that say what `content` says, without their bytes."""
    found = NationalDocument.objects.filter(
        year=choice.year,
        centre_kind=choice.kind,
        language=content.language,
        content_key=content_key(content),
    )
    return list(found.defer("content").order_by("kind"))


def has(choice: Choice, content: Content, kind: str) -> bool:
    return any(document.kind == kind for document in current(choice, content))


def is_current(choice: Choice, content: Content) -> bool:
    """Whether the reports say what they said when `content` was read. Holds their rows, so that
    none is redacted until what was made of them is kept."""
    reports = [report.pk for report in reading.received(choice)]
    held = AnnualReport.objects.select_for_update().filter(pk__in=reports)
    list(held.order_by("pk").values_list("pk", flat=True))
    now = of_choice(choice, content.language)
    return content_key(now) == content_key(content)


@transaction.atomic
def put(choice: Choice, content: Content, kind: str, made: bytes) -> None:
    """Keep the newest alone: an older one may hold what has been redacted since. What was made
    of reports that say something else by now is not kept."""
    if not is_current(choice, content):
        return
    same = {"year": choice.year, "centre_kind": choice.kind, "kind": kind}
    key = content_key(content)
    NationalDocument.objects.get_or_create(
        **same,
        language=content.language,
        content_key=key,
        defaults={"content": made, "sha256": hashlib.sha256(made).hexdigest()},
    )
    others = NationalDocument.objects.filter(**same, language=content.language)
    others.exclude(content_key=key).delete()
