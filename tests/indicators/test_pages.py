"""The pages: what stands there, what is refused, how many questions they ask."""

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from korus_portal.accounts.models import User
from municipalities.indicators.models import Batch, Indicator, IndicatorValue, Source
from municipalities.models import County, Municipality
from tests.factories import MunicipalityFactory
from tests.indicators.factories import (
    BatchFactory,
    IndicatorFactory,
    OpeningFactory,
    SourceFactory,
    value,
)

pytestmark = pytest.mark.django_db
LIST = reverse("indicators:source_list")
IMPORTS = reverse("indicators:batch_list")
NEW = reverse("indicators:batch_new")


def sent_file(text: str | bytes, name: str = "tall.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def page(client: Client, address: str, **query: str) -> str:
    return client.get(address, query).content.decode()


def detail(indicator: Indicator) -> str:
    return reverse("indicators:indicator_detail", args=[indicator.code])


def test_the_sources_say_what_they_are_and_how_sure_that_is(
    client: Client, share: Indicator, municipality: Municipality
) -> None:
    value(share, municipality, 2024, "10")
    text = page(client, LIST)
    for words in ("Prøvekilde", "Det prøven måler.", "prosent", "ikke bekreftet", "2024"):
        assert words in text


def test_a_figure_stands_with_its_date_and_its_sign(
    client: Client, count: Indicator, municipality: Municipality
) -> None:
    other = MunicipalityFactory.create(name="Loppa")
    value(count, municipality, 2025, "12345")
    value(count, other, 2025, ":")
    text = page(client, detail(count))
    assert "12\N{NO-BREAK SPACE}345" in text
    assert ": skjult av personvernhensyn" in text
    assert f"{date.today().year}</td>" in text  # noqa: DTZ011 - the day of the batch


def test_the_coverage_says_why_figures_are_not_there(
    client: Client, closed_share: Indicator, municipality: Municipality
) -> None:
    OpeningFactory.create(source=closed_share.source, municipality=municipality)
    places = [municipality, *MunicipalityFactory.create_batch(3)]
    OpeningFactory.create(source=closed_share.source, municipality=places[1])
    for place, told in zip(places, ["1", ":", "3"], strict=False):
        value(closed_share, place, 2025, told)
    found = client.get(detail(closed_share)).context["coverage"]
    assert (found.total, found.given, found.suppressed, found.closed, found.missing) == (
        *(4, 1, 1),
        *(1, 1),
    )


def test_the_year_and_the_county_are_chosen_and_nonsense_is_passed_over(
    client: Client,
    share: Indicator,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    value(share, municipality, 2025, "10")
    value(share, municipality_elsewhere, 2024, "55")
    assert "10,0" in page(client, detail(share))
    older = page(client, detail(share), aar="2024", fylke="11")
    assert "55,0" in older
    assert ">Alta<" not in older
    assert "10,0" in page(client, detail(share), aar="x", fylke="zz", struktur="y")


def test_the_structure_is_that_of_the_year_or_todays(
    client: Client, share: Indicator, municipality: Municipality
) -> None:
    """Alta's number begins in 2024; the figure of 2022 stands in a file of today's numbers."""
    value(share, municipality, 2022, "10")
    assert ">5601<" not in page(client, detail(share))
    assert ">5601<" in page(client, detail(share), struktur="i-dag")


def test_the_country_and_the_county_stand_above(
    client: Client, share: Indicator, municipality: Municipality
) -> None:
    value(share, municipality, 2025, "10")
    value(share, None, 2025, "14")
    value(share, municipality.county, 2025, "13")
    text = page(client, detail(share), fylke="56")
    assert "13,0" in text
    assert "14,0" in text
    assert "13,0" not in page(client, detail(share))


def test_the_export_has_the_page_and_nothing_more(
    client: Client,
    share: Indicator,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    value(share, municipality, 2025, "10.5")
    value(share, municipality_elsewhere, 2025, ":")
    response = client.get(reverse("indicators:indicator_export", args=[share.code]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert b"\r\n" in response.content
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert [(row["kommunenummer"], row["verdi"], row["merke"]) for row in rows] == [
        ("1151", "", ":"),
        ("5601", "10.5", ""),
    ]


def test_an_unknown_indicator_is_not_found(client: Client) -> None:
    assert client.get("/indikatorer/finnes-ikke/").status_code == 404


@pytest.fixture
def asked(client: Client) -> Callable[[str], int]:
    def count_queries(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    return count_queries


def test_the_pages_of_figures_ask_as_much_for_one_as_for_many(
    asked: Callable[[str], int], share: Indicator, municipality: Municipality
) -> None:
    batch = BatchFactory.create(source=share.source)
    value(share, municipality, 2025, "1", batch=batch)
    few = [asked(LIST), asked(detail(share))]
    for number in range(20):
        value(share, MunicipalityFactory.create(), 2025, "2", batch=batch)
        IndicatorFactory.create(
            code=f"flere-{number}", source=SourceFactory.create(code=f"kilde-{number}")
        )
    assert [asked(LIST), asked(detail(share))] == few


def test_the_lists_ask_as_much_for_one_as_for_many(
    client: Client, asked: Callable[[str], int], administrator: User, source: Source
) -> None:
    client.force_login(administrator)
    openings = reverse("indicators:opening_list")
    BatchFactory.create(source=source)
    OpeningFactory.create(municipality=MunicipalityFactory.create())
    few = [asked(IMPORTS), asked(openings)]
    for number in range(15):
        BatchFactory.create(source=SourceFactory.create(code=f"kilde-{number}"))
        OpeningFactory.create(municipality=MunicipalityFactory.create())
    assert [asked(IMPORTS), asked(openings)] == few


def test_a_keeper_imports_from_file_to_figures(
    client: Client, share: Indicator, municipality: Municipality, keeper: User
) -> None:
    client.force_login(keeper)
    text = "kommunenummer;År;Tall\n5601;2025;12,5\n"
    sent = {"source": share.source.code, "file": sent_file(text)}
    columns = client.post(NEW, sent, follow=True)
    batch = Batch.objects.get()
    address = reverse("indicators:batch_columns", args=[batch.pk])
    assert "12,5" in columns.content.decode()
    wrong = client.post(address, {"column_0": "place", "column_1": "year", "column_2": "ignore"})
    assert "Velg én kolonne med verdier" in wrong.content.decode()
    choice = {"column_0": "place", "column_1": "year", "column_2": "value:prove-andel"}
    preview = client.post(address, choice, follow=True).content.decode()
    assert "1 tall er klart" in preview
    assert "5601 Alta" in preview
    assert not IndicatorValue.objects.exists()
    client.post(reverse("indicators:batch_apply", args=[batch.pk]))
    assert "12,5" in page(client, detail(share))
    again = client.post(NEW, {**sent, "file": sent_file(text)}).content.decode()
    assert "allerede tatt i bruk" in again
    withdraw = reverse("indicators:batch_withdraw", args=[batch.pk])
    assert "Skriv hvorfor" in client.post(withdraw, {"reason": ""}).content.decode()
    done = client.post(withdraw, {"reason": "Feil fil."}, follow=True).content.decode()
    assert "Feil fil." in done
    assert "Ingen tall å vise" in page(client, detail(share))


def test_a_bad_file_is_told_about_at_its_field_and_not_kept(
    client: Client, source: Source, keeper: User
) -> None:
    client.force_login(keeper)
    for content, words in ((b"%PDF-1", "PDF"), (b"", "tom"), (b"PK\x03\x04", "delagt")):
        sent = {"source": source.code, "file": sent_file(content)}
        text = client.post(NEW, sent).content.decode()
        assert words in text
        assert 'id="id_file_error"' in text
    assert not Batch.objects.exists()


def test_errors_stand_beside_their_cells_and_nothing_can_be_applied(
    client: Client, share: Indicator, municipality: Municipality, keeper: User
) -> None:
    client.force_login(keeper)
    text = "region;År;Andel i prøven\n9999;2025;ti\n5601;2025;1\n"
    client.post(NEW, {"source": share.source.code, "file": sent_file(text)})
    batch = Batch.objects.get()
    choice = {"column_0": "place", "column_1": "year", "column_2": "value:prove-andel"}
    address = reverse("indicators:batch_columns", args=[batch.pk])
    found = client.post(address, choice, follow=True).content.decode()
    assert "1 rad har feil" in found
    assert "<code>9999</code>" in found
    assert "<code>ti</code>" in found
    assert "Ta i bruk alle" not in found
    client.post(reverse("indicators:batch_apply", args=[batch.pk]))
    assert not IndicatorValue.objects.exists()
    discard = client.post(reverse("indicators:batch_discard", args=[batch.pk]), follow=True)
    assert "Filen er forkastet" in discard.content.decode()


def test_what_was_chosen_stays_when_something_else_is_wrong(
    client: Client, share: Indicator, keeper: User
) -> None:
    client.force_login(keeper)
    client.post(NEW, {"source": share.source.code, "file": sent_file("a;b;c\n1;2;3\n")})
    address = reverse("indicators:batch_columns", args=[Batch.objects.get().pk])
    sent = {"column_0": "place", "column_1": "year", "column_2": "value", "year": "1850"}
    text = client.post(address, sent).content.decode()
    assert "Årstallet er før 1990." in text
    assert '<option value="place" selected>' in text
    assert Batch.objects.get().file is not None


def test_a_county_that_is_not_there_in_the_year_is_not_offered(
    client: Client, share: Indicator, municipality: Municipality
) -> None:
    County.objects.create(
        code="20", name="Gamle Finnmark", valid_to=date(2019, 12, 31), sort_key=b"g"
    )
    value(share, municipality, 2025, "1")
    assert "Gamle Finnmark" not in page(client, detail(share))
