"""The open data sets: a page for people and a catalogue (DCAT-AP-NO 3) for machines."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import Settings

from municipalities.models import Municipality
from reporting.dashboard.exports import datasets, files
from reporting.dashboard.exports.forms import ExportForm

EU = "http://publications.europa.eu/resource/authority"
# Mandatory in the SHACL shapes of DCAT-AP-NO 3, and those recommended that we can tell.
REQUIRED = {
    "dcat:Catalog": [
        *("dct:title", "dct:description", "dct:publisher", "dcat:contactPoint"),
        *("dcat:dataset", "dct:license", "dct:language", "dct:spatial", "foaf:homepage"),
    ],
    "dcat:Dataset": [
        *("dct:title", "dct:description", "dct:publisher", "dcat:contactPoint", "dcat:theme"),
        *("dcat:distribution", "dcat:keyword", "dct:accessRights", "dct:spatial", "dct:temporal"),
    ],
    "dcat:Distribution": ["dcat:accessURL", "dct:format", "dct:license", "dct:title"],
    "foaf:Agent": ["foaf:name"],
    "vcard:Organization": ["vcard:fn", "vcard:hasURL"],
}
AT_MOST_ONE = ["dct:publisher", "dct:license", "dct:format", "dct:accessRights", "dct:rights"]


@pytest.fixture
def graph(client: Client, municipality: Municipality) -> dict[str, dict[str, Any]]:
    response = client.get("/dekning/data/katalog.jsonld")
    assert (response.status_code, response["Content-Type"]) == (200, "application/ld+json")
    made = json.loads(response.content)
    assert made["@context"]["dcat"] == "http://www.w3.org/ns/dcat#"
    return {node["@id"]: node for node in made["@graph"]}


def of(graph: dict[str, dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [node for node in graph.values() if node["@type"] == kind]


@pytest.mark.parametrize("kind", REQUIRED)
def test_everything_described_has_what_the_profile_requires(
    graph: dict[str, dict[str, Any]], kind: str
) -> None:
    found = of(graph, kind)
    assert found
    for node in found:
        assert [name for name in REQUIRED[kind] if not node.get(name)] == []
        assert [name for name in AT_MOST_ONE if isinstance(node.get(name), list)] == []


def test_titles_and_descriptions_are_in_both_languages_once(
    graph: dict[str, dict[str, Any]],
) -> None:
    for node in graph.values():
        for name in ("dct:title", "dct:description"):
            if name in node:
                assert [text["@language"] for text in node[name]] == ["nb", "nn"]


def test_what_is_pointed_at_is_described(graph: dict[str, dict[str, Any]]) -> None:
    (catalogue,) = of(graph, "dcat:Catalog")
    sets = {link["@id"] for link in catalogue["dcat:dataset"]}
    assert sets == {node["@id"] for node in of(graph, "dcat:Dataset")}
    made = of(graph, "dcat:Dataset")
    given = {link["@id"] for node in made for link in node["dcat:distribution"]}
    assert given == {node["@id"] for node in of(graph, "dcat:Distribution")}
    for node in [catalogue, *made]:
        assert graph[node["dct:publisher"]["@id"]]["@type"] == "foaf:Agent"
        assert graph[node["dcat:contactPoint"]["@id"]]["@type"] == "vcard:Organization"


def test_codes_are_those_of_the_authority_tables(graph: dict[str, dict[str, Any]]) -> None:
    for made in of(graph, "dcat:Distribution"):
        assert made["dct:license"] == {"@id": f"{EU}/licence/NLOD_2_0"}
        assert made["dct:format"]["@id"] in {f"{EU}/file-type/{c}" for c in ("CSV", "XLSX", "JSON")}
        assert "foreslått" in made["dct:rights"]["rdfs:label"][0]["@value"]
    for made in of(graph, "dcat:Dataset"):
        assert made["dct:spatial"] == {"@id": f"{EU}/country/NOR"}
        assert made["dct:accessRights"] == {"@id": f"{EU}/access-right/PUBLIC"}
        period = made["dct:temporal"]
        assert period["dcat:startDate"]["@value"] <= period["dcat:endDate"]["@value"]


def test_every_file_of_the_catalogue_can_be_fetched(
    graph: dict[str, dict[str, Any]], client: Client, settings: Settings
) -> None:
    made = of(graph, "dcat:Distribution")
    assert len(made) == 3 * len(files.TABLES)
    for node in made:
        address = node["dcat:downloadURL"]["@id"]
        assert address.startswith(settings.SITE_URL)
        response = client.get(address.removeprefix(settings.SITE_URL))
        assert response.status_code == 200
        media = node["dcat:mediaType"]["@id"].split("media-types/")[1]
        assert response["Content-Type"].startswith(media)
        assert response.getvalue() if response.streaming else response.content


def test_every_address_of_the_catalogue_is_a_place_on_the_page(
    graph: dict[str, dict[str, Any]], client: Client, settings: Settings
) -> None:
    text = client.get("/dekning/data/").content.decode()
    for address in graph:
        page, place = address.removeprefix(settings.SITE_URL).split("#")
        assert page == "/dekning/data/"
        assert text.count(f'id="{place}"') == 1


def test_the_catalogue_is_the_same_whatever_language_asks(
    client: Client, municipality: Municipality
) -> None:
    first = client.get("/dekning/data/katalog.jsonld").content
    with override("nn"):
        assert client.get("/dekning/data/katalog.jsonld").content == first


@pytest.mark.usefixtures("municipality")
def test_the_page_lists_each_set_with_its_stable_addresses(
    client: Client, settings: Settings
) -> None:
    text = client.get("/dekning/data/").content.decode()
    for code in files.TABLES:
        assert f'id="{code}"' in text
    assert f"<code>{settings.SITE_URL}/dekning/eksport.csv</code>" in text
    assert "/dekning/eksport/kart.svg" in text
    assert "NLOD 2.0" in text
    assert "foreslått" in text


@pytest.mark.usefixtures("municipality")
def test_every_column_is_explained(client: Client) -> None:
    told = {name for names, _text in datasets.COLUMNS for name in names.split(", ")}
    for code in files.TABLES:
        response = client.get(f"/dekning/eksport/{code}.csv")
        header = set(response.content.decode().split("\r\n")[0].split(","))
        assert header <= told


def test_every_parameter_that_changes_a_file_is_explained() -> None:
    told = {name for name, _text, _example in datasets.PARAMETERS}
    assert told == set(ExportForm.base_fields)


@pytest.mark.usefixtures("municipality", "centre")
def test_the_page_follows_a_choice_and_refuses_a_bad_one(client: Client) -> None:
    text = client.get("/dekning/data/", {"aar": "2025", "senter": "korus-nord"}).content.decode()
    assert "/dekning/eksport/fylker.xlsx?aar=2025&amp;senter=korus-nord" in text
    response = client.get("/dekning/data/", {"senter": "finnes-ikke"})
    assert response.status_code == 400
    assert response.content.decode().startswith("senter: ")


@pytest.mark.usefixtures("municipality")
def test_demo_data_says_so_in_page_and_catalogue(client: Client, settings: Settings) -> None:
    settings.DEMO_MODE = True
    assert "Tallene er oppdiktede" in client.get("/dekning/data/").content.decode()
    made = json.loads(client.get("/dekning/data/katalog.jsonld").content)
    titles = [node["dct:title"][0]["@value"] for node in made["@graph"] if "dct:title" in node]
    assert all(title.startswith("DEMO: oppdiktede tall") for title in titles)
