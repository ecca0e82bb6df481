"""Årsverk and other income of the centre's year: they belong to the year, not to one version."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from assignments.plans.years import hold_open
from centres.grants.models import CentreYear, OtherIncome
from korus_portal.accounts.models import User
from korus_portal.design.conflicts import StaleVersionError
from reporting.actions.writing import writing
from reporting.models import AnnualReport, SharedCostPart


class IncomeInUseError(Exception):
    """A shared cost is paid from it."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.source = source

    def __str__(self) -> str:
        return _("«%(source)s» betaler en delt kostnad. Ta den ut av kostnaden først.") % {
            "source": self.source
        }


@dataclass(frozen=True)
class IncomeValues:
    source: str
    amount: int
    is_public_grant: bool


@dataclass(frozen=True)
class YearValues:
    """`incomes` by the row's number; 0 and below are new rows."""

    agreed: Decimal | None
    filled: Decimal | None
    incomes: dict[int, IncomeValues]

    def is_same(self, other: "YearValues") -> bool:
        """A new row has another number once it is stored."""
        return (self.agreed, self.filled, self.sorted()) == (
            other.agreed,
            other.filled,
            other.sorted(),
        )

    def sorted(self) -> list[IncomeValues]:
        return sorted(self.incomes.values(), key=lambda row: row.source)


def year_values(report: AnnualReport) -> YearValues:
    """As it is stored now."""
    row = CentreYear.objects.filter(centre=report.centre_id, year=report.year).first()
    incomes = OtherIncome.objects.filter(centre=report.centre_id, year=report.year)
    return YearValues(
        agreed=row.fte_agreed if row else None,
        filled=row.fte_filled if row else None,
        incomes={
            row.pk: IncomeValues(row.source, row.amount, row.is_public_grant)
            for row in incomes.order_by("pk")
        },
    )


@transaction.atomic
def save_year(*, report: AnnualReport, values: YearValues, seen: YearValues, by: User) -> None:
    """Replace what `seen` says of the year. Sent twice, it is stored once.

    Raises NotADraftError, YearClosedError, StaleVersionError, IncomeInUseError.
    """
    with writing(report, by) as locked:
        hold_open(locked.centre_id, locked.year)
        now = year_values(locked)
        if now.is_same(values):
            return
        if now != seen:
            raise StaleVersionError
        write_staffing(locked, values, by)
        write_incomes(locked, values.incomes, by)


def write_staffing(report: AnnualReport, values: YearValues, by: User) -> None:
    row, _created = CentreYear.objects.get_or_create(
        centre=report.centre, year=report.year, defaults={"changed_by": by}
    )
    if (row.fte_agreed, row.fte_filled) != (values.agreed, values.filled):
        row.fte_agreed, row.fte_filled = values.agreed, values.filled
        row.changed_by, row.version = by, row.version + 1
        row.save(update_fields=["fte_agreed", "fte_filled", "changed_by", "version"])


def write_incomes(report: AnnualReport, wanted: dict[int, IncomeValues], by: User) -> None:
    """Rows that are gone first, so that another may take the name."""
    stored = OtherIncome.objects.filter(centre=report.centre_id, year=report.year)
    for row in stored.exclude(pk__in=wanted):
        if SharedCostPart.objects.filter(income=row).exists():
            raise IncomeInUseError(row.source)
        row.delete()
    rows = {row.pk: row for row in stored}
    for pk, values in wanted.items():
        row = rows.get(pk) or OtherIncome(centre=report.centre, year=report.year)
        row.source, row.amount = values.source, values.amount
        row.is_public_grant, row.changed_by = values.is_public_grant, by
        row.save()
