"""The list for all 357 municipalities, by a bounded number of queries."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assignments.outreach import listing
from centres.models import Centre
from korus_portal.accounts.models import Role, User
from municipalities.indicators.models import Indicator
from municipalities.models import Municipality
from tests.factories import ActivityFactory, UserFactory
from tests.outreach.factories import ApproachFactory, ContactFactory, figures
from tests.outreach.rows import did
from tests.outreach.test_pages import LIST, TODAY, desk, page


@pytest.mark.usefixtures("norway")
def test_the_whole_country_takes_the_same_queries_with_few_rows_and_many(
    db: None, client: Client
) -> None:
    centre = Centre.objects.get(code="korus-nord")
    centre.function = Centre.Function.REGIONAL
    centre.save()
    for code in Municipality.objects.in_force(on=TODAY).values_list("county__code", flat=True):
        county = Municipality.objects.filter(county__code=code)[0].county
        centre.catchments.get_or_create(county=county, theme=None, valid_from=None)
    person = UserFactory.create(role=(centre.organisation, Role.LEADER))
    client.force_login(person)
    page(client, LIST)  # the chain of codes is read once
    few = queries(client, f"{LIST}?alle=on")
    fill(centre, person)
    many = queries(client, f"{LIST}?alle=on")
    assert len(listing.call_list(desk(person)).rows) == 357
    assert many == few < 50


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def fill(centre: Centre, by: User) -> None:
    """Figures, activities, contacts and approaches in many places."""
    places: list[Any] = list(Municipality.objects.in_force(on=TODAY))
    for indicator in Indicator.objects.exclude(direction=Indicator.Direction.NEUTRAL):
        figures(indicator, by, {place: n % 17 for n, place in enumerate(places)})
    for place in places[:30]:
        did(centre, by, place, TODAY)
        held = ApproachFactory.create(centre=centre, municipality=place, adviser=by)
        ContactFactory.create(approach=held, day=TODAY)
    ActivityFactory.create_batch(20, centre=centre, registered_by=by)
