"""Rule 15: empty hours are unknown, not 0, and a sum says how many gave them."""

from decimal import Decimal

from django.test import Client
from django.urls import reverse

from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting.dashboard import wording
from tests.reporting.coverage_year import did
from tests.rules.counted import counted


def test_the_sum_is_given_for_those_that_gave_it(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None}, hours=Decimal("2.5"))
    did(centre, adviser, {municipality: None}, hours=Decimal(0))
    did(centre, adviser, {municipality: None}, hours=None)
    total = counted().total
    assert (total.hours, total.with_hours, total.activities) == (Decimal("2.5"), 2, 3)
    page = client.get(reverse("reporting:coverage") + "?aar=2025&type=korus").content.decode()
    assert "oppgitt for 2 av 3 aktiviteter" in page


def test_hours_that_nobody_gave_are_unknown_and_0_is_0(
    centre: Centre, adviser: User, municipality: Municipality, neighbour: Municipality
) -> None:
    did(centre, adviser, {municipality: None}, hours=None)
    assert wording.hours(counted().total) == "ikke oppgitt"
    did(centre, adviser, {neighbour: None}, hours=Decimal(0))
    assert wording.hours(counted().total) == "0"
