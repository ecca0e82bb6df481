"""Rule 8: «nådd» means brukt, everywhere."""

from django.test import Client
from django.urls import reverse

from assignments.coverage.models import Level, is_reached
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.reporting.coverage_year import asked, did
from tests.rules.counted import counted


def test_only_use_is_reached() -> None:
    assert [level.name for level in Level if is_reached(level)] == ["USED"]


def test_contact_is_not_in_the_share_nor_on_the_page_of_those_reached(
    client: Client,
    centre: Centre,
    adviser: User,
    contact: User,
    municipality: Municipality,
    neighbour: Municipality,
) -> None:
    did(centre, adviser, {municipality: None})
    asked(centre, contact, neighbour)
    found = counted(centre=centre)
    assert found.reach.share == 50
    assert [place.name for place in found.not_reached] == ["Hammerfest"]
    query = "?aar=2025&senter=korus-nord&niva=brukt"
    page = client.get(reverse("reporting:coverage_places") + query).content.decode()
    assert "Alta" in page
    assert "Hammerfest" not in page
