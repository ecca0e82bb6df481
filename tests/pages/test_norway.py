"""The public pages on Norway as it is: all municipalities, their history, all centres."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from centres.models import Centre
from municipalities.models import Municipality
from tests.pages.test_municipalities import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("norway")]


def test_the_list_of_all_takes_a_fixed_number_of_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        answer = client.get("/kommuner/")
    names = [label for _href, label, *_rest in answer.context["rows"]]
    assert len(names) == 357
    assert names[0] == "Alstahaug"
    assert names[-1].startswith("Å")


def test_the_front_page_draws_all_of_them_with_a_fixed_number_of_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # choices, the dashboard's numbers, places, total and whether there is data, levels, tiles
    with django_assert_num_queries(7):
        page = client.get("/").content.decode()
    assert page.count("m0-5.2") == 357


def test_a_code_of_today_tells_where_it_came_from(client: Client) -> None:
    page = page_of(client, "5601")
    assert page.index("Alta (2012)") < page.index("Alta (5403)")


def test_an_expired_code_says_what_it_became(client: Client) -> None:
    page = page_of(client, "2012")
    assert "Kommunenummeret gikk ut 31. desember 2019" in page
    assert '<a href="/kommuner/5601/">Alta (5601)</a>' in page
    assert "Hvem som har ansvar her" not in page


def test_a_split_code_names_all_and_leaves_its_figures_undistributed(client: Client) -> None:
    page = page_of(client, "1507")
    assert "Kommunen ble delt mellom" in page
    assert "Haram (1580)" in page
    assert "ufordelt" in page


def test_a_rename_and_a_boundary_change_are_told_but_lead_nowhere_else(client: Client) -> None:
    oslo = page_of(client, "0301")
    assert "Nytt navn: Oslo →" in oslo


def test_oslo_shows_its_districts_and_each_has_a_page(client: Client) -> None:
    assert client.get("/kommuner/0301/").context["districts"][0]["district"].name == "Alna"
    district = page_of(client, "030101")
    assert "Bydel i Oslo" in district
    assert "KORUS Oslo" in district


def test_every_page_opens(client: Client) -> None:
    codes = Municipality.objects.order_by("?").values_list("code", flat=True)[:25]
    assert {client.get(f"/kommuner/{code}/").status_code for code in codes} == {200}


def test_every_centres_page_opens_and_the_directory_lists_it(client: Client) -> None:
    listed = client.get("/sentre/").content.decode()
    for centre in Centre.objects.all():
        assert client.get(centre.get_absolute_url()).status_code == 200
        assert f'href="{centre.get_absolute_url()}"' in listed


def test_a_merged_centre_says_so_and_that_nobody_vouches_for_its_successor(
    client: Client,
) -> None:
    page = client.get("/sentre/nkrop/").content.decode()
    assert "Senteret er slått sammen med andre" in page
    assert "virksomt til 31. desember 2024" in page
    assert "Hvilket senter som kom etter, er" in page


def test_what_the_source_doubts_is_marked(client: Client) -> None:
    doubted = Centre.objects.exclude(unverified=[]).first()
    assert doubted
    page = client.get(doubted.get_absolute_url()).content.decode()
    assert "ikke bekreftet" in page


@pytest.mark.parametrize(
    ("query", "found", "left_out"),
    [
        ("fylke=56", "korus-nord", "korus-sor"),
        ("tema=gambling", "korus-sor", "rvts-nord"),
        ("tema=alcohol&fylke=11", "korus-vest-stavanger", "korus-nord"),
    ],
)
def test_the_directory_is_narrowed_by_theme_and_county(
    client: Client, query: str, found: str, left_out: str
) -> None:
    page = client.get(f"/sentre/?{query}").content.decode()
    assert f"/sentre/{found}/" in page
    assert f"/sentre/{left_out}/" not in page


def test_the_directory_asks_a_fixed_number_of_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # choices of theme and county, centres, fields, their themes, those that are no more
    with django_assert_num_queries(6):
        client.get("/sentre/")


def test_a_municipality_is_called_what_it_was_called(client: Client) -> None:
    """1903 became «Harstad - Hárstták» on 1 January 2018."""
    before = client.get("/kommuner/1903/?aar=2017").content.decode()
    after = client.get("/kommuner/1903/?aar=2018").content.decode()
    assert "Hárstták" not in before.partition("<h1")[2].partition("</h1>")[0]
    assert "Hárstták" in after.partition("<h1")[2].partition("</h1>")[0]
    listed = client.get("/kommuner/?aar=2017&q=1903").content.decode()
    assert "Hárstták" not in listed
    assert "Harstad" in listed
