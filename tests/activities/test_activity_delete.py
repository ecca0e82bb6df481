"""Deleted softly and with a reason; the leader restores, and redacts texts."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from assignments.activities import actions
from assignments.activities.models import Activity
from assignments.activities.values import values_of
from assignments.coverage.models import CoverageRow, Fact
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.models import ClosedYear
from assignments.plans.years import YearClosedError
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from tests.activities.conftest import history_of


def url_of(name: str, activity: Activity) -> str:
    return reverse(f"activities:activity_{name}", args=[activity.pk])


def test_a_deleted_activity_counts_for_nothing(confirmed: Activity, adviser: User) -> None:
    actions.delete_activity(activity=confirmed, reason="Registrert to ganger", by=adviser)
    assert not Fact.objects.exists()
    assert not CoverageRow.objects.filter(activities__gt=0).exists()
    event = Event.objects.get(kind="activities.deleted")
    assert (event.by_id, event.reason) == (adviser.pk, "Registrert to ganger")


def test_deleting_needs_a_reason(client: Client, adviser: User, confirmed: Activity) -> None:
    client.force_login(adviser)
    response = client.post(url_of("delete", confirmed), {"reason": " "})
    assert response.context["form"].errors["reason"]
    confirmed.refresh_from_db()
    assert confirmed.deleted_at is None


def test_the_page_deletes_and_the_second_click_is_told_so(
    client: Client, adviser: User, confirmed: Activity
) -> None:
    client.force_login(adviser)
    url, reason = url_of("delete", confirmed), {"reason": "Registrert to ganger"}
    assert client.get(url).status_code == 200
    assert "er slettet" in client.post(url, reason, follow=True).content.decode()
    assert "allerede slettet" in client.post(url, reason, follow=True).content.decode()
    assert Event.objects.filter(kind="activities.deleted").count() == 1


def test_a_deleted_activity_is_gone_for_others(
    client: Client, confirmed: Activity, adviser: User, contact: User
) -> None:
    client.force_login(contact)
    assert client.get(confirmed.get_absolute_url()).status_code == 200
    actions.delete_activity(activity=confirmed, reason="Feil", by=adviser)
    assert client.get(confirmed.get_absolute_url()).status_code == 404


def test_the_leader_restores_it_as_it_was(
    client: Client, confirmed: Activity, adviser: User, leader: User
) -> None:
    before = values_of(confirmed)
    actions.delete_activity(activity=confirmed, reason="Feil", by=adviser)
    client.force_login(leader)
    page = client.get(confirmed.get_absolute_url()).content.decode()
    assert url_of("restore", confirmed) in page
    client.post(url_of("restore", confirmed))
    confirmed.refresh_from_db()
    assert confirmed.is_counting
    assert values_of(confirmed) == before
    assert Fact.objects.filter(source_id=confirmed.pk).count() == 1
    again = client.post(url_of("restore", confirmed), follow=True).content.decode()
    assert "er ikke slettet" in again
    assert Event.objects.filter(kind="activities.restored").count() == 1


def test_only_the_leader_restores(client: Client, confirmed: Activity, adviser: User) -> None:
    actions.delete_activity(activity=confirmed, reason="Feil", by=adviser)
    with pytest.raises(PermissionDenied):
        actions.restore_activity(activity=confirmed, by=adviser)
    client.force_login(adviser)
    assert client.post(url_of("restore", confirmed)).status_code == 403
    page = client.get(confirmed.get_absolute_url()).content.decode()
    assert url_of("restore", confirmed) not in page


def test_a_closed_year_neither_loses_nor_regains_rows(
    client: Client, confirmed: Activity, adviser: User, leader: User
) -> None:
    deleted = actions.delete_activity(activity=confirmed, reason="Feil", by=adviser)
    ClosedYear.objects.create(centre=confirmed.centre, year=confirmed.year, closed_by=leader)
    with pytest.raises(YearClosedError):
        actions.restore_activity(activity=deleted, by=leader)
    client.force_login(leader)
    text = client.post(url_of("restore", confirmed), follow=True).content.decode()
    assert "er lukket" in text


def test_nothing_is_deleted_in_a_closed_year(
    client: Client, confirmed: Activity, adviser: User, leader: User
) -> None:
    ClosedYear.objects.create(centre=confirmed.centre, year=confirmed.year, closed_by=leader)
    client.force_login(adviser)
    response = client.post(url_of("delete", confirmed), {"reason": "Feil"})
    assert "er lukket" in response.content.decode()
    confirmed.refresh_from_db()
    assert confirmed.deleted_at is None


def test_strangers_delete_nothing(confirmed: Activity, leader_elsewhere: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.delete_activity(activity=confirmed, reason="Feil", by=leader_elsewhere)


@pytest.fixture
def noted(confirmed: Activity) -> Activity:
    confirmed.note = "Snakket med Kari Nordmann"
    confirmed.save()
    return confirmed


def test_a_redacted_note_is_gone_from_row_and_history(
    client: Client, noted: Activity, leader: User
) -> None:
    client.force_login(leader)
    url = url_of("redact", noted)
    assert url in client.get(noted.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    client.post(url, {"texts": ["note"], "reason": "Navn på en person"})
    noted.refresh_from_db()
    assert "Kari" not in noted.note
    assert not history_of(noted).filter(note__contains="Kari").exists()
    event = Event.objects.get(kind="redaction.text_redacted")
    assert (event.by_id, event.reason) == (leader.pk, "Navn på en person")


def test_a_form_opened_before_cannot_bring_the_note_back(noted: Activity, leader: User) -> None:
    old = values_of(noted)
    actions.redact_activity(activity=noted, fields=["note"], reason="Navn", by=leader)
    with pytest.raises(StaleVersionError):
        actions.change_activity(activity=noted, values=old, version=1, by=leader)


def test_a_note_is_redacted_in_a_closed_year_too(noted: Activity, leader: User) -> None:
    ClosedYear.objects.create(centre=noted.centre, year=noted.year, closed_by=leader)
    assert (
        "Kari"
        not in actions.redact_activity(
            activity=noted, fields=["note"], reason="Navn", by=leader
        ).note
    )


def test_an_adviser_does_not_redact(client: Client, noted: Activity, adviser: User) -> None:
    client.force_login(adviser)
    assert client.post(url_of("redact", noted), {"reason": "Navn"}).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.redact_activity(activity=noted, fields=["note"], reason="Navn", by=adviser)


def test_title_and_reason_are_redacted_wherever_they_were_kept(
    client: Client, confirmed: Activity, leader: User
) -> None:
    changed = replace(values_of(confirmed), title="Samtale med Kari")
    actions.change_activity(activity=confirmed, values=changed, version=1, by=leader)
    actions.delete_activity(activity=confirmed, reason="Kari ba om det", by=leader)
    client.force_login(leader)
    url = url_of("redact", confirmed)
    assert [name for name, _ in client.get(url).context["form"].fields["texts"].choices] == [
        "title",
        "deleted_reason",
    ]
    client.post(url, {"texts": ["title", "deleted_reason"], "reason": "Navn"})
    confirmed.refresh_from_db()
    assert (confirmed.title, confirmed.deleted_reason) == ("[sladdet]", "[sladdet]")
    kept = [*history_of(confirmed).values(), *Event.objects.values()]
    assert "Kari" not in str(kept)
    assert client.get(url).status_code == 403


def test_only_free_texts_are_redacted(noted: Activity, leader: User) -> None:
    with pytest.raises(ValueError, match="kind"):
        actions.redact_activity(activity=noted, fields=["kind"], reason="Navn", by=leader)
