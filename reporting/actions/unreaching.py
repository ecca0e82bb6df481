"""Why municipalities of the catchment were not reached: one by one, or many at once."""

from django.db import transaction

from korus_portal.accounts.models import User
from reporting import unreached
from reporting.actions.writing import writing
from reporting.models import AnnualReport, NotReached


@transaction.atomic
def set_reasons(*, report: AnnualReport, reasons: dict[int, str], by: User) -> int:
    """Set the reason of each municipality named by its id; an empty one takes it away.

    What is not named stays, so two who work at once do not undo each other. Says how many have
    changed; sent twice, the second changes none. Rows of those since reached are dropped.
    """
    with writing(report, by) as locked:
        drop_reached(locked)
        below = {row.municipality_id: row.reason for row in unreached.rows(locked)}
        changed = {
            pk: reason for pk, reason in reasons.items() if pk in below and below[pk] != reason
        }
        for pk, reason in changed.items():
            write(locked, pk, reason, by)
    return len(changed)


@transaction.atomic
def set_reason_where_none(*, report: AnnualReport, reason: str, by: User) -> int:
    """One reason for all that have none."""
    with writing(report, by) as locked:
        drop_reached(locked)
        without = [row for row in unreached.rows(locked) if not row.reason]
        for row in without:
            write(locked, row.municipality_id, reason, by)
    return len(without)


def drop_reached(report: AnnualReport) -> None:
    """Take away the reasons of municipalities that the figures say were reached after all."""
    if report.figures:
        below = [row.municipality_id for row in unreached.rows(report)]
        report.not_reached.exclude(municipality__in=below).delete()


def write(report: AnnualReport, municipality_id: int, reason: str, by: User) -> None:
    row = NotReached.objects.filter(report=report, municipality=municipality_id)
    if not reason:
        row.delete()
        return
    NotReached.objects.update_or_create(
        report=report,
        municipality_id=municipality_id,
        defaults={"reason": reason, "set_by": by},
    )
