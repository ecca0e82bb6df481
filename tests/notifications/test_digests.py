"""The daily letter: everything once, to each who wants it, whatever happens to the workers."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from korus_portal.accounts.models import User
from korus_portal.notifications import delivery, digests, tasks
from korus_portal.notifications.models import Letter, Mode, Notice
from korus_portal.notifications.redaction import REDACTED, redact_letters

LONG_AGO = timedelta(days=2)


def wait_for_digest(
    user: User, text: str, kind: str = "requests.message", **changes: Any
) -> Notice:
    values = {
        "user": user,
        "kind": kind,
        "text": text,
        "path": "/konto/",
        "mode": Mode.DAILY,
        "created_at": timezone.now() - LONG_AGO,
    }
    return Notice.objects.create(**{**values, **changes})


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        (datetime(2026, 1, 15, 5, 59, tzinfo=UTC), datetime(2026, 1, 14, 6, tzinfo=UTC)),
        (datetime(2026, 1, 15, 6, 0, tzinfo=UTC), datetime(2026, 1, 15, 6, tzinfo=UTC)),
        (datetime(2026, 7, 1, 5, 30, tzinfo=UTC), datetime(2026, 7, 1, 5, tzinfo=UTC)),
        # The night when clocks are moved: 7 yesterday was in another hour.
        (datetime(2026, 3, 29, 4, 30, tzinfo=UTC), datetime(2026, 3, 28, 6, tzinfo=UTC)),
        (datetime(2026, 10, 25, 5, 30, tzinfo=UTC), datetime(2026, 10, 24, 5, tzinfo=UTC)),
    ],
)
def test_the_moment_is_seven_on_the_clock_in_norway(now: datetime, moment: datetime) -> None:
    assert digests.last_moment(now) == moment


class TestTheLetter:
    def test_who_has_no_role_any_more_gets_none(self, adviser: User, leader: User) -> None:
        wait_for_digest(adviser, "Fra da rådgiveren var her")
        wait_for_digest(leader, "Til lederen")
        adviser.memberships.update(ended_at=timezone.now(), ended_by=leader)
        assert digests.send_digests() == 1
        assert Letter.objects.get().to == leader

    def test_many_kinds_stand_in_one_letter_under_their_headings(self, adviser: User) -> None:
        told = [
            wait_for_digest(adviser, "Melding A"),
            wait_for_digest(adviser, "Ny sak B", "requests.new"),
            wait_for_digest(adviser, "Melding C"),
            wait_for_digest(adviser, "Behov D", "needs.asked", path=""),
        ]
        tasks.send_digests()
        letter = Letter.objects.get()
        assert letter.subject == "4 nye varsler i KORUS-portalen"
        places = [
            letter.body.index(part)
            for part in [
                "Nye henvendelser",
                "Ny sak B",
                "Svar og meldinger i saker",
                "Melding A",
                "Melding C",
                "Behov\n",
                "Behov D",
            ]
        ]
        assert places == sorted(places)
        assert letter.body.count("/konto/") == 3
        assert set(letter.notices.all()) == set(told)

    def test_it_is_sent_once_and_read_by_one(self, adviser: User, leader: User) -> None:
        wait_for_digest(adviser, "Til rådgiveren")
        wait_for_digest(leader, "Til lederen")
        assert [digests.send_digests(), digests.send_digests()] == [2, 0]
        delivery.sweep()
        bodies = {str(sent.to[0]): str(sent.body) for sent in mail.outbox}
        assert "Til lederen" not in bodies[adviser.email]
        assert "Til rådgiveren" in bodies[adviser.email]

    def test_it_speaks_the_persons_language(self, adviser: User) -> None:
        adviser.language = "nn"
        adviser.save()
        wait_for_digest(adviser, "Noko nytt")
        digests.send_digests()
        assert Letter.objects.get().language == "nn"

    def test_names_are_written_as_they_are(self, adviser: User) -> None:
        wait_for_digest(adviser, "KORUS <Nord> & co")
        digests.send_digests()
        assert "KORUS <Nord> & co" in Letter.objects.get().body

    def test_a_flood_fits_and_is_told_in_full_number(self, adviser: User) -> None:
        for n in range(digests.MOST + 7):
            wait_for_digest(adviser, f"Varsel {n}")
        digests.send_digests()
        letter = Letter.objects.get()
        assert "Og 7 varsler til" in letter.body
        assert letter.notices.count() == digests.MOST + 7

    @pytest.mark.parametrize(
        "changes",
        [
            {"mode": Mode.AT_ONCE},
            {"mode": Mode.NONE},
            {"read_at": datetime(2026, 1, 1, tzinfo=UTC)},
            {"created_at": datetime(2999, 1, 1, tzinfo=UTC)},
        ],
    )
    def test_what_is_not_for_it_or_known_already_is_left_out(
        self, adviser: User, changes: dict[str, Any]
    ) -> None:
        wait_for_digest(adviser, "Varsel", **changes)
        assert digests.send_digests() == 0

    def test_deactivated_people_get_none(self, adviser: User) -> None:
        wait_for_digest(adviser, "Varsel")
        User.objects.filter(pk=adviser.pk).update(is_active=False)
        assert digests.send_digests() == 0

    def test_a_text_taken_out_is_taken_out_of_it_too(self, adviser: User) -> None:
        about = {"object_type": adviser._meta.label_lower, "object_id": str(adviser.pk)}
        told = wait_for_digest(adviser, "Om Kari Nordmann", **about)
        wait_for_digest(adviser, "Om noe annet")
        digests.send_digests()
        redact_letters(adviser, ["Kari Nordmann"])
        told.refresh_from_db()
        assert told.text == f"Om {REDACTED}"
        body = Letter.objects.get().body
        assert "Kari" not in body
        assert "Om noe annet" in body


def test_a_worker_that_dies_loses_nothing(
    adviser: User, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies while it writes the second letter; the next one writes that, and not the first."""
    for person in (adviser, leader):
        wait_for_digest(person, "Varsel")

    class KilledError(BaseException):
        pass

    written = []

    def grouped(notices: list[Notice]) -> list[object]:
        written.append(notices)
        if len(written) == 2:
            raise KilledError
        return []

    with monkeypatch.context() as patched:
        patched.setattr(digests, "grouped", grouped)
        with pytest.raises(KilledError):
            digests.send_digests()
    assert Letter.objects.count() == 1
    assert digests.send_digests() == 1
    assert set(Letter.objects.values_list("to", flat=True)) == {adviser.pk, leader.pk}
    assert not Notice.objects.filter(told_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_everything_once(adviser: User, leader: User) -> None:
    people = [adviser, leader]
    for person in people:
        for n in range(20):
            wait_for_digest(person, f"Varsel {n}")
    start, counts = threading.Barrier(4), []

    def work() -> None:
        try:
            start.wait(timeout=10)
            counts.append(digests.send_digests())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sum(counts) == 2
    assert len(counts) == 4
    assert Letter.objects.count() == 2
    assert not Notice.objects.filter(told_at=None).exists()
    for letter in Letter.objects.all():
        assert [letter.body.count(f"Varsel {n}\n") for n in range(20)] == [1] * 20
