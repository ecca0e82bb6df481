"""A draft starts to count when somebody at the centre says that it is right."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.activities import actions
from assignments.activities.models import Activity
from assignments.coverage.models import Fact
from assignments.plans.models import ClosedYear
from assignments.plans.years import YearClosedError
from centres.models import Centre
from korus_portal.accounts.models import User


def test_confirming_counts_and_says_who_and_when(draft: Activity, leader: User) -> None:
    assert not Fact.objects.exists()
    confirmed = actions.confirm_activity(activity=draft, by=leader)
    assert (confirmed.status, confirmed.confirmed_by) == (Activity.Status.CONFIRMED, leader)
    assert confirmed.confirmed_at is not None
    assert Fact.objects.filter(source_id=draft.pk).count() == 1


def test_the_button_on_the_page_confirms(client: Client, adviser: User, draft: Activity) -> None:
    client.force_login(adviser)
    url = reverse("activities:activity_confirm", args=[draft.pk])
    assert url in client.get(draft.get_absolute_url()).content.decode()
    response = client.post(url, follow=True)
    assert "lagret og bekreftet" in response.content.decode()
    assert url not in response.content.decode()


def test_the_second_click_changes_nothing(client: Client, adviser: User, draft: Activity) -> None:
    first = actions.confirm_activity(activity=draft, by=adviser)
    with pytest.raises(actions.AlreadyDoneError):
        actions.confirm_activity(activity=draft, by=adviser)
    client.force_login(adviser)
    url = reverse("activities:activity_confirm", args=[draft.pk])
    assert "allerede bekreftet" in client.post(url, follow=True).content.decode()
    draft.refresh_from_db()
    assert (draft.confirmed_at, draft.version) == (first.confirmed_at, first.version)


def test_nothing_is_confirmed_before_its_first_day(
    client: Client, adviser: User, draft: Activity
) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    Activity.objects.filter(pk=draft.pk).update(starts_on=tomorrow)
    with pytest.raises(actions.TooEarlyError):
        actions.confirm_activity(activity=draft, by=adviser)
    client.force_login(adviser)
    url = reverse("activities:activity_confirm", args=[draft.pk])
    assert "Kan bekreftes fra" in client.get(draft.get_absolute_url()).content.decode()
    assert "før dagen den skjer" in client.post(url, follow=True).content.decode()


def test_a_closed_year_refuses(draft: Activity, adviser: User, leader: User) -> None:
    ClosedYear.objects.create(centre=draft.centre, year=draft.year, closed_by=leader)
    with pytest.raises(YearClosedError):
        actions.confirm_activity(activity=draft, by=adviser)


def test_others_cannot_confirm(draft: Activity, leader_elsewhere: User, contact: User) -> None:
    for person in (leader_elsewhere, contact):
        with pytest.raises(PermissionDenied):
            actions.confirm_activity(activity=draft, by=person)


def test_the_edit_page_confirms_what_it_saves(
    client: Client, adviser: User, centre: Centre, draft: Activity
) -> None:
    client.force_login(adviser)
    sent = {
        "kind": "seminar",
        "starts_on": draft.starts_on.isoformat(),
        "form": "on_site",
        "municipalities": ["5601"],
        "version": "1",
        "do": "confirm",
    }
    client.post(reverse("activities:activity_edit", args=[draft.pk]), sent)
    draft.refresh_from_db()
    assert (draft.kind, draft.is_counting) == ("seminar", True)
