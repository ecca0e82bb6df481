"""A real mail server that says no: at once and for good, later, to one and not to the next. And
the page where the operator sees it."""

import socket
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.notifications import actions, delivery
from korus_portal.notifications.models import BouncingAddress, Letter, State
from korus_portal.notifications.outbox import notify_address
from tests.notifications.conftest import TEMPLATE, Tell
from tests.notifications.mail_server import MailServer

PAGE = "/varsler/utboks/"
UNKNOWN = "550 5.1.1 Ingen her heter det"


@pytest.fixture
def letter(tell: Tell, adviser: User) -> Letter:
    return tell(adviser)[0]


class TestARealServer:
    def test_a_letter_arrives_and_asks_for_no_answer_from_machines(
        self, letter: Letter, mail_server: MailServer, settings: Settings
    ) -> None:
        delivery.deliver(letter.pk)
        (arrived,) = mail_server.letters
        assert "Auto-Submitted: auto-generated" in arrived
        assert "Reply-To" not in arrived
        assert f"rcpt TO:<{letter.address}>" in " ".join(mail_server.asked)

    def test_an_operator_may_say_where_answers_go(
        self, letter: Letter, mail_server: MailServer, settings: Settings
    ) -> None:
        settings.REPLY_TO_EMAIL = "post@prove.example"
        delivery.deliver(letter.pk)
        assert "Reply-To: post@prove.example" in mail_server.letters[0]

    def test_a_no_for_good_gives_up_at_once_and_marks_the_address(
        self, letter: Letter, mail_server: MailServer
    ) -> None:
        mail_server.answers["RCPT"] = UNKNOWN
        delivery.deliver(letter.pk)
        letter.refresh_from_db()
        assert letter.state == State.GIVEN_UP
        assert letter.last_error == UNKNOWN
        assert BouncingAddress.objects.get(address=letter.address).error == UNKNOWN

    def test_later_letters_to_it_are_stopped_without_asking_the_server(
        self, letter: Letter, mail_server: MailServer, tell: Tell, adviser: User, leader: User
    ) -> None:
        mail_server.answers["RCPT"] = UNKNOWN
        delivery.sweep()
        mail_server.answers["RCPT"] = "250 OK"
        mail_server.asked.clear()
        (stopped,) = tell(adviser)
        (other,) = tell(leader)
        delivery.sweep()
        stopped.refresh_from_db()
        other.refresh_from_db()
        assert (stopped.state, stopped.attempts) == (State.STOPPED, 0)
        assert stopped.last_error == UNKNOWN
        assert other.state == State.SENT
        assert sum(line.startswith("rcpt") for line in mail_server.asked) == 1
        assert delivery.sweep() == 0

    @pytest.mark.parametrize(
        "answer", ["451 4.7.1 Prøv igjen om litt", "421 Stenger nå", "552 5.2.2 Postkassen er full"]
    )
    def test_a_not_now_is_tried_again(
        self, letter: Letter, mail_server: MailServer, answer: str
    ) -> None:
        mail_server.answers["RCPT"] = answer
        delivery.deliver(letter.pk)
        letter.refresh_from_db()
        assert letter.state == State.WAITING
        assert letter.next_attempt_at > timezone.now()
        assert letter.last_error == answer
        assert not BouncingAddress.objects.exists()

    @pytest.mark.parametrize(
        ("command", "answer"),
        [
            ("MAIL", "553 5.1.8 Ukjent avsender"),
            ("BODY", "554 5.6.0 Innholdet avvises"),
            ("RCPT", "550 5.7.1 Vi tar ikke imot fra dere"),
        ],
    )
    def test_a_no_to_us_or_to_the_letter_says_nothing_of_the_address(
        self, letter: Letter, mail_server: MailServer, command: str, answer: str
    ) -> None:
        mail_server.answers[command] = answer
        delivery.deliver(letter.pk)
        letter.refresh_from_db()
        assert letter.state == State.GIVEN_UP
        assert letter.last_error == answer
        assert not BouncingAddress.objects.exists()

    def test_a_server_that_is_away_is_waited_for(self, letter: Letter, settings: Settings) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            settings.EMAIL_PORT = free.getsockname()[1]
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        delivery.deliver(letter.pk)
        letter.refresh_from_db()
        assert letter.state == State.WAITING
        assert "Connection refused" in letter.last_error

    def test_letters_to_plain_addresses_are_stopped_too(
        self, db: None, mail_server: MailServer
    ) -> None:
        delivery.mark("Post@Prove.example", UNKNOWN)
        delivery.mark("post@prove.example", UNKNOWN)
        letter = notify_address("POST@prove.example", language="nb", kind="x", template=TEMPLATE)
        delivery.sweep()
        letter.refresh_from_db()
        assert letter.state == State.STOPPED
        assert mail_server.asked == []


