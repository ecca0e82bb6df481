"""All rules on one page, and beside each figure; the moment of the last change is asked once."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting.dashboard import freshness, rulebook
from tests.reporting.coverage_year import did


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?aar=2025&type=korus", "?aar=tull"])
def test_every_rule_has_a_place_of_its_own_on_the_page(client: Client, query: str) -> None:
    answer = client.get(reverse("reporting:coverage_rules") + query)
    assert answer.status_code == 200
    page = answer.content.decode()
    for rule in rulebook.RULES.values():
        assert f'id="{rule.anchor}"' in page
    assert "Hva ordene betyr" in page


def test_the_rules_stand_beside_the_key_figures_with_source_and_last_change(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None})
    page = client.get(reverse("reporting:coverage") + "?aar=2025&type=korus").content.decode()
    assert f'{reverse("reporting:coverage_rules")}#regel-7"' in page
    assert "Kilde: aktiviteter, henvendelser" in page
    assert "Siste endring: " in page


def test_the_last_change_is_one_query_and_follows_what_is_written(
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    did(centre, adviser, {municipality: None})
    with django_assert_num_queries(1):
        assert freshness.newest_change() is not None
