"""From draft to closed: what each step sends, refuses and forgets."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.mapping import actions
from assignments.mapping.models import Campaign, Invitation, Question
from assignments.mapping.tasks import close_due
from assignments.mapping.values import CampaignValues, Invited
from assignments.plans.conflicts import AlreadySentError, StaleVersionError
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality
from tests.mapping.factories import CampaignFactory, InvitationFactory, answered


def values(**changes: object) -> CampaignValues:
    entered: dict[str, object] = {
        "title": "Rus i tjenestene",
        "introduction": "",
        "respondent": Campaign.Respondent.SERVICE,
        "closes_on": timezone.localdate() + timedelta(days=10),
    }
    return CampaignValues(**{**entered, **changes})  # type: ignore[arg-type]


def days_ago(days: int) -> object:
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def ready(draft: Campaign, municipality: Municipality) -> Campaign:
    """A draft with two to be asked, one in each language."""
    for language in ("nb", "nn"):
        InvitationFactory.create(
            campaign=draft, municipality=municipality, language=language, sent_at=None
        )
    return draft


def test_one_form_sent_twice_makes_one_draft(centre: Centre, adviser: User) -> None:
    token = uuid4()
    made = [
        actions.create_campaign(centre=centre, values=values(), by=adviser, token=token).pk
        for _ in range(2)
    ]
    assert made[0] == made[1]
    with pytest.raises(AlreadySentError):
        actions.create_campaign(
            centre=centre, values=values(title="Noe annet"), by=adviser, token=token
        )
    assert Campaign.objects.count() == 1


def test_nobody_asks_in_another_centres_name(centre: Centre, leader_elsewhere: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.create_campaign(centre=centre, values=values(), by=leader_elsewhere)


def test_opening_writes_to_each_in_its_own_language(ready: Campaign, adviser: User) -> None:
    actions.open_campaign(campaign=ready, version=ready.version, by=adviser)
    letters = list(Letter.objects.filter(kind="mapping.invitation").order_by("pk"))
    assert [letter.language for letter in letters] == ["nb", "nn"]
    for letter, invitation in zip(letters, ready.invitations.order_by("pk"), strict=True):
        assert letter.address == invitation.email
        assert str(invitation.key) in letter.body
        assert "Rusteam" in letter.body
    assert not ready.invitations.filter(sent_at=None).exists()
    assert Event.objects.filter(kind="mapping.campaign_opened").count() == 1


def test_opening_again_sends_nothing(ready: Campaign, adviser: User) -> None:
    actions.open_campaign(campaign=ready, version=ready.version, by=adviser)
    with pytest.raises(actions.StateError):
        actions.open_campaign(campaign=ready, version=ready.version + 1, by=adviser)
    assert Letter.objects.filter(kind="mapping.invitation").count() == 2


def test_a_draft_says_what_it_lacks(client: Client, centre: Centre, adviser: User) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    bare = CampaignFactory.create(centre=centre, created_by=adviser, closes_on=yesterday)
    with pytest.raises(actions.NotReadyError) as refused:
        actions.open_campaign(campaign=bare, version=1, by=adviser)
    assert refused.value.missing == ["questions", "invitations", "deadline"]
    client.force_login(adviser)
    page = client.get(bare.get_absolute_url()).content.decode()
    assert "Velg spørsmål." in page
    assert "Åpne og send lenkene" not in page


def test_what_a_colleague_changed_meanwhile_is_looked_over_before_opening(
    ready: Campaign, adviser: User, leader: User
) -> None:
    seen = ready.version
    actions.change_campaign(campaign=ready, values=values(), version=seen, by=leader)
    with pytest.raises(StaleVersionError):
        actions.open_campaign(campaign=ready, version=seen, by=adviser)
    assert not Letter.objects.exists()


def test_a_stale_edit_shows_both_texts_and_keeps_ones_own(
    client: Client, draft: Campaign, adviser: User, leader: User
) -> None:
    actions.change_campaign(
        campaign=draft, values=values(title="Lederens"), version=draft.version, by=leader
    )
    client.force_login(adviser)
    own = {
        "title": "Mitt",
        "respondent": "service",
        "closes_on": (timezone.localdate() + timedelta(days=10)).isoformat(),
        "version": 1,
    }
    address = reverse("mapping:campaign_edit", args=[draft.pk])
    page = client.post(address, own).content.decode()
    assert "Lederens" in page
    assert 'value="Mitt"' in page
    draft.refresh_from_db()
    assert draft.title == "Lederens"
    client.post(address, {**own, "version": draft.version})
    draft.refresh_from_db()
    assert draft.title == "Mitt"


def test_who_answers_is_a_promise_once_it_is_open(opened: Campaign, adviser: User) -> None:
    employees = values(respondent=Campaign.Respondent.EMPLOYEE)
    with pytest.raises(actions.StateError):
        actions.change_campaign(
            campaign=opened, values=employees, version=opened.version, by=adviser
        )
    with pytest.raises(actions.StateError):
        actions.choose_questions(campaign=opened, questions=[], version=opened.version, by=adviser)


def test_who_is_invited_to_an_open_mapping_gets_the_link_at_once(
    opened: Campaign, invitation: Invitation, municipality: Municipality, adviser: User
) -> None:
    line = Invited(
        municipality=municipality, service="NAV", email="nav@prove.example", language="nb"
    )
    actions.invite(campaign=opened, invited=[line], by=adviser)
    assert [letter.address for letter in Letter.objects.all()] == [line.email]
    with pytest.raises(actions.AlreadyInvitedError):
        actions.invite(campaign=opened, invited=[line], by=adviser)


def test_only_those_who_have_not_answered_are_reminded(
    opened: Campaign, municipality: Municipality, adviser: User
) -> None:
    before = days_ago(4)
    late = InvitationFactory.create(campaign=opened, municipality=municipality, sent_at=before)
    InvitationFactory.create(
        campaign=opened, municipality=municipality, sent_at=before, submitted_at=timezone.now()
    )
    new = InvitationFactory.create(campaign=opened, municipality=municipality)
    assert actions.remind(campaign=opened, by=adviser) == 1
    assert [letter.address for letter in Letter.objects.all()] == [late.email]
    new.refresh_from_db()
    assert new.reminders == 0


def test_nobody_is_reminded_twice_in_three_days(
    opened: Campaign, municipality: Municipality, adviser: User
) -> None:
    late = InvitationFactory.create(campaign=opened, municipality=municipality, sent_at=days_ago(9))
    actions.remind(campaign=opened, by=adviser)
    with pytest.raises(actions.TooSoonError):
        actions.remind(campaign=opened, by=adviser)
    Invitation.objects.filter(pk=late.pk).update(reminded_at=days_ago(2))
    with pytest.raises(actions.TooSoonError):
        actions.remind(campaign=opened, by=adviser)
    Invitation.objects.filter(pk=late.pk).update(reminded_at=days_ago(4))
    assert actions.remind(campaign=opened, by=adviser) == 1
    late.refresh_from_db()
    assert late.reminders == 2


def test_closing_takes_the_addresses_from_invitations_and_letters(
    ready: Campaign, adviser: User
) -> None:
    actions.open_campaign(campaign=ready, version=ready.version, by=adviser)
    sent, unsent = Letter.objects.order_by("pk")
    Letter.objects.filter(pk=sent.pk).update(sent_at=timezone.now(), last_error="x@y.example")
    other = Letter.objects.create(
        kind="needs.x", address="annen@prove.example", language="nb", subject="x", body="x"
    )
    actions.close_campaign(campaign=ready, by=adviser)
    assert set(ready.invitations.values_list("email", flat=True)) == {""}
    sent.refresh_from_db()
    assert (sent.address, sent.last_error) == ("", "")
    assert not Letter.objects.filter(pk=unsent.pk).exists()
    other.refresh_from_db()
    assert other.address == "annen@prove.example"
    with pytest.raises(actions.StateError):
        actions.close_campaign(campaign=ready, by=adviser)


def test_the_day_after_the_deadline_it_closes_by_itself(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    today = timezone.localdate()
    ends = {
        name: CampaignFactory.create(centre=centre, created_by=adviser, opened=True, closes_on=day)
        for name, day in (("today", today), ("yesterday", today - timedelta(days=1)))
    }
    close_due()
    close_due()
    assert {name: Campaign.objects.get(pk=row.pk).status for name, row in ends.items()} == {
        "today": "open",
        "yesterday": "closed",
    }
    event = Event.objects.get(kind="mapping.campaign_closed")
    assert event.by_id is None


def test_a_wish_is_asked_once_for_each_theme(
    client: Client, draft: Campaign, adviser: User, wish: Question
) -> None:
    again = actions.add_question(
        centre=draft.centre,
        theme=wish.theme,
        kind=Question.Kind.WISH,
        text_nb="Hva ønsker dere?",
        text_nn="Kva ønskjer de?",
        token=uuid4(),
        by=adviser,
    )
    client.force_login(adviser)
    sent = {"questions": [wish.pk, again.pk], "version": draft.version}
    page = client.post(reverse("mapping:campaign_questions", args=[draft.pk]), sent)
    assert "Velg bare ett spørsmål om ønske" in page.content.decode()


def test_a_question_of_ones_own_is_made_once_and_retired_but_stays_where_it_was_asked(
    centre: Centre, draft: Campaign, adviser: User, level: Question, leader_elsewhere: User
) -> None:
    token = uuid4()
    texts = {"text_nb": "Vi kan dette.", "text_nn": "Vi kan dette."}
    made = [
        actions.add_question(
            centre=centre, theme=level.theme, kind="competence", token=token, by=adviser, **texts
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    actions.choose_questions(campaign=draft, questions=[made[0]], version=draft.version, by=adviser)
    with pytest.raises(PermissionDenied):
        actions.retire_question(question=made[0], by=leader_elsewhere)
    with pytest.raises(PermissionDenied):
        actions.retire_question(question=level, by=adviser)
    actions.retire_question(question=made[0], by=adviser)
    assert made[0] not in Question.objects.open_to(centre)
    assert list(draft.questions.all()) == [made[0]]


def test_a_deadline_that_has_passed_is_refused(client: Client, adviser: User) -> None:
    client.force_login(adviser)
    sent = {"title": "Rus", "respondent": "service", "closes_on": date(2020, 1, 1).isoformat()}
    page = client.post(reverse("mapping:campaign_new"), sent).content.decode()
    assert "Svarfristen er passert" in page
    assert not Campaign.objects.exists()


def test_the_list_of_employees_does_not_tell_who_has_answered(
    client: Client, centre: Centre, adviser: User, level: Question, municipality: Municipality
) -> None:
    campaign = CampaignFactory.create(
        centre=centre, created_by=adviser, asks=[level], opened=True, respondent="employee"
    )
    answered(campaign, municipality, level=4)
    client.force_login(adviser)
    page = client.get(reverse("mapping:invitation_list", args=[campaign.pk])).content.decode()
    assert timezone.localdate().strftime("%d.%m.%Y") not in page
    page = client.get(campaign.get_absolute_url()).content.decode()
    assert "skjult av 1 har svart" in page


def test_the_leader_takes_a_name_out_of_the_introduction_and_its_history(
    draft: Campaign, adviser: User, leader: User
) -> None:
    actions.change_campaign(
        campaign=draft, values=values(introduction="Spør Kari."), version=1, by=adviser
    )
    with pytest.raises(PermissionDenied):
        actions.redact_introduction(campaign=draft, reason="navn", by=adviser)
    actions.redact_introduction(campaign=draft, reason="navn", by=leader)
    draft.refresh_from_db()
    versions: Any = draft
    assert "Kari" not in draft.introduction
    assert not versions.history.filter(introduction__contains="Kari").exists()
    with pytest.raises(StaleVersionError):
        actions.change_campaign(
            campaign=draft, values=values(introduction="Spør Kari."), version=2, by=adviser
        )
