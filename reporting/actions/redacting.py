"""Taking personal details out of a report: rows, history, letters and finished documents."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Model

from assignments.plans.models import AssignmentYear, InitiativeYear
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.notifications.redaction import (
    REDACTED,
    is_left,
    redact,
    redact_letters,
    redact_trail,
)
from reporting import rules, texts
from reporting.actions import taking
from reporting.actions.documenting import ask_for_documents
from reporting.actions.locking import lock_report
from reporting.canonical import WRITTEN_NAMES
from reporting.models import Account, AccountLine, AnnualReport, NationalDocument, TypedText


@transaction.atomic
def redact_report(*, report: AnnualReport, names: list[str], reason: str, by: User) -> AnnualReport:
    """Take texts out of every version of the year's report. The frozen hashes stay (rules.md).

    Raises PermissionDenied, and ValueError for a name that is no text of a report.
    """
    if not rules.can_redact_report(by, report):
        raise PermissionDenied
    versions = texts.versions_of(report)
    held = [lock_report(pk) for pk in versions.order_by("pk").values_list("pk", flat=True)]
    gone = redact_changes(report, names, by, reason)
    for name in names:
        gone += redact_text(texts.find(name, versions), by, reason)
    for version in held:
        redact_names(version, gone)
        clean_up(version, gone)
        details = {"texts": names}
        record("reporting.report_redacted", version, by=by, reason=reason, details=details)
        ask_for_documents(version, by=by)
    NationalDocument.objects.filter(year=report.year).delete()
    return report


def redact_names(report: AnnualReport, gone: list[str]) -> None:
    """The names among the frozen money. Their hashes stay, so that the report's own holds."""
    money = report.figures.get("money") or {}
    changed = [
        (row, name)
        for table, name in WRITTEN_NAMES.items()
        for row in money.get(table, [])
        if row[name] in gone and f"{name}_sha256" in row
    ]
    for row, name in changed:
        row[name] = REDACTED
    if changed:
        report.save(update_fields=["figures"])


def clean_up(report: AnnualReport, gone: list[str]) -> None:
    """Letters and the trail about the report may tell the texts of its rows; a count that waits
    and finished documents hold them."""
    redact_letters(report, gone)
    redact_trail(report, gone)
    taking.forget(report)
    report.documents.all().delete()


def redact_text(found: texts.Found, by: User, reason: str) -> list[str]:
    """Take one text out of every row that holds it; gives what was there."""
    gone = []
    for row in found.rows.order_by("pk").select_for_update(of=("self",)):
        held = [getattr(row, field) for field in found.fields]
        if not any(is_left(text) for text in held):
            continue
        gone += [text for text in held if is_left(text)]
        redact(row, list(found.fields), by=by, reason=reason)
        move_on(row)
    return gone


def move_on(row: Any) -> None:
    """An open form, and what was typed into one, may hold the text: neither may bring it back."""
    target = texts.typed_target(row)
    if target:
        versions = texts.versions_of(row.report)
        TypedText.objects.filter(report__in=versions, target=target).delete()
    if isinstance(row, AccountLine):
        # Its form is that of the whole account.
        Account.objects.filter(pk=row.account_id).update(version=F("version") + 1)
    if has_version(row):
        type(row).objects.filter(pk=row.pk).update(version=F("version") + 1)


def has_version(row: Model) -> bool:
    is_report = isinstance(row, AnnualReport)
    return not is_report and any(field.name == "version" for field in row._meta.fields)


def redact_changes(report: AnnualReport, names: Iterable[str], by: User, reason: str) -> list[str]:
    """What changed is written on the tiltak, or for the satsing; the report would copy it from
    there again."""
    subjects = [name.split(":")[1] for name in names if name.endswith(":change_text")]
    tiltak = [int(key[1:]) for key in subjects if key.startswith("t")]
    satsinger = [int(key[1:]) for key in subjects if key.startswith("s")]
    own = {"year": report.year}
    rows: list[AssignmentYear | InitiativeYear] = [
        *AssignmentYear.objects.filter(
            assignment__in=tiltak, assignment__centre=report.centre_id, **own
        )
        .order_by("pk")
        .select_for_update(of=("self",)),
        *InitiativeYear.objects.filter(initiative__in=satsinger, centre=report.centre_id, **own)
        .order_by("pk")
        .select_for_update(of=("self",)),
    ]
    gone = [row.change_text for row in rows if is_left(row.change_text)]
    for row in rows:
        if is_left(row.change_text):
            redact(row, ["change_text"], by=by, reason=reason)
    return gone
