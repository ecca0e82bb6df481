"""The national summary's page: who reads it, what stands on it, what it costs."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from reporting.national import content as national
from reporting.national.reading import Choice
from tests.factories import CentreFactory
from tests.reporting.national_world import Country, made_country, received_report

PAGE = "/rapporter/landet/?aar=2025&type=korus"


@pytest.fixture
def country(
    centre: Centre,
    leader: User,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    theme: Theme,
) -> Country:
    places = [municipality, municipality_elsewhere]
    return made_country((centre, leader), (centre_elsewhere, leader_elsewhere), places, theme)


def text_of(client: Client, url: str = PAGE) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_page_says_first_what_is_missing(
    client: Client, country: Country, directorate: User
) -> None:
    client.force_login(directorate)
    text = text_of(client)
    assert "Bygd på 2 mottatte rapporter. 1 senter mangler" in text
    assert text.index("KORUS Sør") < text.index("Nøkkeltall")
    assert "Mangler i 1 rapport: KORUS Vest Stavanger." in text


def test_without_any_report_no_figure_is_nought(centre: Centre) -> None:
    said = national.of_choice(Choice(2025), "nb")
    assert {row.label: row.value for row in said.keys if row.value is not None} == {}


def test_every_figure_leads_to_reports_and_rows(
    client: Client, country: Country, directorate: User
) -> None:
    client.force_login(directorate)
    text = text_of(client)
    rows = reverse("reporting:report_rows", args=[country.north.pk, "mandate_tasks", "C1"])
    assert f'href="{rows}">13</a>' in text
    sources = (
        "/rapporter/landet/kilder/?aar=2025&amp;type=korus&amp;tall=themes&amp;kode=prevention"
    )
    assert sources in text
    behind = text_of(client, sources.replace("&amp;", "&"))
    assert "KORUS Nord" in behind
    assert (
        reverse("reporting:report_rows", args=[country.north.pk, "themes", "prevention"]) in behind
    )


@pytest.mark.parametrize(
    "query", ["tall=themes&kode=finnes-ikke", "tall=rows&kode=1", "tall=country&kode=x", ""]
)
def test_a_figure_that_is_not_there_is_not_found(
    client: Client, country: Country, directorate: User, query: str
) -> None:
    client.force_login(directorate)
    url = f"/rapporter/landet/kilder/?aar=2025&type=korus&{query}"
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("query", ["aar=1999", "aar=x", "aar=2025&type=finnes-ikke"])
def test_a_choice_that_cannot_be_made_is_said_beside_the_field(
    client: Client, country: Country, directorate: User, query: str
) -> None:
    client.force_login(directorate)
    answer = client.get(f"/rapporter/landet/?{query}")
    assert answer.status_code == 400
    assert "Nøkkeltall" not in answer.content.decode()


def test_it_opens_with_the_newest_year(client: Client, country: Country, directorate: User) -> None:
    client.force_login(directorate)
    answer = client.get("/rapporter/landet/")
    assert answer["Location"] == PAGE


def test_without_any_report_the_page_says_so(client: Client, directorate: User) -> None:
    client.force_login(directorate)
    assert "Ingen oppsummering å vise" in text_of(client, "/rapporter/landet/")


def test_a_centre_does_not_read_what_others_reported(
    client: Client, country: Country, leader: User, governor: User, administrator: User
) -> None:
    for person in (leader, governor, administrator):
        client.force_login(person)
        assert client.get(PAGE).status_code == 403


def test_more_reports_cost_one_query_each(
    client: Client,
    country: Country,
    directorate: User,
    leader: User,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    """Figures are read one report at a time, so that thirty do not fill the memory."""
    client.force_login(directorate)
    client.get(PAGE)
    cache.clear()
    client.get(PAGE)
    with django_assert_max_num_queries(45) as few:
        cache.clear()
        client.get(PAGE)
    for number in range(4):
        extra = CentreFactory.create(code=f"korus-{number}", short_name=f"KORUS {number}")
        received_report(extra, leader)
    with django_assert_max_num_queries(49) as many:
        cache.clear()
        client.get(PAGE)
    assert len(many.captured_queries) == len(few.captured_queries) + 4
    with django_assert_max_num_queries(45) as again:
        client.get(PAGE)
    assert len(again.captured_queries) == len(few.captured_queries) - 2
