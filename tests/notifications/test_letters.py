"""Letters: stored with the change, sent after commit, tried again, given up."""

from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from korus_portal.accounts.models import User
from korus_portal.notifications import delivery, tasks
from korus_portal.notifications.models import Letter, Notice
from korus_portal.notifications.outbox import footer, notify, notify_address
from tests.notifications.conftest import TEMPLATE
from tests.notifications.mail_server import MailServer


def write(user: User) -> Letter:
    held = user.memberships.select_related("organisation").get()
    return notify(
        [user],
        kind="accounts.role_given",
        template=TEMPLATE,
        about=user,
        path="/konto/",
        context={"membership": held},
    )[0]


@pytest.fixture
def letter(adviser: User) -> Letter:
    return write(adviser)


@pytest.fixture
def closed_post_office(mail_server: MailServer) -> None:
    mail_server.answers["MAIL"] = "451 4.3.0 postkontoret er stengt"


class TestWriting:
    def test_a_letter_that_is_rolled_back_was_never_written(self, adviser: User) -> None:
        class ChangedMindError(Exception):
            pass

        def change() -> None:
            write(adviser)
            raise ChangedMindError

        with pytest.raises(ChangedMindError), transaction.atomic():
            change()
        assert not Letter.objects.exists()

    def test_the_workers_are_told_after_commit(
        self,
        adviser: User,
        monkeypatch: pytest.MonkeyPatch,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        told: list[object] = []
        monkeypatch.setattr(current_app, "send_task", lambda name, args: told.append((name, args)))
        with django_capture_on_commit_callbacks(execute=True):
            letter = write(adviser)
            assert told == []
        assert told == [("notifications.deliver", [letter.pk])]

    def test_a_deaf_broker_does_not_stop_the_change(
        self, letter: Letter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def deaf(*_args: object, **_named: object) -> None:
            raise OperationalError

        monkeypatch.setattr(current_app, "send_task", deaf)
        delivery.ask_for_delivery(letter.pk)
        assert Letter.objects.due().get() == letter

    def test_each_reader_gets_it_in_ones_own_language(self, adviser: User, leader: User) -> None:
        adviser.language = "nn"
        adviser.save()
        assert write(adviser).language == "nn"
        assert write(leader).language == "nb"

    def test_the_link_leads_into_the_portal(self, letter: Letter) -> None:
        assert letter.body.count("/konto/") == 1

    def test_deactivated_people_get_no_letters(self, adviser: User) -> None:
        adviser.is_active = False
        assert notify([adviser], kind="x", template=TEMPLATE) == []

    def test_an_address_without_a_user_gets_one_too(self, db: None) -> None:
        letter = notify_address("post@prove.example", language="nb", kind="x", template=TEMPLATE)
        assert letter.to is None
        assert str(letter).endswith("post@prove.example")


def test_a_subject_stands_on_one_line_and_fits(adviser: User) -> None:
    """However the names in it were written."""
    held = adviser.memberships.select_related("organisation").get()
    held.organisation.name = "Et senter\nBcc: alle@prove.example " + "å" * 300
    (letter,) = notify([adviser], kind="x", template=TEMPLATE, context={"membership": held})
    assert "\n" not in letter.subject
    assert len(letter.subject) == 200
    assert Notice.objects.get().text == letter.subject


class TestTheFooter:
    def test_it_says_that_a_reply_is_not_read_and_where_to_answer(self, letter: Letter) -> None:
        text, _line, end = letter.body.partition("\n-- \n")
        assert "/konto/" in text
        assert "Svar på e-posten blir ikke lest." in end
        assert "Vil du svare, bruk lenken over." in end

    def test_a_letter_without_a_link_gets_one(self) -> None:
        end = footer("Uten lenke.", "https://portal.example/sak/", "nb", None)
        assert "i portalen: https://portal.example/sak/" in end

    def test_whoever_can_sign_in_is_shown_where_to_choose(self, adviser: User) -> None:
        assert "/varsler/valg/" in footer("", "/", "nb", adviser)
        adviser.set_unusable_password()
        assert "/varsler/valg/" not in footer("", "/", "nb", adviser)
        assert "/varsler/valg/" not in footer("", "/", "nb", None)

    def test_a_letter_about_a_new_password_says_so_too(self, client: Client, adviser: User) -> None:
        """allauth writes it, not the outbox."""
        client.post("/konto/password/reset/", {"email": adviser.email})
        (sent,) = mail.outbox
        assert "blir ikke lest" in str(sent.body)
        assert sent.message()["Auto-Submitted"] == "auto-generated"

    def test_no_letter_says_it_twice(self) -> None:
        """The footer says it; the templates of letters leave it out."""
        templates = Path(settings.BASE_DIR) / "templates"
        found = [
            path.name
            for path in templates.glob("*/emails/*.txt")
            if "ikke lest" in path.read_text() and "notifications" not in path.parts
        ]
        assert found == []


class TestSending:
    def test_a_letter_is_sent_once_however_often_it_is_asked_for(self, letter: Letter) -> None:
        for _ in range(3):
            tasks.deliver(letter.pk)
        assert [sent.to for sent in mail.outbox] == [[letter.address]]
        letter.refresh_from_db()
        assert letter.sent_at
        assert letter.attempts == 1

    def test_a_failure_is_tried_again_later_each_time(
        self, letter: Letter, closed_post_office: None
    ) -> None:
        waits = []
        for _ in range(3):
            Letter.objects.update(next_attempt_at=timezone.now())
            delivery.deliver(letter.pk)
            letter.refresh_from_db()
            waits.append(letter.next_attempt_at - timezone.now())
        assert waits == sorted(waits)
        assert letter.last_error == "451 4.3.0 postkontoret er stengt"
        delivery.deliver(letter.pk)  # not due yet
        letter.refresh_from_db()
        assert letter.attempts == 3

    def test_it_is_given_up_in_the_end(self, letter: Letter, closed_post_office: None) -> None:
        Letter.objects.update(attempts=delivery.MAX_ATTEMPTS - 1)
        tasks.sweep()
        letter.refresh_from_db()
        assert letter.given_up_at
        assert delivery.sweep() == 0

    def test_a_letter_that_cannot_be_made_holds_back_no_other(
        self, letter: Letter, leader: User
    ) -> None:
        Letter.objects.filter(pk=letter.pk).update(subject="Hei\nBcc: alle@prove.example")
        other = write(leader)
        assert delivery.sweep() == 2
        assert [sent.to for sent in mail.outbox] == [[other.address]]
        letter.refresh_from_db()
        assert letter.attempts == 1
        assert letter.last_error.startswith("BadHeaderError")
        assert letter.next_attempt_at > timezone.now()

    def test_a_letter_that_can_never_be_made_is_given_up(self, letter: Letter) -> None:
        Letter.objects.update(subject="Hei\nBcc: alle@prove.example", attempts=11)
        delivery.sweep()
        letter.refresh_from_db()
        assert letter.given_up_at

    def test_the_sweep_sends_what_the_broker_lost(self, letter: Letter) -> None:
        assert delivery.sweep() == 1
        assert len(mail.outbox) == 1
