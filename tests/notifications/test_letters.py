"""Letters: stored with the change, sent after commit, tried again, given up, redacted."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from celery import current_app
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.notifications import actions, delivery, tasks
from korus_portal.notifications.models import Letter
from korus_portal.notifications.outbox import notify, notify_address

TEMPLATE = "accounts/emails/role_given"


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
def broken_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise SMTPException("postkontoret er stengt")

    monkeypatch.setattr(delivery, "send_mail", fail)


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
        assert "/konto/" in letter.body
        assert letter.body.count("http") == 1

    def test_deactivated_people_get_no_letters(self, adviser: User) -> None:
        adviser.is_active = False
        assert notify([adviser], kind="x", template=TEMPLATE) == []

    def test_an_address_without_a_user_gets_one_too(self, db: None) -> None:
        letter = notify_address("post@prove.example", language="nb", kind="x", template=TEMPLATE)
        assert letter.to is None
        assert str(letter).endswith("post@prove.example")


class TestSending:
    def test_a_letter_is_sent_once_however_often_it_is_asked_for(self, letter: Letter) -> None:
        for _ in range(3):
            tasks.deliver(letter.pk)
        assert [sent.to for sent in mail.outbox] == [[letter.address]]
        letter.refresh_from_db()
        assert letter.sent_at
        assert letter.attempts == 1

    def test_a_failure_is_tried_again_later_each_time(
        self, letter: Letter, broken_mail: None
    ) -> None:
        waits = []
        for _ in range(3):
            Letter.objects.update(next_attempt_at=timezone.now())
            delivery.deliver(letter.pk)
            letter.refresh_from_db()
            waits.append(letter.next_attempt_at - timezone.now())
        assert waits == sorted(waits)
        assert letter.last_error == "SMTPException: postkontoret er stengt"
        delivery.deliver(letter.pk)  # not due yet
        letter.refresh_from_db()
        assert letter.attempts == 3

    def test_it_is_given_up_in_the_end(self, letter: Letter, broken_mail: None) -> None:
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


class TestTheOperator:
    @pytest.fixture
    def given_up(self, letter: Letter) -> Letter:
        letter.given_up_at, letter.attempts = timezone.now() - timedelta(days=1), 12
        letter.save()
        return letter

    def test_given_up_letters_are_tried_anew_from_the_list(
        self, client: Client, given_up: Letter, administrator: User
    ) -> None:
        client.force_login(administrator)
        sent = {"action": "retry", "_selected_action": [given_up.pk]}
        page = client.post("/admin/notifications/letter/", sent, follow=True)
        assert "1 brev er lagt i kø." in page.content.decode()
        given_up.refresh_from_db()
        assert (given_up.given_up_at, given_up.attempts) == (None, 0)
        assert Event.objects.get(kind="notifications.letter_retried")
        assert actions.retry_letters([given_up], by=administrator) == 0

    def test_nobody_else_retries(self, given_up: Letter, leader: User) -> None:
        with pytest.raises(PermissionDenied):
            actions.retry_letters([given_up], by=leader)

    @pytest.mark.parametrize(
        ("state", "shown"), [("waiting", 0), ("sent", 0), ("given_up", 1), ("", 1)]
    )
    def test_the_list_is_narrowed_by_state(
        self, client: Client, given_up: Letter, administrator: User, state: str, shown: int
    ) -> None:
        client.force_login(administrator)
        answer = client.get("/admin/notifications/letter/", {"tilstand": state} if state else {})
        assert answer.context["cl"].result_count == shown

    def test_what_a_letter_says_is_not_shown(
        self, client: Client, letter: Letter, administrator: User
    ) -> None:
        """It may be the text of a request, or hold the link to choose a password."""
        Letter.objects.update(body="hemmelig tekst", subject="hemmelig emne", path="/hemmelig/")
        client.force_login(administrator)
        for url in ("/admin/notifications/letter/", f"/admin/notifications/letter/{letter.pk}/"):
            page = client.get(url, follow=True)
            assert page.status_code == 200
            assert "hemmelig" not in page.content.decode()
