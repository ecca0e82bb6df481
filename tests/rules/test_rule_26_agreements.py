"""Rule 26: an agreement counts in the years it is in force, from when both have signed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assignments.agreements.facts import facts_of
from assignments.agreements.models import Agreement
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality


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
