"""Every figure of every page is a file in every form: key figures, districts, money, pictures."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from PIL import Image

from assignments.plans.choices import CoursePhase, LifeStage
from centres.grants.models import CentreYear
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from reporting.dashboard.exports import files
from tests.factories import CentreFactory, CountyFactory, MunicipalityFactory
from tests.reporting.coverage_year import asked, did

SVG = "{http://www.w3.org/2000/svg}"


def fetch(client: Client, name: str, **query: str) -> bytes:
    response = client.get(f"/dekning/eksport/{name}", {"aar": "2025", **query})
    assert response.status_code == 200, response.content
    content: bytes = response.getvalue() if response.streaming else response.content
    return content


def rows(client: Client, name: str, **query: str) -> list[dict[str, str]]:
    text = fetch(client, f"{name}.csv", **query).decode()
    return list(csv.DictReader(StringIO(text)))


def drawn(client: Client, name: str, **query: str) -> tuple[list[str], str]:
    """The texts of a picture, and what it says to who cannot see it."""
    root = ET.fromstring(fetch(client, f"{name}.svg", **query))  # noqa: S314 - our own
    alternative = root.find(f"{SVG}desc")
    assert alternative is not None
    return [str(text.text) for text in root.iter(f"{SVG}text")], str(alternative.text)


@pytest.fixture
def year(
    centre: Centre,
    adviser: User,
    contact: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    """One activity in both municipalities; a contact meeting without hours; one request."""
    both = {municipality: 3, municipality_elsewhere: 4}
    did(centre, adviser, both, hours=Decimal("7.50"), attendances=9)
    did(centre, adviser, {municipality: None}, kind="contact_meeting")
    asked(centre, contact, municipality)


@pytest.mark.usefixtures("year")
def test_the_key_figures_count_each_activity_once(client: Client, adviser: User) -> None:
    """Rule 3: the two municipalities have 2 and 1 activities, and there are two in all."""
    query = {"senter": "korus-nord"}
    (visitor,) = rows(client, "nokkeltall", **query)
    assert visitor == {
        "senter": "korus-nord",
        "senternavn": "KORUS Nord",
        "andel_nadd": "100",
        "brukt": "1",
        "kontakt": "1",
        "kjent": "1",
        "kommuner": "1",
        "aktiviteter": "2",
        "aktiviteter_med_timer": "1",
        "timer": "7.5",
        "deltakere": "9",
        "henvendelser": "",
        "avtaler": "",
    }
    client.force_login(adviser)
    (told,) = rows(client, "nokkeltall", **query)
    assert (told["henvendelser"], told["avtaler"]) == ("1", "0")
    (everyone,) = rows(client, "nokkeltall")
    assert (everyone["senter"], everyone["kommuner"]) == ("alle", "2")


@pytest.mark.usefixtures("year")
def test_the_key_figures_are_those_of_the_page(client: Client) -> None:
    found = client.get("/dekning/", {"aar": "2025", "type": "korus"}).context["found"]
    (told,) = rows(client, "nokkeltall", type="korus")
    assert told["senter"] == "korus"
    assert told["aktiviteter"] == str(found.total.activities)
    assert Decimal(told["timer"]) == found.total.hours
    made = json.loads(fetch(client, "nokkeltall.json", type="korus"))
    order = made["dimension"]["maal"]["category"]["index"]
    assert made["value"][order.index("aktiviteter")] == found.total.activities
    assert rows(client, "nokkeltall", aar="2024") == []


def test_districts_have_a_file_of_their_own(client: Client, centre: Centre, adviser: User) -> None:
    """Rule 11."""
    county = CountyFactory.create(code="03", name="Oslo")
    city = MunicipalityFactory.create(code="0301", name="Oslo", county=county)
    first, second = (
        MunicipalityFactory.create(
            code=code, name=name, county=county, kind=Municipality.Kind.DISTRICT, parent=city
        )
        for code, name in (("030102", "Grünerløkka"), ("030101", "Gamle Oslo"))
    )
    did(centre, adviser, {first: 5}, hours=Decimal(4), attendances=5)
    found = rows(client, "bydeler")
    assert [row["bydelsnummer"] for row in found] == [second.code, first.code]
    assert list(found[1].values()) == [
        *("030102", "Grünerløkka", "Oslo", "1", "4", "5", "", "", "2025-03-10", "brukt")
    ]
    page = client.get("/dekning/", {"aar": "2025"}).content.decode()
    assert "/dekning/eksport/bydeler.csv?aar=2025" in page


@pytest.mark.usefixtures("year")
def test_money_is_a_file_for_those_who_see_it(
    client: Client, centre: Centre, adviser: User, directorate: User, contact: User
) -> None:
    def answers(*, is_there: bool) -> None:
        page = client.get("/dekning/arbeid/", {"aar": "2025"}).content.decode()
        assert ("/dekning/eksport/midler.csv?aar=2025" in page) is is_there
        status = client.get("/dekning/eksport/midler.csv", {"aar": "2025"}).status_code
        assert status == (200 if is_there else 404)

    CentreYear.objects.create(
        centre=centre, year=2025, fte_filled=Decimal("6.50"), changed_by=adviser
    )
    answers(is_there=False)
    assert "midler" not in client.get("/dekning/data/katalog.jsonld").content.decode()
    client.force_login(contact)
    answers(is_there=False)
    client.force_login(adviser)
    answers(is_there=True)
    (own,) = rows(client, "midler")
    assert own == {
        "senter": "korus-nord",
        "senternavn": "KORUS Nord",
        "tilskudd": "",
        "aarsverk": "6.5",
        "aktiviteter": "2",
        "aktiviteter_med_timer": "1",
        "timer": "7.5",
        "kommuner": "1",
        "brukt": "1",
        "kroner_per_kommune": "",
        "timer_per_kommune": "7.5",
    }
    client.force_login(directorate)
    answers(is_there=True)
    (theirs,) = rows(client, "midler")
    assert theirs["aarsverk"] == ""


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("figure", [*files.TABLES, *files.CLOSED])
def test_every_figure_is_a_picture_too(client: Client, directorate: User, figure: str) -> None:
    """The municipalities are drawn as the map."""
    if figure == files.MUNICIPALITIES:
        assert files.forms_of(files.MAP) == ["svg", "png"]
        return
    assert files.forms_of(figure) == ["csv", "xlsx", "json", "svg", "png"]
    client.force_login(directorate)
    texts, alternative = drawn(client, figure)
    assert any("Kilde: KORUS-portalen" in text for text in texts)
    assert alternative
    assert Image.open(BytesIO(fetch(client, f"{figure}.png"))).width >= 1200


@pytest.mark.usefixtures("year")
def test_a_list_is_drawn_as_how_many_there_are_of_each(
    client: Client, centre: Centre, adviser: User, municipality: Municipality, theme: Theme
) -> None:
    MunicipalityFactory.create(code="1152", county=CountyFactory.create(code="11"))
    texts, alternative = drawn(client, "ikke-nadd")
    assert "Rogaland 1" in alternative
    assert "Finnmark" not in alternative
    other = CentreFactory.create(code="korus-to", short_name="KORUS To")
    for doer in (centre, other):
        did(doer, adviser, {municipality: None}, with_themes=[theme])
    texts, alternative = drawn(client, "overlapp")
    assert f"{theme.name} 1" in alternative
    assert theme.name in texts


@pytest.mark.usefixtures("year")
def test_the_course_is_drawn_as_a_grid_with_its_gaps(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    here = {"course_phase": CoursePhase.values[0], "life_stage": LifeStage.values[0]}
    did(centre, adviser, {municipality: None}, starts_on=date(2025, 4, 1), **here)
    texts, alternative = drawn(client, "forlop")
    cells = [text for text in texts if text.isdecimal()]
    assert len(cells) == (len(CoursePhase) + 1) * (len(LifeStage) + 1)
    assert sorted(cells)[-2:] == ["1", "2"]
    first, stage = CoursePhase.choices[0][1], LifeStage.choices[0][1]
    assert f"{first}, {stage}: 1".casefold() in alternative.casefold()
