"""One way to write down data, so that the same data always has the same SHA-256."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

from reporting.models import AnnualReport, ReportEntry


def canonical_json(data: Any) -> str:
    """Sorted keys, no spaces, decimals and days as strings; floats are refused."""
    return json.dumps(
        refuse_floats(data),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
        default=plain,
    )


def plain(value: Any) -> str:
    match value:
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def refuse_floats(data: Any) -> Any:
    """A float is written differently by different programs: a figure must never be one."""
    match data:
        case float():
            raise TypeError("floats have no canonical form")
        case dict():
            return {str(key): refuse_floats(value) for key, value in data.items()}
        case list() | tuple():
            return [refuse_floats(value) for value in data]
    return data


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def frozen_data(report: AnnualReport, entries: list[ReportEntry]) -> dict[str, Any]:
    """What the report's hash covers: figures, the rows behind them, and the hash of each text."""
    return {
        "centre": report.centre.code,
        "year": report.year,
        "number": report.number,
        "figures": report.figures,
        "entries": {
            entry.subject_key: {"status": entry.status, "figures": entry.figures}
            for entry in entries
        },
    }


def figures_sha256(report: AnnualReport, entries: list[ReportEntry]) -> str:
    return sha256(canonical_json(frozen_data(report, entries)))


def text_hashes(report: AnnualReport, entries: list[ReportEntry]) -> dict[str, Any]:
    """Each text has a hash of its own, which a later redaction leaves standing (rules.md)."""
    return {
        "sections": {row.key: sha256(row.body) for row in report.sections.all()},
        "answers": {
            str(row.item_id or row.task_id): sha256(row.body) for row in report.answers.all()
        },
        "entries": {
            entry.subject_key: {
                "brief": sha256(entry.brief),
                "extended": sha256(entry.extended),
                "change_text": sha256(entry.change_text),
            }
            for entry in entries
        },
    }
