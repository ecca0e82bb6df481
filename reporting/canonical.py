"""One way to write down data, so that the same data always has the same SHA-256."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from reporting.models import AnnualReport, ReportAnswer, ReportEntry


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


def has_first_shape(figures: dict[str, Any]) -> bool:
    """Frozen before sections and satsinger: one introduction, entries by the number of tiltak."""
    return "introduction" in figures.get("texts", {})


def entry_key(entry: ReportEntry, figures: dict[str, Any]) -> str:
    return str(entry.assignment_id) if has_first_shape(figures) else entry.subject_key


def frozen_data(
    report: AnnualReport, entries: list[ReportEntry], figures: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What the report's hash covers: figures, the rows behind them, and the hash of each text."""
    figures = report.figures if figures is None else figures
    return {
        "centre": report.centre.code,
        "year": report.year,
        "number": report.number,
        "figures": without_names(figures),
        "entries": {
            entry_key(entry, figures): {"status": entry.status, "figures": entry.figures}
            for entry in entries
        },
    }


# What people wrote among the frozen money, by its table. Beside it stands its hash.
WRITTEN_NAMES = {"shared_costs": "name", "other_income": "source"}


def without_names(figures: dict[str, Any]) -> dict[str, Any]:
    """A name that has a hash beside it is a text: it can be redacted, and its hash stays."""
    money = figures.get("money")
    if not money:
        return figures
    tables = {
        table: [
            {key: value for key, value in row.items() if key != name or f"{name}_sha256" not in row}
            for row in money.get(table, [])
        ]
        for table, name in WRITTEN_NAMES.items()
    }
    return {**figures, "money": {**money, **tables}}


def figures_sha256(
    report: AnnualReport, entries: list[ReportEntry], figures: dict[str, Any] | None = None
) -> str:
    return sha256(canonical_json(frozen_data(report, entries, figures)))


def verify(report: AnnualReport) -> bool:
    """Whether figures, statuses, rows and text hashes are those that were frozen, whenever that
    was. A redacted text keeps its hash, so it changes nothing here (see `changed_texts`)."""
    if not report.figures_sha256:
        return False
    return figures_sha256(report, list(report.entries.all())) == report.figures_sha256


def answer_key(answer: ReportAnswer) -> str:
    """«i12» is point 12 of a letter, «d3» is duty 3 of the mandate."""
    return f"i{answer.item_id}" if answer.item_id else f"d{answer.task_id}"


def text_hashes(report: AnnualReport, entries: list[ReportEntry]) -> dict[str, Any]:
    """Each text has a hash of its own, which a later redaction leaves standing (rules.md)."""
    return {
        "sections": {row.key: sha256(row.body) for row in report.sections.all()},
        "answers": {answer_key(row): sha256(row.body) for row in report.answers.all()},
        "entries": {entry.subject_key: entry_hashes(entry) for entry in entries},
    }


def entry_hashes(entry: ReportEntry) -> dict[str, str]:
    return {
        "brief": sha256(entry.brief),
        "extended": sha256(entry.extended),
        "change_text": sha256(entry.change_text),
    }


def changed_texts(report: AnnualReport) -> list[str]:
    """Names of the texts that are not what was frozen: each should have been redacted."""
    frozen = dict(named(report.figures.get("texts", {})))
    entries = list(report.entries.all())
    now = text_hashes(report, entries)
    if has_first_shape(report.figures):
        by_number = {str(entry.assignment_id): entry_hashes(entry) for entry in entries}
        now = {"introduction": now["sections"].get("introduction", ""), "entries": by_number}
    today = dict(named(now))
    return sorted(name for name, value in frozen.items() if today.get(name) != value)


def named(hashes: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in hashes.items():
        if isinstance(value, dict):
            yield from named(value, f"{before}{name}:")
        else:
            yield f"{before}{name}", value
