"""Nynorsk is complete: every page of ours and of our libraries speaks it, and nothing else."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any, ClassVar

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.views.csrf import csrf_failure

from assignments.requests.models import SupportRequest
from centres.models import Centre
from dev import translations
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.factories import PASSWORD, ActivityFactory, SupportRequestFactory

# Words of bokmål that nynorsk has not. No name in the test data holds one.
BOKMAL = re.compile(
    r"""\b(
    aktiviteten?e|aktiviteter|allerede|annet|begrunnelsen?|bekreft|bekreftede|bekreftet|brukere
    |brukeren|bydeler|dager|deltakelser|deltakere|dere|deres|disse|dokumenter|endret|ennå|fikk
    |foreløpig|forrige|forsiden|forskning|fra|fylker|gjelder|gjøre|glemt|hele|hendelser?
    |henvendelse[nr]?|hva|hvem|hver|hvilken|hvilket|hvilke|hvor|hvordan|hvorfor|ikke|jeg|kilder?
    |kommunene|kommuner|lagret|logget|mangler|måned|måneder|navn|noe|noen|nyeste|nå
    |også|opplysninger|personer|rapporter|rådgiver|senere|senest|sentre|sentrene|slettet|tall
    |tallene|temaer|tilbud|tilgjengelighet|tilskudd|timer|tjenester?|uken?|uker|uten|utenfor|valg
    |veiledning|velg|vennligst|versjoner|vesentlig|videreført|virksomhet|være|åpne
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
READ_ALOUD = ("alt", "aria-label", "content", "placeholder", "title")


class Words(HTMLParser):
    """What a person meets on a page: its text, and the attributes that are read out."""

    silent: ClassVar[set[str]] = {"script", "style"}

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.depth = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.depth += tag in self.silent
        self.texts += [value for name, value in attributes if name in READ_ALOUD and value]

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in self.silent

    def handle_data(self, text: str) -> None:
        if not self.depth:
            self.texts.append(text)

    def bokmal(self) -> list[str]:
        return [text.strip() for text in self.texts if BOKMAL.search(text)]

    def __str__(self) -> str:
        return " ".join(" ".join(self.texts).split())


@pytest.fixture
def reader(client: Client) -> Client:
    """A visitor whose browser asks for nynorsk."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "nn-NO,nn;q=0.9,nb;q=0.8"
    return client


@pytest.fixture
def sign_in(reader: Client) -> Any:
    def as_user(user: User) -> Client:
        user.language = "nn"
        user.save()
        reader.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
        reader.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return reader

    return as_user


@pytest.fixture
def support_request(
    centre: Centre, municipality: Municipality, theme: Theme, contact: User
) -> SupportRequest:
    return SupportRequestFactory.create(
        centre=centre, municipality=municipality, theme=theme, submitted_by=contact
    )


def page(client: Client, url: str, status: int = 200) -> Words:
    """The page in nynorsk, without a word of bokmål."""
    answer = client.get(url, follow=True)
    assert answer.status_code == status
    assert '<html lang="nn"' in answer.content.decode()
    shown = Words(answer.content.decode())
    assert shown.bokmal() == []
    return shown


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_text_is_translated_and_none_is_a_guess(language: str) -> None:
    assert list(translations.problems(language)) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pages:front", "Kven hjelper kommunen din med rus og psykisk helse?"),
        ("pages:about", "ikkje stadfesta"),
        ("pages:accessibility", "Tilgjengelegheit"),
        ("pages:privacy", "Her står alt han lagrar om dei som loggar inn"),
        ("pages:municipality_list", "Alta"),
        ("pages:centre_list", "Kompetansesenter"),
        ("reporting:coverage", "dekning"),
        ("account_login", "Gløymt passordet?"),
        ("account_reset_password", "Skriv e-postadressa di"),
        ("account_reset_password_done", "Vi har sendt deg ein e-post"),
        ("account_reset_password_from_key_done", "Passordet er endra"),
        ("account_signup", "Du får tilgang når administratoren av portalen inviterer deg"),
        ("account_inactive", "Kontoen er slått av"),
        ("account_email_verification_sent", "Stadfest e-postadressa di"),
    ],
)
def test_a_public_page_speaks_nynorsk(reader: Client, centre: Centre, name: str, text: str) -> None:
    assert text.lower() in str(page(reader, reverse(name))).lower()


def test_the_pages_of_one_centre_and_one_municipality_speak_nynorsk(
    reader: Client, adviser: User, centre: Centre, municipality: Municipality, theme: Theme
) -> None:
    ActivityFactory.create(
        centre=centre,
        registered_by=adviser,
        title="Samling",
        with_municipalities={municipality: 4},
        with_themes=[theme],
    )
    assert "Stadfesta" in str(page(reader, centre.get_absolute_url()))
    assert "Kven som har ansvar her" in str(page(reader, municipality.get_absolute_url()))


def test_a_missing_page_and_a_stale_form_speak_nynorsk(reader: Client, db: None) -> None:
    assert "Sida finst ikkje" in str(page(reader, "/finst-ikkje/", status=404))
    with translation.override("nn"):
        answer = csrf_failure(RequestFactory().post("/"))
    assert Words(answer.content.decode()).bokmal() == []


def test_a_wrong_password_is_told_in_nynorsk(reader: Client, adviser: User) -> None:
    form = {"login": adviser.email, "password": "feil"}
    answer = reader.post(reverse("account_login"), form).content.decode()
    assert "E-postadressa eller passordet er feil." in answer
    assert Words(answer).bokmal() == []


def test_an_empty_form_is_refused_in_nynorsk(reader: Client, db: None) -> None:
    answer = reader.post(reverse("account_reset_password"), {"email": ""}).content.decode()
    assert "Fyll ut feltet." in answer
    answer = reader.post(reverse("account_reset_password"), {"email": "nei"}).content.decode()
    assert "Skriv ei gyldig e-postadresse." in answer


def test_a_new_password_is_chosen_in_nynorsk(reader: Client, adviser: User) -> None:
    token = default_token_generator.make_token(adviser)
    link = {"uidb36": user_pk_to_url_str(adviser), "key": token}
    address = reverse("account_reset_password_from_key", kwargs=link)
    assert "Byt passord" in str(page(reader, address))
    spent = reverse("account_reset_password_from_key", kwargs={**link, "key": "x-y"})
    assert "Lenka verkar ikkje" in str(page(reader, spent))
    form = {"password1": "kort", "password2": "kort"}
    answer = reader.post(address.replace(token, "set-password"), form).content.decode()
    assert "Passordet må ha minst 12 teikn" in answer or "for kort" in answer
    assert Words(answer).bokmal() == []


@pytest.mark.parametrize("email", ["adviser@prove.example", "ukjend@prove.example"])
def test_the_letter_about_a_new_password_is_in_nynorsk(
    reader: Client, adviser: User, email: str
) -> None:
    reader.post(reverse("account_reset_password"), {"email": email})
    (letter,) = mail.outbox
    assert "Du får denne e-posten fordi" in letter.body
    assert BOKMAL.search(f"{letter.subject} {letter.body}") is None


def test_a_second_factor_is_set_up_in_nynorsk(sign_in: Any, adviser: User) -> None:
    client = sign_in(adviser)
    assert "Totrinnsinnlogging" in str(page(client, reverse("mfa_index")))
    assert "Slå på autentiseringsapp" in str(page(client, reverse("mfa_activate_totp")))
    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    assert "Koden er feil." in answer
    assert "Byt passord" in str(page(client, reverse("account_change_password")))
    assert "Logg ut" in str(page(client, reverse("account_logout")))


def test_a_second_factor_in_use_speaks_nynorsk(sign_in: Any, adviser: User) -> None:
    client = sign_in(adviser)
    TOTP.activate(adviser, generate_totp_secret())
    RecoveryCodes.activate(adviser)
    assert "Innlogging med autentiseringsapp er på" in str(page(client, reverse("mfa_index")))
    assert "Vil du slå av" in str(page(client, reverse("mfa_deactivate_totp")))
    assert "gjenopprettingskodar att" in str(page(client, reverse("mfa_view_recovery_codes")))
    assert "Lag kodar" in str(page(client, reverse("mfa_generate_recovery_codes")))
    client.logout()
    login = {"login": adviser.email, "password": PASSWORD}
    answer = client.post(reverse("account_login"), login, follow=True).content.decode()
    assert "Kontoen din har totrinnsinnlogging" in answer
    assert Words(answer).bokmal() == []


def test_access_is_confirmed_again_in_nynorsk(reader: Client, adviser: User) -> None:
    adviser.language = "nn"
    adviser.save()
    reader.force_login(adviser)
    assert "Stadfest at det er deg" in str(page(reader, reverse("account_reauthenticate")))


@pytest.mark.parametrize("role", ["adviser", "leader", "contact", "governor", "directorate"])
def test_what_a_role_opens_first_speaks_nynorsk(
    sign_in: Any, role: str, request: pytest.FixtureRequest, support_request: SupportRequest
) -> None:
    client = sign_in(request.getfixturevalue(role))
    for address in opened_by(role, support_request):
        page(client, address)


def opened_by(role: str, support_request: SupportRequest) -> Iterator[str]:
    yield from (reverse("pages:front"), reverse("pages:account"))
    if role in ("adviser", "leader", "contact"):
        yield from (reverse("requests:request_list"), support_request.get_absolute_url())
    if role in ("adviser", "leader"):
        names = ["activities:activity_list", "activities:activity_new", "plans:assignment_list"]
        yield from (reverse(name) for name in names)
    if role == "contact":
        yield reverse("requests:request_new")
    if role in ("leader", "directorate"):
        yield reverse("reporting:report_list")


def test_the_administrators_pages_speak_nynorsk(sign_in: Any, administrator: User) -> None:
    client = sign_in(administrator)
    for name in ("accounts:user_list", "accounts:user_invite", "audit:event_list"):
        page(client, reverse(name))
    answer = client.get(reverse("admin:municipalities_theme_changelist")).content.decode()
    assert Words(answer).bokmal() == []


def test_dates_and_choices_follow_the_language(theme: Theme) -> None:
    with translation.override("nn"):
        assert date_format(date(2026, 10, 3), "l j. F Y") == "laurdag 3. oktober 2026"
        assert str(theme) == "Rusmiddel"
