"""The report for machines: what was frozen, word for word, and the texts beside it.

`frozen` is exactly what the report's SHA-256 is made of: sort its keys, write it without spaces,
and the hash comes out the same. Described by `report.schema.json`.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Model
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from korus_portal.notifications.redaction import is_left
from reporting.canonical import WRITTEN_NAMES, entry_key, frozen_data
from reporting.documents.source import Source
from reporting.models import ReportAnswer, ReportEntry

VERSION = 2
SCHEMA = Path(__file__).with_name("report.schema.json")
# Where the schema is published; `urls.documents` serves it there.
PUBLISHED = f"/rapporter/skjema/v{VERSION}.json"
SHOWN_FAULTS = 5

Data = dict[str, Any]


class InvalidDataError(Exception):
    """The data are not as the published schema says; nothing is stored."""


def of(source: Source) -> Data:
    report = source.report
    return {
        "$schema": f"{settings.SITE_URL}{PUBLISHED}",
        "version": VERSION,
        "language": source.language,
        "report": about(source),
        "sections": [
            {"key": row.key, "title": str(row.get_key_display()), **text(source, row, "body")}
            for row in source.sections.values()
        ],
        "entries": [entry(source, row) for row in source.entries],
        "answers": [answer(source, row) for row in source.answers],
        "supplements": [
            {
                **text(source, row, "question", "question"),
                **text(source, row, "answer", "answer"),
                "answered_at": at(row.answered_at),
            }
            for row in source.supplements
            if row.answered_at
        ],
        **money_names(source),
        "assessment": assessment(source),
        "frozen": frozen_data(report, source.entries, source.figures),
        "sha256": report.figures_sha256,
    }


def money_names(source: Source) -> Data:
    """Of shared costs and other income: texts, so that `frozen` holds their hashes alone."""
    money = source.figures.get("money") or {}
    return {
        table: [
            {"id": row["id"], "name": row[name]}
            for row in money.get(table, [])
            if f"{name}_sha256" in row
        ]
        for table, name in WRITTEN_NAMES.items()
    }


def about(source: Source) -> Data:
    report, submission = source.report, source.submission
    return {
        "centre": report.centre.code,
        "centre_name": report.centre.name,
        "organisation_number": report.centre.organisation.number,
        "year": report.year,
        "number": report.number,
        "status": report.status,
        "is_draft": not report.is_frozen,
        "is_demo": bool(settings.DEMO_MODE),
        "gathered_at": at(report.drafted_at),
        "submitted_at": at(report.submitted_at),
        "received_at": at(report.received_at),
        "recipient": submission.recipient_name if submission else "",
        "recipient_number": submission.recipient_number if submission else "",
        "signed_by": submission.signed_by if submission else "",
        "channel": submission.channel if submission else "",
        "channel_reference": submission.reference if submission else "",
    }


def entry(source: Source, row: ReportEntry) -> Data:
    return {
        "key": entry_key(row, source.figures),
        "kind": "initiative" if row.initiative_id else "assignment",
        "title": row.title,
        "status": row.status,
        **text(source, row, "brief", "brief"),
        **text(source, row, "change_text", "change_text"),
        **text(source, row, "extended", "extended"),
    }


def answer(source: Source, row: ReportAnswer) -> Data:
    item, task = row.item, row.task
    return {
        "id": row.pk,
        "scheme": item.grant.scheme if item else "",
        "kind": item.kind if item else "duty",
        "number": item.number if item else str(task.code if task else ""),
        "question": item.text if item else str(task.name if task else ""),
        "state": row.state,
        **text(source, row, "body"),
    }


def text(source: Source, row: Model, field: str, name: str = "text") -> Data:
    """Markdown as it was written; what was redacted says so, with date and reason."""
    value = str(getattr(row, field))
    reason = source.redacted(row, field) if value.strip() and not is_left(value) else ""
    return {name: value, **({f"{name}_redacted": reason} if reason else {})}


def assessment(source: Source) -> Data | None:
    """What the directorate decided, once it has."""
    report = source.report
    if report.decided_at is None:
        return None
    return {
        "decided_at": at(report.decided_at),
        "attainment": report.attainment,
        **text(source, report, "comment", "comment"),
        "answers": [
            {
                "id": row.pk,
                "attainment": row.assessment.attainment,
                **text(source, row.assessment, "comment", "comment"),
            }
            for row in source.answers
            if hasattr(row, "assessment")
        ],
    }


def at(moment: Any) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def published() -> Data:
    """The schema as it is served, under its whole address."""
    found: Data = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return {**found, "$id": f"{settings.SITE_URL}{PUBLISHED}"}


@cache
def validator() -> Validator:
    found = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return Draft202012Validator(found, format_checker=Draft202012Validator.FORMAT_CHECKER)


def refuse_invalid(data: Data) -> None:
    """Raises InvalidDataError that names where the first faults are."""
    faults = [f"{path_of(fault)}: {fault.validator}" for fault in faults_of(data)]
    if faults:
        raise InvalidDataError("; ".join(faults[:SHOWN_FAULTS]))


def faults_of(data: Data) -> Iterator[Any]:
    return validator().iter_errors(data)


def path_of(fault: Any) -> str:
    return "/".join(str(step) for step in fault.absolute_path) or "/"


def make(data: Data) -> bytes:
    """Readable, in the order of this module; `frozen` can be written canonically from it."""
    refuse_invalid(data)
    return json.dumps(data, ensure_ascii=False, indent=1).encode()
