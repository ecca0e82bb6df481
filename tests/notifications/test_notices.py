"""Notices and choices: each is told in the portal, and by mail as they have asked for."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from korus_portal.accounts.models import User
from korus_portal.notifications import actions, delivery, digests, tasks
from korus_portal.notifications.bell import MOST
from korus_portal.notifications.kinds import Group, choosable
from korus_portal.notifications.models import BouncingAddress, Letter, Mode, Notice
from tests.notifications.conftest import Tell

Choose = Callable[[User, str, Mode], None]


def add(user: User, count: int = 1, **values: object) -> list[Notice]:
    rows = [
        Notice(
            **{
                "user": user,
                "kind": "requests.new",
                "text": f"Varsel {n}",
                "path": "/konto/",
                "mode": Mode.AT_ONCE,
                **values,
            }
        )
        for n in range(count)
    ]
    return Notice.objects.bulk_create(rows)


class TestTelling:
    def test_whoever_has_chosen_nothing_gets_both(self, tell: Tell, adviser: User) -> None:
        (letter,) = tell(adviser)
        notice = Notice.objects.get()
        assert (notice.user, notice.letter) == (adviser, letter)
        assert notice.text == letter.subject
        assert (notice.path, notice.object_id) == ("/konto/", str(adviser.pk))
        assert notice.read_at is None

    @pytest.mark.parametrize("mode", [Mode.DAILY, Mode.NONE])
    def test_a_choice_is_honoured_for_its_group_alone(
        self, tell: Tell, choose: Choose, adviser: User, mode: Mode
    ) -> None:
        choose(adviser, Group.CASES, mode)
        assert tell(adviser, kind="requests.message") == []
        assert len(tell(adviser, kind="requests.new")) == 1
        assert Notice.objects.filter(kind="requests.message", letter=None, mode=mode).count() == 1

    def test_one_persons_choice_is_not_anothers(
        self, tell: Tell, choose: Choose, adviser: User, leader: User
    ) -> None:
        choose(adviser, Group.CASES, Mode.NONE)
        assert [letter.to for letter in tell(adviser, leader)] == [leader]
        assert Notice.objects.count() == 2

    @pytest.mark.parametrize("kind", ["accounts.role_given", "requests.guest_new"])
    def test_mandatory_kinds_are_mailed_whatever_was_chosen(
        self, tell: Tell, choose: Choose, adviser: User, kind: str
    ) -> None:
        for group in Group:
            choose(adviser, group, Mode.NONE)
        assert len(tell(adviser, kind=kind)) == 1

    def test_an_invitation_is_a_letter_only(self, tell: Tell, adviser: User) -> None:
        assert len(tell(adviser, kind="accounts.invitation")) == 1
        assert not Notice.objects.exists()

    def test_deactivated_people_are_told_nothing(self, tell: Tell, adviser: User) -> None:
        adviser.is_active = False
        assert tell(adviser) == []
        assert not Notice.objects.exists()

    def test_who_is_named_twice_is_told_once(self, tell: Tell, adviser: User) -> None:
        assert len(tell(adviser, adviser)) == 1
        assert Notice.objects.count() == 1

    def test_what_is_rolled_back_was_never_told(self, tell: Tell, adviser: User) -> None:
        with transaction.atomic():
            tell(adviser)
            transaction.set_rollback(True)
        assert not Notice.objects.exists()

    def test_each_reads_it_in_ones_own_language(
        self, tell: Tell, choose: Choose, adviser: User, leader: User
    ) -> None:
        leader.language = "nn"
        leader.save()
        choose(leader, Group.CASES, Mode.NONE)
        tell(adviser, leader)
        assert Notice.objects.filter(user=leader).exclude(text="").exists()

    def test_the_number_of_queries_does_not_grow_with_the_people(
        self, tell: Tell, adviser: User, leader: User, contact: User, directorate: User
    ) -> None:
        def asked(*people: User) -> int:
            with CaptureQueriesContext(connection) as found:
                tell(*people)
            return len(found)

        asked(adviser)
        assert asked(adviser, leader, contact, directorate) == asked(adviser)


class TestTheList:
    def test_it_shows_ones_own_and_marks_what_is_unread_in_words(
        self, client: Client, adviser: User, leader: User
    ) -> None:
        add(adviser, text="Ny melding i saken")
        add(adviser, text="Gammelt nytt", read_at=timezone.now())
        add(leader, text="Ikke din sak")
        client.force_login(adviser)
        page = client.get("/varsler/").content.decode()
        assert "Ny melding i saken" in page
        assert page.count(">Ulest<") == 1
        assert "Ikke din sak" not in page

    def test_only_the_unread_can_be_shown(self, client: Client, adviser: User) -> None:
        add(adviser, text="Gammelt nytt", read_at=timezone.now())
        client.force_login(adviser)
        page = client.get("/varsler/", {"vis": "uleste"}).content.decode()
        assert "Gammelt nytt" not in page
        assert "Du har lest alt" in page

    def test_it_says_so_when_there_is_nothing(self, client: Client, directorate: User) -> None:
        client.force_login(directorate)
        assert "Ingen varsler ennå" in client.get("/varsler/").content.decode()

    def test_queries_do_not_grow(self, client: Client, adviser: User) -> None:
        client.force_login(adviser)

        def asked() -> int:
            with CaptureQueriesContext(connection) as found:
                assert client.get("/varsler/").status_code == 200
            return len(found)

        add(adviser)
        asked()
        few = asked()
        add(adviser, 60)
        assert asked() == few

    def test_long_lists_have_pages(self, client: Client, adviser: User) -> None:
        add(adviser, 30)
        client.force_login(adviser)
        page = client.get("/varsler/", {"page": 2}).content.decode()
        assert page.count('class="notice ') == 5

    def test_opening_one_marks_it_and_leads_on(self, client: Client, adviser: User) -> None:
        (notice,) = add(adviser, path="/konto/min/?a=1")
        client.force_login(adviser)
        answer = client.get(f"/varsler/{notice.pk}/")
        assert answer.headers["Location"] == "/konto/min/?a=1"
        notice.refresh_from_db()
        first = notice.read_at
        assert first
        client.get(f"/varsler/{notice.pk}/")
        notice.refresh_from_db()
        assert notice.read_at == first

    @pytest.mark.parametrize("path", ["", "//ond.example/", "https://ond.example/"])
    def test_it_leads_nowhere_else(self, client: Client, adviser: User, path: str) -> None:
        (notice,) = add(adviser, path=path)
        client.force_login(adviser)
        assert client.get(f"/varsler/{notice.pk}/").headers["Location"] == "/varsler/"

    def test_other_peoples_notices_do_not_exist(
        self, client: Client, adviser: User, administrator: User
    ) -> None:
        (notice,) = add(adviser)
        client.force_login(administrator)
        assert client.get(f"/varsler/{notice.pk}/").status_code == 404
        notice.refresh_from_db()
        assert notice.read_at is None

    def test_all_are_marked_up_to_what_was_shown(
        self, client: Client, adviser: User, leader: User
    ) -> None:
        shown = add(adviser, 3)
        (come_since,) = add(adviser)
        (other,) = add(leader)
        client.force_login(adviser)
        for _ in range(2):
            client.post("/varsler/lest/", {"newest": shown[-1].pk})
        unread = set(Notice.objects.unread().values_list("pk", flat=True))
        assert unread == {come_since.pk, other.pk}

    @pytest.mark.parametrize("sent", [{}, {"newest": "x"}, {"newest": "9" * 40}])
    def test_nonsense_marks_nothing(
        self, client: Client, adviser: User, sent: dict[str, str]
    ) -> None:
        add(adviser)
        client.force_login(adviser)
        assert client.post("/varsler/lest/", sent).status_code == 302
        assert Notice.objects.unread().count() == 1


class TestTheBell:
    def test_it_says_how_many_also_to_those_who_do_not_see_it(
        self, client: Client, adviser: User
    ) -> None:
        add(adviser, 2, path="/annet/")
        client.force_login(adviser)
        page = client.get("/varsler/").content.decode()
        assert "Varsler: 2 uleste" in page

    def test_it_stops_counting(self, client: Client, adviser: User) -> None:
        add(adviser, MOST + 5, path="/annet/")
        client.force_login(adviser)
        assert "99+ uleste" in client.get("/varsler/").content.decode()

    def test_visitors_have_none(self, client: Client, db: None) -> None:
        assert 'class="bell"' not in client.get("/").content.decode()

    def test_it_asks_once_however_many_there_are(self, client: Client, adviser: User) -> None:
        client.force_login(adviser)

        def asked() -> int:
            with CaptureQueriesContext(connection) as found:
                client.get("/konto/passord/", follow=True)
            return sum("notifications_notice" in query["sql"] for query in found.captured_queries)

        add(adviser, MOST * 2, path="/annet/")
        assert asked() <= 1

    def test_opening_the_page_that_a_notice_leads_to_is_reading_it(
        self, client: Client, adviser: User
    ) -> None:
        (here,) = add(adviser, path="/varsler/valg/?fra=brev")
        (elsewhere,) = add(adviser, path="/varsler/valg/annet/")
        client.force_login(adviser)
        page = client.get("/varsler/valg/").content.decode()
        assert "Varsler: 1 ulest" in page
        here.refresh_from_db()
        elsewhere.refresh_from_db()
        assert here.read_at
        assert elsewhere.read_at is None

    def test_a_page_that_is_not_shown_is_not_read(self, client: Client, adviser: User) -> None:
        add(adviser, path="/varsler/999999/")
        client.force_login(adviser)
        assert client.get("/varsler/999999/").status_code == 404
        assert Notice.objects.unread().count() == 1

    @pytest.mark.parametrize("name", ["pages:front", "requests:request_list"])
    def test_pages_opened_for_many_reasons_read_nothing(
        self, client: Client, adviser: User, name: str
    ) -> None:
        """Whose request went to another centre is told in the list, and has not read that yet."""
        add(adviser, path=reverse(name))
        client.force_login(adviser)
        assert client.get(reverse(name)).status_code == 200
        assert Notice.objects.unread().count() == 1

    def test_whose_letters_come_back_is_told_so(self, client: Client, adviser: User) -> None:
        client.force_login(adviser)
        assert "kommer ikke fram" not in client.get("/varsler/").content.decode()
        adviser.email = "Rar.Skrivemaate@prove.example"
        adviser.save()
        delivery.mark(adviser.email, "550 ukjent")
        page = client.get("/varsler/").content.decode()
        assert "E-post til deg kommer ikke fram" in page
        assert BouncingAddress.objects.get().address == "rar.skrivemaate@prove.example"


class TestChoosing:
    def test_what_is_chosen_is_kept_and_shown(self, client: Client, directorate: User) -> None:
        client.force_login(directorate)
        sent = {group.value: Mode.AT_ONCE.value for group in choosable()}
        sent[Group.REPORTS] = Mode.DAILY.value
        for _ in range(2):
            assert client.post("/varsler/valg/", sent).status_code == 302
        assert directorate.notification_choices.count() == len(sent)
        page = client.get("/varsler/valg/")
        assert page.context["form"]["reports"].initial == Mode.DAILY
        assert "Årsrapport" in page.content.decode()

    def test_a_choice_that_does_not_exist_is_refused_with_what_was_chosen_kept(
        self, client: Client, adviser: User
    ) -> None:
        client.force_login(adviser)
        sent = {group.value: Mode.NONE.value for group in choosable()} | {"cases": "brevdue"}
        page = client.post("/varsler/valg/", sent)
        assert page.status_code == 422
        assert page.context["form"]["needs"].value() == Mode.NONE
        assert not adviser.notification_choices.exists()

    def test_mandatory_groups_cannot_be_chosen_away(self, client: Client, adviser: User) -> None:
        client.force_login(adviser)
        sent = {group.value: Mode.NONE.value for group in Group}
        client.post("/varsler/valg/", sent)
        assert not adviser.notification_choices.filter(group=Group.SYSTEM).exists()


class TestKeeping:
    def test_what_was_read_long_ago_is_deleted(self, adviser: User) -> None:
        old = timezone.now() - timedelta(days=181)
        (read_long_ago,) = add(adviser, created_at=old, read_at=old)
        (unread,) = add(adviser, created_at=old)
        (read_lately,) = add(adviser, created_at=old, read_at=timezone.now())
        tasks.delete_old_notices()
        left = set(Notice.objects.values_list("pk", flat=True))
        assert left == {unread.pk, read_lately.pk}
        assert actions.delete_old_notices() == 0
        assert read_long_ago.pk not in left

    def test_letters_stay_when_their_notices_go(self, tell: Tell, adviser: User) -> None:
        tell(adviser)
        Notice.objects.update(read_at=timezone.now() - timedelta(days=200))
        assert actions.delete_old_notices() == 1
        assert Letter.objects.count() == 1

    def test_what_a_letter_told_stays_told_when_the_letter_goes(
        self, tell: Tell, choose: Choose, adviser: User
    ) -> None:
        choose(adviser, Group.CASES, Mode.DAILY)
        tell(adviser)
        Notice.objects.update(created_at=timezone.now() - timedelta(days=2))
        assert digests.send_digests() == 1
        Letter.objects.all().delete()
        assert Notice.objects.exists()
        assert digests.send_digests() == 0


def test_a_letter_written_before_the_account_was_closed_is_not_sent(
    tell: Tell, adviser: User
) -> None:
    (letter,) = tell(adviser)
    User.objects.filter(pk=adviser.pk).update(is_active=False)
    assert delivery.sweep() == 1
    letter.refresh_from_db()
    assert letter.stopped_at
    assert mail.outbox == []
    assert delivery.sweep() == 0
