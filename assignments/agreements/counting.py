"""Keeping what an agreement counts for, in the transaction of whatever changed it."""

from datetime import date

from assignments.agreements.facts import facts_of
from assignments.agreements.models import Agreement
from assignments.coverage import recount
from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Fact
from assignments.plans.years import hold_if_open, reportable_years


def hold_years(agreement: Agreement, *, until: date) -> None:
    """No year of the period is closed until the transaction ends. One closed before stays so."""
    for year in sorted(reportable_years(agreement.starts_on, until)):
        hold_if_open(agreement.centre_id, year)


def write_facts(agreement: Agreement) -> None:
    """The caller holds the agreement's row."""
    recount.hold_off_rebuild()
    replace_facts(Fact.Source.AGREEMENT, agreement.pk, facts_of(agreement))
