"""How the centres stand to their due dates: what is overdue, and what came late.

A fixed number of queries, however many rows there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.models import AnnualReport, Extension, ReportObligation
from reporting.models.obligations import ReportObligationQuerySet

# From so few days on, the page says it louder.
SOON = 7


@dataclass(frozen=True)
class Standing:
    """One centre's duty to report one year, as it stands on a day."""

    obligation: ReportObligation
    last_day: date
    received_on: date | None
    # The newest version that the reader may see, without its figures.
    report: AnnualReport | None
    # The state of the newest extension; empty when none was asked for.
    extension: str
    today: date

    @property
    def days_left(self) -> int:
        """Negative when the last day has gone."""
        return (self.last_day - self.today).days

    @property
    def is_overdue(self) -> bool:
        return self.received_on is None and self.today > self.last_day

    @property
    def is_late(self) -> bool:
        """Handed in, after the last day."""
        return self.received_on is not None and self.received_on > self.last_day

    @property
    def days_late(self) -> int:
        return max(0, ((self.received_on or self.today) - self.last_day).days)

    @property
    def words(self) -> str:
        """What stands beside the date."""
        if self.is_overdue:
            return counted(
                ngettext(
                    "%(count)s dag over fristen", "%(count)s dager over fristen", self.days_late
                ),
                self.days_late,
            )
        if self.is_late:
            return counted(
                ngettext(
                    "mottatt %(count)s dag etter fristen",
                    "mottatt %(count)s dager etter fristen",
                    self.days_late,
                ),
                self.days_late,
            )
        if self.received_on is not None:
            return _("mottatt i tide")
        return self.words_before()

    def words_before(self) -> str:
        if self.days_left == 0:
            return _("siste dag er i dag")
        left = ngettext("%(count)s dag igjen", "%(count)s dager igjen", self.days_left)
        return counted(left, self.days_left)

    @property
    def tone(self) -> str:
        if self.is_overdue:
            return "danger"
        if self.received_on is not None:
            return "warning" if self.is_late else "success"
        return "warning" if self.days_left <= SOON else "neutral"

    @property
    def extension_words(self) -> str:
        return {
            Extension.State.ASKED.value: _("utsettelse søkt"),
            Extension.State.GRANTED.value: _("utsatt"),
            Extension.State.REFUSED.value: _("utsettelse avslått"),
        }.get(self.extension, "")


def counted(text: str, count: int) -> str:
    return text % {"count": count}


def rows(
    year: int | None = None, kind: str | None = None, today: date | None = None
) -> list[Standing]:
    """Every report that is overdue or came late, as the directorate sees it."""
    found = narrowed(ReportObligation.objects.all(), year=year, kind=kind)
    received = AnnualReport.objects.exclude(received_at=None)
    of_all = standings(found, reports=received, today=today or timezone.localdate())
    return [row for row in of_all if row.is_overdue or row.is_late]


def narrowed(
    obligations: ReportObligationQuerySet, *, year: int | None = None, kind: str | None = None
) -> ReportObligationQuerySet:
    if year:
        obligations = obligations.filter(year=year)
    return obligations.filter(centre__kind=kind) if kind else obligations


def annotated(obligations: ReportObligationQuerySet) -> ReportObligationQuerySet:
    """Each row with its last day, when the report was received, and its newest extension."""
    newest = Extension.objects.filter(obligation=OuterRef("pk")).order_by("-pk").values("state")
    dated = obligations.with_last_day().with_received()
    return dated.annotate(extension=Subquery(newest[:1])).select_related("centre")


def standings(
    obligations: ReportObligationQuerySet, *, reports: QuerySet[AnnualReport], today: date
) -> list[Standing]:
    """`reports`: the versions that the reader may see."""
    return of_rows(annotated(obligations), reports=reports, today=today)


def of_rows(
    found: Iterable[ReportObligation], *, reports: QuerySet[AnnualReport], today: date
) -> list[Standing]:
    """Of rows made by `annotated`: a page of them, or all."""
    kept = list(found)
    newest = newest_versions(kept, reports)
    return [of_row(row, newest.get((row.centre_id, row.year)), today) for row in kept]


def of_row(row: ReportObligation, report: AnnualReport | None, today: date) -> Standing:
    received: datetime | None = getattr(row, "received_at", None)
    return Standing(
        obligation=row,
        last_day=row.extended_to or row.due_on,
        received_on=timezone.localdate(received) if received else None,
        report=report,
        extension=getattr(row, "extension", None) or "",
        today=today,
    )


def newest_versions(
    found: list[ReportObligation], reports: QuerySet[AnnualReport]
) -> dict[tuple[int, int], AnnualReport]:
    versions = reports.filter(
        centre__in={row.centre_id for row in found}, year__in={row.year for row in found}
    )
    light = versions.defer("figures").order_by("number")
    return {(version.centre_id, version.year): version for version in light}
