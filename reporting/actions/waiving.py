"""Warnings that somebody has looked at and lets stand, with the reason. Errors never are."""

from django.db import transaction
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from reporting import checks, subject
from reporting.actions.writing import writing
from reporting.checks.findings import Finding
from reporting.models import AnnualReport, CheckWaiver


class NoSuchWarningError(Exception):
    """It has been mended since, or is an error."""

    def __str__(self) -> str:
        return _("Varselet finnes ikke lenger. Feil må rettes og kan ikke bli stående.")


@transaction.atomic
def waive_warning(*, report: AnnualReport, name: str, reason: str, by: User) -> CheckWaiver:
    """Let a warning stand; `name` is `Finding.name`. Asked twice, the first reason stands."""
    with writing(report, by) as locked:
        finding = warning_named(locked, name)
        if finding.waiver is not None:
            return finding.waiver
        return CheckWaiver.objects.create(
            report=locked,
            check_name=finding.check_name,
            key=finding.key,
            reason=reason,
            waived_by=by,
        )


def warning_named(report: AnnualReport, name: str) -> Finding:
    for finding in checks.run(subject.of_report(report)):
        if finding.name == name and not finding.is_error:
            return finding
    raise NoSuchWarningError


@transaction.atomic
def take_back_waiver(*, report: AnnualReport, waiver_id: int, by: User) -> None:
    """The warning stands open again. Safe to repeat."""
    with writing(report, by) as locked:
        locked.waivers.filter(pk=waiver_id).delete()
