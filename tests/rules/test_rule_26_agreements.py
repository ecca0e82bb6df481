"""Rule 26: an agreement counts in the years it is in force, from when both have signed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assignments.agreements.counting import write_facts
from assignments.agreements.facts import facts_of
from assignments.agreements.models import Agreement
from assignments.agreements.spread import Scope, spread_of
from assignments.plans.models import ClosedYear
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting.dashboard import counting
from reporting.dashboard.figures import coverage
from reporting.dashboard.verification import differences
from reporting.gathering.around import agreement_rows
from tests.agreements.factories import AgreementFactory
from tests.rules.counted import choice


@pytest.fixture
def agreement(centre: Centre, adviser: User, municipality: Municipality) -> Agreement:
    """Offered, from the last day of 2024 to the first day of 2026."""
    return Agreement(
        pk=1,
        centre=centre,
        municipality=municipality,
        starts_on=date(2024, 12, 31),
        ends_on=date(2026, 1, 1),
    )


def years_of(agreement: Agreement) -> list[int]:
    return [fact.year for fact in facts_of(agreement)]


def test_one_day_of_a_year_is_enough_once_both_have_signed(agreement: Agreement) -> None:
    assert years_of(agreement) == []
    agreement.signed_at = timezone.now()
    assert years_of(agreement) == [2024, 2025, 2026]
    assert {fact.level for fact in facts_of(agreement)} == {0}


def test_it_ends_with_the_municipality_that_signed(
    agreement: Agreement, municipality: Municipality
) -> None:
    agreement.signed_at = timezone.now()
    municipality.valid_to = date(2025, 6, 30)
    assert years_of(agreement) == [2024, 2025]
    municipality.valid_to = agreement.starts_on - timedelta(days=1)
    assert years_of(agreement) == []


def test_one_that_begins_later_this_year_counts_in_it_everywhere(
    centre: Centre, municipality: Municipality, adviser: User
) -> None:
    year = timezone.localdate().year
    signed = AgreementFactory.create(
        signed=True,
        centre=centre,
        municipality=municipality,
        created_by=adviser,
        starts_on=date(year, 12, 31),
        ends_on=date(year + 1, 12, 31),
    )
    write_facts(signed)
    now = choice(year, centre=centre, today=timezone.localdate())
    assert coverage(now).total.agreements == counting.total(now).agreements == 1
    spread = spread_of(Scope(year=year, centre=centre))
    assert (spread.agreements, spread.with_agreement) == (1, 1)
    assert [row.pk for row in agreement_rows(centre, year)] == [signed.pk]
    assert [str(found) for found in differences()] == []


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "ended_on"),
    [
        (date(2024, 12, 31), date(2026, 1, 1), None),
        (date(2025, 1, 1), date(2025, 12, 31), None),
        (date(2024, 3, 1), date(2028, 2, 29), date(2026, 1, 1)),
        (date(2026, 3, 1), date(2028, 2, 29), date(2025, 12, 31)),
    ],
    ids=["a day in each", "one whole year", "ended early", "ended before it began"],
)
def test_facts_and_questions_name_the_same_years(
    starts_on: date,
    ends_on: date,
    ended_on: date | None,
    centre: Centre,
    municipality: Municipality,
    adviser: User,
) -> None:
    ended = {"state": "ended", "ended_on": ended_on, "ended_by": adviser, "ended_reason": "Slutt"}
    made = AgreementFactory.create(
        signed=True,
        centre=centre,
        municipality=municipality,
        created_by=adviser,
        starts_on=starts_on,
        ends_on=ends_on,
        **(ended if ended_on else {}),
    )
    municipality.valid_to = date(2027, 6, 30)
    municipality.save()
    assert made.signed_at is not None
    for year, closed_at in ((2025, made.signed_at), (2026, made.signed_at - timedelta(days=1))):
        ClosedYear.objects.create(centre=centre, year=year, closed_by=adviser, closed_at=closed_at)
    asked = [year for year in range(2022, 2031) if Agreement.objects.counting_in(year).exists()]
    assert years_of(Agreement.objects.get()) == asked