class TestTheOperator:
    @pytest.fixture
    def given_up(self, letter: Letter) -> Letter:
        letter.given_up_at, letter.attempts = timezone.now() - timedelta(days=1), 12
        letter.last_error = "451 Stengt"
        letter.save()
        return letter

    @pytest.fixture
    def bouncing(self, given_up: Letter, tell: Tell, adviser: User) -> BouncingAddress:
        """One letter was refused, one was stopped."""
        delivery.mark(given_up.address, UNKNOWN)
        tell(adviser)
        delivery.sweep()
        return BouncingAddress.objects.get()

    def test_given_up_letters_are_sent_anew(
        self, client: Client, given_up: Letter, administrator: User
    ) -> None:
        client.force_login(administrator)
        for _ in range(2):
            page = client.post(f"{PAGE}igjen/", {"letters": [given_up.pk]}, follow=True)
        assert "0 brev er lagt i kø." in page.content.decode()
        given_up.refresh_from_db()
        assert (given_up.state, given_up.attempts) == (State.WAITING, 0)
        assert Event.objects.filter(kind="notifications.letter_retried").count() == 1
        delivery.sweep()
        given_up.refresh_from_db()
        assert given_up.state == State.SENT

    def test_all_of_them_with_one_button(
        self, client: Client, given_up: Letter, administrator: User, tell: Tell, leader: User
    ) -> None:
        (other,) = tell(leader)
        Letter.objects.filter(pk=other.pk).update(given_up_at=timezone.now())
        client.force_login(administrator)
        page = client.post(f"{PAGE}igjen/", {"every": "1"}, follow=True)
        assert "2 brev er lagt i kø." in page.content.decode()

    def test_none_chosen_sends_none(
        self, client: Client, given_up: Letter, administrator: User
    ) -> None:
        client.force_login(administrator)
        page = client.post(f"{PAGE}igjen/", {"letters": ["x"]}, follow=True)
        assert "Velg minst ett brev." in page.content.decode()
        assert Letter.objects.get().state == State.GIVEN_UP

    def test_an_address_is_believed_in_again_with_what_waited_for_it(
        self, client: Client, bouncing: BouncingAddress, administrator: User
    ) -> None:
        client.force_login(administrator)
        assert actions.retry_all(by=administrator) == 0  # the mark comes first
        for count in (2, 0):
            page = client.post(f"{PAGE}adresse/{bouncing.pk}/", follow=True)
            assert f"{count} brev er lagt i kø." in page.content.decode()
        assert not BouncingAddress.objects.exists()
        assert Event.objects.get(kind="notifications.address_cleared")
        assert {row.state for row in Letter.objects.all()} == {State.WAITING}

    def test_letters_to_closed_accounts_stay(
        self, bouncing: BouncingAddress, administrator: User, adviser: User
    ) -> None:
        User.objects.filter(pk=adviser.pk).update(is_active=False)
        assert actions.clear_address(bouncing, by=administrator) == 0

    def test_nobody_else(self, given_up: Letter, bouncing: BouncingAddress, leader: User) -> None:
        with pytest.raises(PermissionDenied):
            actions.retry_letters([given_up], by=leader)
        with pytest.raises(PermissionDenied):
            actions.retry_all(by=leader)
        with pytest.raises(PermissionDenied):
            actions.clear_address(bouncing, by=leader)

    @pytest.mark.parametrize(
        ("asked", "shown"),
        [
            ({}, 1),
            ({"tilstand": "venter"}, 0),
            ({"tilstand": "stoppet"}, 1),
            ({"tilstand": "sendt"}, 0),
            ({"tilstand": ""}, 2),
            ({"tilstand": "tull"}, 2),
            ({"tilstand": "oppgitt", "adresse": "ADVISER@"}, 1),
            ({"tilstand": "oppgitt", "adresse": "finnes ikke"}, 0),
        ],
    )
    def test_the_list_is_narrowed(
        self,
        client: Client,
        bouncing: BouncingAddress,
        administrator: User,
        asked: dict[str, str],
        shown: int,
    ) -> None:
        client.force_login(administrator)
        page = client.get(PAGE, asked)
        assert len(page.context["rows"]) == shown

    def test_it_tells_where_letters_are(
        self, client: Client, bouncing: BouncingAddress, administrator: User, tell: Tell
    ) -> None:
        tell(administrator)
        client.force_login(administrator)
        page = client.get(PAGE)
        shown = {name: page.context[name] for name in ("waiting", "given_up", "stopped")}
        assert shown == {"waiting": 1, "given_up": 1, "stopped": 1}
        assert page.context["oldest"]
        assert UNKNOWN in page.content.decode()
        assert page.context["addresses"] == [(bouncing, 2)]

    def test_what_a_letter_says_is_never_shown(
        self, client: Client, bouncing: BouncingAddress, administrator: User
    ) -> None:
        """It may be the text of a request, or hold the link to choose a password."""
        Letter.objects.update(body="hemmelig tekst", subject="hemmelig emne", path="/hemmelig/")
        client.force_login(administrator)
        page = client.get(PAGE, {"tilstand": ""})
        assert len(page.context["rows"]) == 2
        assert "hemmelig" not in page.content.decode()

    def test_queries_do_not_grow(
        self, client: Client, given_up: Letter, administrator: User, adviser: User
    ) -> None:
        client.force_login(administrator)

        def asked() -> int:
            with CaptureQueriesContext(connection) as found:
                assert client.get(PAGE).status_code == 200
            return len(found)

        delivery.mark(given_up.address, UNKNOWN)
        asked()
        few = asked()
        copies = [Letter(**values) for values in Letter.objects.values() for _ in range(40)]
        for n, copy in enumerate(copies):
            copy.pk, copy.address = None, f"n{n}@prove.example"
            delivery.mark(copy.address, UNKNOWN)
        Letter.objects.bulk_create(copies)
        assert asked() == few

    def test_the_front_page_leads_there(
        self, client: Client, given_up: Letter, administrator: User
    ) -> None:
        client.force_login(administrator)
        assert f"{PAGE}?tilstand=oppgitt" in client.get("/").content.decode()
