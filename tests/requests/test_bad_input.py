"""Whatever is typed or sent: handled, and nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client

from assignments.requests.models import RequestDraft, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.requests.asking import GUEST, NEW, as_guest, filled_in, identity_number

SAVE = "/henvendelser/utkast/lagre/"
WORD = "«Plan»\u2028\uf0b7 Første\u00ad punkt\r\n\u200f\ufeff– tankestrek…\x0bslutt"
RIGHT_TO_LEFT = "\u0645\u062d\u0645\u062f \u0627\u0644\u062d\u0633\u0646"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (WORD, "• Første punkt"),
        ("Vi jubler 🎉👩‍👩‍👧 ŋ đ", "🎉👩‍👩‍👧 ŋ đ"),
        (f"Kontakt: {RIGHT_TO_LEFT}", RIGHT_TO_LEFT),
        (SCRIPT, SCRIPT),
        ("x" * 4000, "x" * 4000),
    ],
)
def test_odd_but_honest_text_is_sent_as_written(
    as_contact: Client, centre: Centre, leader: User, text: str, kept: str
) -> None:
    answer = as_contact.post(NEW, filled_in(centre, text=text), follow=True)
    assert kept in SupportRequest.objects.get().text
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("text", "y" * 4001, "Teksten har 4001 tegn. Skriv høyst 4000."),
        ("text", "Ti tegn, og så null\x00byte", "Null-tegn"),
        ("text", f"Hun har {identity_number()}.", "fødselsnummer"),
        ("text", "z" * 2_000_000, "Teksten har 2000000 tegn."),
        ("reach", "y" * 201, "Teksten har 201 tegn. Skriv høyst 200."),
        ("municipality_case_number", "9" * 51, "Teksten har 51 tegn. Skriv høyst 50."),
        ("municipality_case_number", identity_number(), "fødselsnummer"),
        ("language", "xx", "gyldig valg"),
        ("language", "", "Fyll ut"),
        ("theme", "\x00", "Null-tegn"),
        ("centre", "\x00", "kan ikke spørres"),
        ("urgency", "'; drop table", "gyldig valg"),
    ],
)
def test_what_cannot_be_sent_comes_back_with_its_reason(
    as_contact: Client, centre: Centre, leader: User, field: str, value: str, message: str
) -> None:
    answer = as_contact.post(NEW, {**filled_in(centre), field: value})
    found = answer.context["form"].errors
    assert list(found) == [field]
    assert message in found[field][0]
    if field in {"text", "reach", "municipality_case_number"}:
        assert value.replace("\x00", "") in answer.content.decode().replace("\x00", "")
    assert not SupportRequest.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "\x00", "1" * 5000])
def test_a_token_that_cannot_be_read_is_replaced(
    as_contact: Client, centre: Centre, leader: User, token: str
) -> None:
    answer = as_contact.post(NEW, filled_in(centre, form_token=token))
    assert answer["Location"] == SupportRequest.objects.get().get_absolute_url()
    assert as_contact.post(SAVE, {"form_token": token, "text": "x"}).status_code == 422
    assert not RequestDraft.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        {"theme": "\x00", "municipality": "\x00", "partners": "\x00", "centre": "\x00"},
        {"theme": ["a", "b"], "utkast": "../../etc", "form_token": "x"},
        {"partners": ["5601"] * 500},
        {"text": SCRIPT, "name": SCRIPT, "email": SCRIPT},
    ],
)
@pytest.mark.parametrize("is_part", [False, True])
def test_rubbish_in_the_address_shows_the_usual_form(
    as_contact: Client,
    municipality: Municipality,
    centre: Centre,
    leader: User,
    query: dict[str, Any],
    is_part: bool,
) -> None:
    headers = {"HX-Request": "true"} if is_part else {}
    for address in (NEW, GUEST):
        page = as_contact.get(address, query, headers=headers)
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()


def test_nothing_typed_by_a_guest_is_lost_or_run(
    client: Client, municipality: Municipality, centre: Centre, leader: User
) -> None:
    form = as_guest(municipality, centre, name=RIGHT_TO_LEFT, text=SCRIPT, reach="")
    page = client.post(GUEST, form).content.decode()
    assert RIGHT_TO_LEFT in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
