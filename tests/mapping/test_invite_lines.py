"""The list of those to be asked: read as a whole, with what is wrong beside each line."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.mapping import lines
from assignments.mapping.models import Campaign, Invitation
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.factories import CountyFactory, MunicipalityFactory
from tests.mapping.factories import InvitationFactory


def read(text: str, *taken: str) -> lines.Read:
    return lines.read(text, on=timezone.localdate(), taken=taken)


def post(client: Client, campaign: Campaign, **sent: object) -> str:
    address = reverse("mapping:campaign_invite", args=[campaign.pk])
    return client.post(address, sent, follow=True).content.decode()


def test_a_line_names_the_place_by_code_or_name(municipality: Municipality) -> None:
    text = "kommune; tjeneste; e-post\n5601;NAV;a@prove.example;nn\n alta ; NAV ;B@Prove.example"
    found = read(text)
    assert found.errors == []
    assert [
        (row.municipality.code, row.service, row.email, row.language) for row in found.invited
    ] == [
        ("5601", "NAV", "a@prove.example", "nn"),
        ("5601", "NAV", "b@prove.example", "nb"),
    ]


def test_the_municipalitys_own_language_where_none_is_written(municipality: Municipality) -> None:
    Municipality.objects.update(language_form="nynorsk")
    assert read("5601; NAV; a@prove.example").invited[0].language == "nn"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("9999; NAV; a@prove.example; nb", "Kommunenummeret 9999 finnes ikke"),
        ("Atlantis; NAV; a@prove.example; nb", "heter «Atlantis»"),
        ("; NAV; a@prove.example; nb", "Kommunen mangler"),
        ("5601; ; a@prove.example; nb", "Tjenesten mangler"),
        ("5601; NAV; ; nb", "E-postadressen mangler"),
        ("5601; NAV; a(at)prove; nb", "ikke en e-postadresse"),
        ("5601; NAV; a@prove.example; en", "Målformen «en» er ukjent"),
        ("5601, NAV, a@prove.example", "semikolon"),
        ("5601; NAV; a@prove.example; nb; mer", "semikolon"),
        (f"5601; {'x' * 121}; a@prove.example; nb", "for langt"),
        ("5601; 01010750160; a@prove.example; nb", "fødselsnummer"),
    ],
)
def test_what_is_wrong_stands_with_its_line(
    municipality: Municipality, line: str, problem: str
) -> None:
    found = read(f"5601; NAV; ok@prove.example; nb\n\n{line}")
    ((number, error),) = found.errors
    assert number == 3
    assert problem in error


def test_an_address_stands_once(municipality: Municipality) -> None:
    text = "5601; NAV; a@prove.example\n5601; NAV; A@PROVE.example\n5601; NAV; b@prove.example"
    found = read(text, "b@prove.example")
    assert found.errors == [
        (2, "a@prove.example står også på linje 1."),
        (3, "b@prove.example er allerede invitert."),
    ]


def test_namesakes_are_asked_about(db: None) -> None:
    for code, county in (("1515", "15"), ("1818", "18")):
        MunicipalityFactory.create(
            code=code, name="Herøy", county=CountyFactory.create(code=county, name=f"F{county}")
        )
    ((_number, error),) = read("Herøy; NAV; a@prove.example").errors
    assert "1515 Herøy (F15), 1818 Herøy (F18)" in error
    assert read("1515; NAV; a@prove.example").errors == []


def test_all_or_nothing_and_nothing_typed_is_lost(
    client: Client, draft: Campaign, adviser: User, municipality: Municipality
) -> None:
    client.force_login(adviser)
    text = "5601; NAV; a@prove.example; nb\n5601; NAV; feil; nb"
    page = post(client, draft, text=text)
    assert not Invitation.objects.exists()
    assert "1 linje kan ikke brukes. Ingen er invitert." in page
    assert "«feil» er ikke en e-postadresse" in page
    assert text in page
    post(client, draft, text=text.replace("feil", "b@prove.example"))
    assert draft.invitations.count() == 2


def test_a_file_with_a_fault_comes_back_in_the_box(
    client: Client, draft: Campaign, adviser: User, municipality: Municipality
) -> None:
    client.force_login(adviser)
    content = (
        "kommune;tjeneste;e-post;målform\r\nAlta;Rus og psykisk helse på Båtsfjord;feil;nn\r\n"
    )
    page = post(client, draft, file=SimpleUploadedFile("liste.csv", content.encode("cp1252")))
    assert "Rus og psykisk helse på Båtsfjord;feil;nn" in page
    assert "ikke en e-postadresse" in page


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"PK\x03\x04\0\0\0\0", "ikke en tekstfil"),
        (b"x" * 1_000_001, "større enn 1 MB"),
        (b"5601; NAV; a@prove.example\n" * 2001, "Høyst 2000 linjer"),
        (b"\n\n", "Lim inn minst én linje"),
    ],
)
def test_a_file_that_is_no_list_is_refused(
    client: Client,
    draft: Campaign,
    adviser: User,
    municipality: Municipality,
    content: bytes,
    problem: str,
) -> None:
    client.force_login(adviser)
    assert problem in post(client, draft, file=SimpleUploadedFile("liste.csv", content))
    assert not Invitation.objects.exists()


def test_what_was_invited_before_is_told(
    client: Client, draft: Campaign, adviser: User, municipality: Municipality
) -> None:
    InvitationFactory.create(campaign=draft, municipality=municipality, email="a@prove.example")
    client.force_login(adviser)
    page = post(client, draft, text="5601; NAV; a@prove.example")
    assert "a@prove.example er allerede invitert." in page
    assert draft.invitations.count() == 1
