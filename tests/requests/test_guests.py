"""Somebody without an account asks: confirmed by mail, held apart from everything else."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from assignments.coverage.models import CoverageRow
from assignments.requests import guest
from assignments.requests.actions import guests, replying, writing
from assignments.requests.models import GuestAsk, MailDomain, Message, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import Membership, User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality, Theme
from tests.factories import MunicipalityFactory
from tests.requests.asking import GUEST, as_guest, identity_number
from tests.requests.conftest import TEXT

SENT = f"{GUEST}sendt/"
Written = Callable[..., str]


def link(kind: str, to: str = "gro@alta.example") -> str:
    """The address in the last letter of a kind."""
    letter = Letter.objects.filter(kind=f"requests.{kind}", address=to).order_by("pk").last()
    assert letter is not None
    found = re.search(r"https?://[^/\s]+(/\S+)", letter.body)
    assert found is not None
    assert TEXT not in letter.body
    return found[1]


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    cache.clear()


@pytest.fixture
def domain(municipality: Municipality) -> MailDomain:
    return MailDomain.objects.create(
        municipality=municipality, domain="alta.example", source="kommunens nettsted"
    )


@pytest.fixture
def written(
    client: Client, municipality: Municipality, centre: Centre, leader: User, contact: User
) -> Written:
    """Fills in the form and gives the link of the letter."""

    def write(**changed: Any) -> str:
        form = as_guest(municipality, centre, **changed)
        assert client.post(GUEST, form)["Location"] == SENT
        return link("guest_ask", str(form["email"]))

    return write


@pytest.fixture
def own_case(client: Client, written: Written, domain: MailDomain) -> str:
    return str(client.post(written())["Location"])


def test_opening_the_link_sends_nothing_and_shows_what_was_written(
    client: Client, written: Written
) -> None:
    address = written()
    for _scan in range(3):
        page = client.get(address)
    assert page.status_code == 200
    assert TEXT in page.content.decode()
    assert "Send henvendelsen" in page.content.decode()
    assert not SupportRequest.objects.exists()


def test_an_address_of_the_municipality_makes_the_request_certain(
    client: Client, written: Written, domain: MailDomain, contact: User, adviser: User
) -> None:
    answer = client.post(written())
    sent = SupportRequest.objects.get()
    assert sent.is_confirmed
    assert (sent.guest_name, sent.submitted_by, sent.text) == ("Gro Gjest", None, TEXT)
    assert answer["Location"] == guest.path_to(sent) == link("received")
    assert CoverageRow.objects.filter(place=sent.municipality, requests=1).exists()
    assert Letter.objects.filter(kind="requests.new", to=adviser).exists()
    assert not Letter.objects.filter(kind="requests.confirm_wanted").exists()
    assert GuestAsk.objects.get().asked == {}


def test_another_address_leaves_it_unconfirmed_and_asks_the_contacts(
    client: Client, written: Written, domain: MailDomain, contact: User
) -> None:
    client.post(written(email="gro@sub.alta.example"))
    sent = SupportRequest.objects.get()
    assert not sent.is_confirmed
    assert not CoverageRow.objects.exists()
    told = Letter.objects.get(kind="requests.confirm_wanted")
    assert (told.to, TEXT in told.body) == (contact, False)


@pytest.mark.parametrize(
    ("email", "is_employed"),
    [
        ("a@ALTA.example", True),
        ("a@alta.example.evil.example", False),
        ("a@xalta.example", False),
        ("alta.example@evil.example", False),
        ("a@båt.example", True),
        ("a@bat.example", False),
    ],
)
def test_the_domain_must_be_the_municipalitys_own(
    domain: MailDomain, municipality: Municipality, email: str, is_employed: bool
) -> None:
    MailDomain.objects.create(municipality=municipality, domain="xn--bt-yia.example", source="x")
    assert guest.is_employed(email, municipality) == is_employed


def test_a_district_uses_the_domain_of_its_city(
    domain: MailDomain, municipality: Municipality
) -> None:
    district = MunicipalityFactory.create(
        code="560101", kind=Municipality.Kind.DISTRICT, parent=municipality
    )
    elsewhere = MunicipalityFactory.create()
    assert guest.is_employed("a@alta.example", district)
    assert not guest.is_employed("a@alta.example", elsewhere)


def test_the_answer_is_the_same_whatever_the_portal_knows(
    client: Client,
    written: Written,
    municipality: Municipality,
    centre: Centre,
    support_request: SupportRequest,
    contact: User,
    domain: MailDomain,
) -> None:
    pages = set()
    for email in (contact.email, "gro@alta.example", "ukjent@et.sted.example"):
        answer = client.post(GUEST, as_guest(municipality, centre, email=email), follow=True)
        pages.add(re.sub(r'csrf\w*" value="[^"]+|[\w-]{60,}', "", answer.content.decode()))
    assert len(pages) == 1


def test_a_guest_never_gets_a_hint_of_other_requests(
    client: Client,
    municipality: Municipality,
    centre: Centre,
    theme: Theme,
    support_request: SupportRequest,
    domain: MailDomain,
) -> None:
    form = as_guest(municipality, centre, theme=theme.code)
    address = ""
    pages = [
        client.get(GUEST, {"theme": theme.code, "municipality": municipality.code}),
        client.post(GUEST, {**form, "suggest": "1"}),
        client.post(GUEST, form, follow=True),
        client.get(address := link("guest_ask")),
        client.post(address, follow=True),
    ]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert support_request.case_number not in text
        assert "åpen henvendelse" not in text


def test_the_same_form_twice_is_one_and_a_mended_address_kills_the_first_link(
    client: Client, municipality: Municipality, centre: Centre, leader: User
) -> None:
    form = as_guest(municipality, centre, email="feil@alta.example")
    for _click in range(2):
        client.post(GUEST, form)
    assert (GuestAsk.objects.count(), Letter.objects.count()) == (1, 1)
    wrong = link("guest_ask", "feil@alta.example")
    client.post(GUEST, {**form, "email": "gro@alta.example"})
    assert GuestAsk.objects.get().email == "gro@alta.example"
    assert client.get(wrong).status_code == 404
    client.post(link("guest_ask"))
    # Sent again after all: it is another request, if its link is used.
    client.post(GUEST, {**form, "text": "Noe mer."})
    assert GuestAsk.objects.count() == 2


def test_a_used_link_leads_to_the_case_and_sends_nothing_more(
    client: Client, written: Written
) -> None:
    address = written()
    first = client.post(address)
    assert client.post(address)["Location"] == first["Location"]
    assert client.get(address)["Location"] == first["Location"]
    assert SupportRequest.objects.count() == 1
    assert Letter.objects.filter(kind="requests.received").count() == 1


def test_an_expired_link_says_so_and_a_new_one_brings_everything_back(
    client: Client, written: Written
) -> None:
    address = written()
    GuestAsk.objects.update(valid_until=timezone.now() - timedelta(seconds=1))
    for page in (client.get(address), client.post(address)):
        assert page.status_code == 410
        assert "Lenken er for gammel" in page.content.decode()
    assert not SupportRequest.objects.exists()
    assert client.post(f"{address}ny-lenke/")["Location"] == SENT
    assert client.get(address).status_code == 404
    fresh = link("guest_ask")
    assert TEXT in client.get(fresh).content.decode()
    client.post(fresh)
    assert SupportRequest.objects.get().text == TEXT


@pytest.mark.parametrize("path", ["bekreft", "sak"])
@pytest.mark.parametrize("key", ["x", "æ" * 500, "0" * 32 + ".abc", "%00"])
def test_a_wrong_key_is_not_found(client: Client, db: None, path: str, key: str) -> None:
    assert client.get(f"{GUEST}{path}/{key}/").status_code == 404


def test_personal_pages_are_kept_by_nobody_and_told_to_nobody(
    client: Client, written: Written, own_case: str
) -> None:
    for address in (written(form_token=str(uuid4())), own_case):
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "strict-origin"


def test_a_new_seed_ends_every_link_sent_before(client: Client, own_case: str) -> None:
    SupportRequest.objects.update(guest_seed=uuid4())
    assert client.get(own_case).status_code == 404


def test_a_confirmed_guest_reads_writes_and_withdraws(
    client: Client, own_case: str, adviser: User
) -> None:
    sent = SupportRequest.objects.get()
    writing.write_message(support_request=sent, by=adviser, text="Hva trenger dere først?")
    page = client.get(own_case).content.decode()
    assert "Hva trenger dere først?" in page
    assert sent.centre.short_name in page
    token = str(uuid4())
    for _click in range(2):
        client.post(f"{own_case}skriv/", {"text": "En dato.", "form_token": token})
    own = Message.objects.get(side="municipality")
    assert (own.author, own.author_name, own.text) == (None, "Gro Gjest", "En dato.")
    client.post(f"{own_case}trekk/", {"reason": "Løst."})
    sent.refresh_from_db()
    assert sent.status == "withdrawn"
    late = client.post(f"{own_case}skriv/", {"text": "For sent", "form_token": str(uuid4())})
    assert "For sent" in late.content.decode()
    assert "Saken er avsluttet, så meldingen ble ikke sendt." in late.content.decode()


def test_an_unconfirmed_guest_sees_the_state_and_their_own_text_only(
    client: Client, written: Written, adviser: User
) -> None:
    own_case = client.post(written())["Location"]
    sent = SupportRequest.objects.get()
    writing.write_message(support_request=sent, by=adviser, text="Bare for kommunen")
    page = client.get(own_case).content.decode()
    assert TEXT in page
    assert "Ubekreftet" in page
    assert "Bare for kommunen" not in page
    for action in ("skriv", "trekk"):
        assert client.post(f"{own_case}{action}/", {"text": "x"}).status_code == 403


def test_a_key_opens_nothing_but_its_own_case(
    client: Client, own_case: str, support_request: SupportRequest
) -> None:
    assert client.get(support_request.get_absolute_url()).status_code == 302
    support_request.guest_seed = uuid4()
    support_request.save()
    # Sent by somebody with an account: no link opens it.
    assert guest.by_key(guest.key_of(support_request)) is None


def test_a_link_works_for_half_a_year_after_the_case_has_ended(
    client: Client, own_case: str
) -> None:
    client.post(f"{own_case}trekk/")
    ended = SupportRequest.objects.filter(status="withdrawn")
    ended.update(ended_at=timezone.now() - timedelta(days=179))
    assert client.get(own_case).status_code == 200
    ended.update(ended_at=timezone.now() - timedelta(days=181))
    assert client.get(own_case).status_code == 404


def test_who_lost_its_leader_meanwhile_is_replaced_by_choice_or_by_addresses(
    client: Client, written: Written, leader: User
) -> None:
    address = written()
    Membership.objects.filter(user=leader).delete()
    for page in (client.get(address), client.post(address)):
        text = page.content.decode()
        assert "Senteret kan ikke lenger spørres her" in text
        assert TEXT in text
    assert not SupportRequest.objects.exists()


def test_too_many_tries_are_held_back_with_everything_kept(
    client: Client, municipality: Municipality, centre: Centre, leader: User
) -> None:
    for _try in range(5):
        client.post(GUEST, as_guest(municipality, centre))
    answer = client.post(GUEST, as_guest(municipality, centre))
    assert "For mange forsøk." in answer.content.decode()
    assert TEXT in answer.content.decode()
    assert Letter.objects.count() == 5


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 151}, "name"),
        ({"name": identity_number()}, "name"),
        ({"email": "gro"}, "email"),
        ({"email": "gro@alta.example\nBcc: x@y.example"}, "email"),
        ({"municipality": ""}, "municipality"),
        ({"municipality": "\x00"}, "municipality"),
        ({"municipality": "9999"}, "municipality"),
        ({"centre": "korus-vest"}, "centre"),
        ({"text": identity_number()}, "text"),
        ({"language": "tlh"}, "language"),
        ({"theme": "\x00"}, "theme"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_nothing_is_lost(
    client: Client,
    municipality: Municipality,
    centre: Centre,
    leader: User,
    changed: dict[str, str],
    field: str,
) -> None:
    answer = client.post(GUEST, as_guest(municipality, centre, **changed))
    assert list(answer.context["form"].errors) == [field]
    assert ("Ring 00 00 00 00") in answer.content.decode()
    assert not GuestAsk.objects.exists()


def test_one_centre_is_no_choice_without_javascript(
    client: Client, municipality: Municipality, centre: Centre, leader: User
) -> None:
    form = as_guest(municipality, centre)
    del form["centre"]
    assert client.post(GUEST, form)["Location"] == SENT
    assert GuestAsk.objects.get().asked["centre"] == centre.code


def test_what_nobody_confirms_is_forgotten_and_what_was_sent_stays(
    client: Client, written: Written
) -> None:
    client.post(written())
    written(form_token=str(uuid4()))
    GuestAsk.objects.update(written_at=timezone.now() - timedelta(days=29))
    assert guests.forget_asks() == 0
    GuestAsk.objects.update(written_at=timezone.now() - timedelta(days=31))
    assert guests.forget_asks() == 2
    assert SupportRequest.objects.count() == 1


def test_the_words_of_an_interim_reply_wait_until_the_municipality_has_confirmed(
    client: Client, written: Written, adviser: User, contact: User
) -> None:
    client.post(written())
    sent = SupportRequest.objects.get()
    replying.send_interim_reply(support_request=sent, by=adviser, text="Vi ser på det.")
    told = Letter.objects.filter(kind="requests.interim_sent")
    assert {letter.address for letter in told} == {contact.email}


def test_a_link_that_was_replaced_while_it_was_read_sends_nothing(
    client: Client, written: Written, municipality: Municipality
) -> None:
    written()
    read = GuestAsk.objects.get()
    guests.renew_link(ask=read)
    with pytest.raises(guests.LinkExpiredError):
        guests.send_ask(ask=read)
    assert not SupportRequest.objects.exists()
