"""The page of a municipality asks as often for much as for little."""

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assignments.activities.facts import facts_of
from assignments.coverage.actions import replace_facts
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.indicators.models import Batch, IndicatorValue
from municipalities.models import Municipality, Theme
from tests.factories import (
    ActivityFactory,
    AssignmentFactory,
    SupportRequestFactory,
    ThemeFactory,
)
from tests.needs.factories import BatchFactory, IndicatorFactory, NeedFactory

PATH = "/kommuner/5601/"
YEARS_FROM = 2013


@dataclass
class Desk:
    """Who registers what about one municipality."""

    centre: Centre
    municipality: Municipality
    adviser: User
    contact: User
    theme: Theme
    batch: Batch

    def work(self, count: int, start: int) -> None:
        """So many activities, requests, needs and tiltak; the facts of the first dozen."""
        for number in range(start, start + count):
            one = ActivityFactory.create(
                centre=self.centre,
                registered_by=self.adviser,
                with_municipalities={self.municipality: 1},
                with_themes=[self.theme],
            )
            if number < 12:
                replace_facts("activity", one.pk, facts_of(one))
            self.ask()

    def ask(self) -> None:
        SupportRequestFactory.create(
            centre=self.centre,
            municipality=self.municipality,
            theme=self.theme,
            submitted_by=self.contact,
        )
        NeedFactory.create(
            municipality=self.municipality,
            theme=ThemeFactory.create(),
            registered_for=self.centre.organisation,
            registered_by=self.adviser,
        )
        tiltak = AssignmentFactory.create(centre=self.centre, created_by=self.adviser)
        tiltak.municipalities.add(self.municipality)

    def measure(self, years: int, start: int) -> None:
        """Five indicators with a figure for each of so many years."""
        made = [IndicatorFactory.create(code=f"tall_{start + n}") for n in range(5)]
        IndicatorValue.objects.bulk_create(
            IndicatorValue(
                indicator=indicator,
                batch=self.batch,
                municipality=self.municipality,
                year=YEARS_FROM + number,
                value=number,
            )
            for indicator in made
            for number in range(years)
        )


@pytest.fixture
def desk(
    centre: Centre,
    municipality: Municipality,
    theme: Theme,
    adviser: User,
    contact: User,
    administrator: User,
) -> Desk:
    source = IndicatorFactory.create().source
    batch = BatchFactory.create(source=source, imported_by=administrator)
    return Desk(centre, municipality, adviser, contact, theme, batch)


def asked(client: Client) -> int:
    client.get(PATH)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PATH).status_code == 200
    return len(queries)


@pytest.mark.parametrize(("who", "many"), [("contact", 299), ("leader", 30), ("governor", 30)])
def test_the_page_asks_as_often_for_three_hundred_of_each_as_for_one(
    client: Client, request: pytest.FixtureRequest, desk: Desk, who: str, many: int
) -> None:
    client.force_login(request.getfixturevalue(who))
    desk.work(1, 0)
    desk.measure(1, 0)
    few = asked(client)
    desk.work(many, 1000)
    desk.measure(many // 5, 1000)
    assert asked(client) == few
