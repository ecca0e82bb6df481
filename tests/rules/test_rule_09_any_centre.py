"""Rule 9: without a centre chosen any centre counts, once; the dashboard opens with KORUS."""

from django.test import Client
from django.urls import reverse

from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.factories import CentreFactory
from tests.reporting.coverage_year import did
from tests.rules.counted import counted


def test_two_centres_in_one_municipality_are_one_municipality(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    other = CentreFactory.create(code="rvts-nord", kind="rvts")
    did(centre, adviser, {municipality: None})
    did(other, adviser, {municipality: None})
    found = counted()
    assert (found.reach.used, found.total.activities) == (1, 2)
    assert counted(kind="rvts").total.activities == 1


def test_it_opens_with_korus_in_its_address(client: Client, db: None) -> None:
    sent = client.get(reverse("reporting:coverage"))
    assert "type=korus" in sent["Location"]
