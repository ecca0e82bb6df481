"""Cuts of the coverage: theme, initiative, mandate task, size and centrality, alone and crossed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from assignments.coverage.models import Structure
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from reporting.dashboard.figures import coverage
from tests.factories import MandateTaskFactory, MunicipalityFactory, ThemeFactory
from tests.reporting.coverage_year import did

TODAY = date(2026, 6, 1)


def choice(**chosen: Any) -> Choice:
    return Choice(2025, Structure.THEN, TODAY, **chosen)


@pytest.fixture
def small(municipality: Municipality) -> Municipality:
    """900 inhabitants, as remote as it gets; Alta has 21,000 and lies in class 4."""
    Municipality.objects.filter(pk=municipality.pk).update(population=21_000, centrality_class=4)
    return MunicipalityFactory.create(
        code="5628",
        name="Loppa",
        county=municipality.county,
        valid_from=date(2024, 1, 1),
        population=900,
        centrality_class=6,
    )


@pytest.fixture
def work(
    adviser: User, centre: Centre, municipality: Municipality, small: Municipality, theme: Theme
) -> dict[str, Any]:
    """Three courses: alcohol in both places (6 h), alcohol in Alta on C2 (4 h), gambling (1 h)."""
    task, gambling = MandateTaskFactory.create(code="C2"), ThemeFactory.create(code="gambling")
    both = {municipality: None, small: None}
    did(centre, adviser, both, hours=Decimal(6), with_themes=[theme])
    did(
        centre,
        adviser,
        {municipality: None},
        hours=Decimal(4),
        with_themes=[theme, gambling],
        mandate_task=task,
    )
    did(centre, adviser, {small: None}, hours=Decimal(1), with_themes=[gambling])
    return {"theme": theme, "gambling": gambling, "task": task}


def test_a_theme_takes_its_own_rows_and_hours(
    work: dict[str, Any], municipality: Municipality, small: Municipality
) -> None:
    first, second = (coverage(choice(theme=work[name])) for name in ("theme", "gambling"))
    assert (first.total.activities, first.total.hours) == (2, Decimal(10))
    # The second theme of an activity counts it without its hours (rule 21).
    assert (second.total.activities, second.total.hours) == (2, Decimal(1))
    levels = {place.code: place.numbers.activities for place in first.places}
    assert levels == {municipality.code: 2, small.code: 1}


def test_two_cuts_at_once_are_counted_from_the_facts(
    work: dict[str, Any], municipality: Municipality, small: Municipality
) -> None:
    found = coverage(choice(theme=work["theme"], task=work["task"]))
    assert (found.total.activities, found.total.hours) == (1, Decimal(4))
    reached = [place.code for place in found.places if place.numbers.activities]
    assert reached == [municipality.code]
    assert (found.reach.used, found.reach.total) == (1, 2)
    last = {place.code: place.last_contact_on is not None for place in found.places}
    assert last == {municipality.code: True, small.code: False}


def test_a_cut_of_the_facts_says_the_same_as_the_summary_rows(work: dict[str, Any]) -> None:
    kept = coverage(choice(theme=work["theme"]))
    # Every class of centrality chosen: the same municipalities, counted the other way.
    counted = coverage(choice(theme=work["theme"], centrality=(1, 2, 3, 4, 5, 6)))
    assert counted.total == kept.total
    assert counted.places == kept.places


def test_size_narrows_municipalities_sums_and_denominator(
    work: dict[str, Any], small: Municipality
) -> None:
    found = coverage(choice(size="liten"))
    assert [place.code for place in found.places] == [small.code]
    assert (found.total.activities, found.reach.total) == (2, 1)
    assert coverage(choice(size="middels")).total == Numbers()
    assert coverage(choice(size="liten", centrality=(4,))).places == []


def test_nothing_of_a_theme_is_0_per_cent_not_no_data(work: dict[str, Any]) -> None:
    unused = ThemeFactory.create(code="doping")
    found = coverage(choice(theme=unused))
    assert (found.reach.used, found.reach.no_share) == (0, "")


def test_the_choice_stands_in_the_address_and_opens_its_rows(
    client: Client, work: dict[str, Any]
) -> None:
    address = "aar=2025&tema=gambling&storrelse=liten&sentralitet=6"
    page = client.get(f"/dekning/?{address}").content.decode()
    assert "telt fra radene nå" in page
    shared = choice(theme=work["gambling"], size="liten", centrality=(6,)).query()
    assert shared == address
    rows = client.get(f"/dekning/rader/?{address}")
    assert rows.context["page"].paginator.count == 1


@pytest.mark.parametrize("wrong", ["tema=finnesikke", "storrelse=enorm", "sentralitet=9"])
def test_a_cut_that_is_not_there_is_said_beside_the_field(
    client: Client, db: None, wrong: str
) -> None:
    answer = client.get(f"/dekning/?aar=2025&{wrong}")
    assert answer.status_code == 400
    assert "field-validation" in answer.content.decode() or "aria-invalid" in (
        answer.content.decode()
    )
