"""Corrections, until the year is closed; nobody overwrites what they have not seen."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.activities import actions
from assignments.activities.models import Activity
from assignments.activities.values import values_of
from assignments.coverage.models import Fact, Level
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.models import ClosedYear
from assignments.plans.years import YearClosedError
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.factories import MunicipalityFactory, ThemeFactory


@pytest.fixture
def url(confirmed: Activity) -> str:
    return reverse("activities:activity_edit", args=[confirmed.pk])


def as_sent(form: Any) -> dict[str, Any]:
    """The form as a browser would send it back untouched."""
    found = {}
    for field in form:
        value = field.value()
        if value is None or value is False or value == []:
            continue
        found[field.html_name] = field.field.prepare_value(value)
    return found


def test_an_untouched_form_changes_nothing_but_the_version(
    client: Client, adviser: User, confirmed: Activity, url: str
) -> None:
    before = values_of(confirmed)
    client.force_login(adviser)
    response = client.post(url, as_sent(client.get(url).context["form"]))
    assert response.status_code == 302
    confirmed.refresh_from_db()
    assert (values_of(confirmed), confirmed.version) == (before, 2)


def test_a_correction_is_counted_anew(
    client: Client, adviser: User, confirmed: Activity, url: str, municipality: Municipality
) -> None:
    hammerfest = MunicipalityFactory.create(code="5602", name="Hammerfest")
    theme = ThemeFactory.create(code="new")
    client.force_login(adviser)
    sent = as_sent(client.get(url).context["form"])
    client.post(url, {**sent, "municipalities": ["5602"], "main_theme": "new", "hours": "3"})
    fact = Fact.objects.get(source_id=confirmed.pk)
    assert (fact.place_then, fact.theme) == (hammerfest, theme)
    assert (fact.hours, fact.level) == (Decimal(3), int(Level.USED))


def test_attendances_per_municipality_are_shown_to_be_filled_in(
    client: Client, adviser: User, confirmed: Activity, url: str
) -> None:
    hammerfest = MunicipalityFactory.create(code="5602", name="Hammerfest")
    confirmed.activity_municipalities.create(municipality=hammerfest, attendances=4)
    client.force_login(adviser)
    form = client.get(url).context["form"]
    assert form["attendances_by_place"].value() == "5601 Alta = \n5602 Hammerfest = 4"
    client.post(url, {**as_sent(form), "attendances": "9"})
    rows = confirmed.activity_municipalities.values_list("municipality__code", "attendances")
    assert dict(rows) == {"5601": None, "5602": 4}


def test_a_stale_save_is_refused_with_both_texts_and_nothing_lost(
    client: Client, adviser: User, leader: User, confirmed: Activity, url: str
) -> None:
    client.force_login(adviser)
    sent = as_sent(client.get(url).context["form"])
    theirs = Client()
    theirs.force_login(leader)
    theirs.post(url, {**sent, "title": "Lederens tittel", "note": "Lederens notat"})

    mine = {**sent, "title": "Min tittel", "note": "Mitt notat"}
    response = client.post(url, mine)
    assert response.status_code == 200
    shown = {d.label: (d.stored, d.own) for d in response.context["differences"]}
    assert shown == {
        "Tittel": ("Lederens tittel", "Min tittel"),
        "Notat": ("Lederens notat", "Mitt notat"),
    }
    assert "Lederens notat" in response.content.decode()
    assert response.context["form"]["note"].value() == "Mitt notat"
    confirmed.refresh_from_db()
    assert confirmed.title == "Lederens tittel"

    client.post(url, {**mine, "version": response.context["form"]["version"].value()})
    confirmed.refresh_from_db()
    assert (confirmed.title, confirmed.note) == ("Min tittel", "Mitt notat")


def test_saving_twice_by_a_double_click_is_saving_once(
    client: Client, adviser: User, confirmed: Activity, url: str
) -> None:
    client.force_login(adviser)
    sent = {**as_sent(client.get(url).context["form"]), "title": "Ny tittel"}
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302
    confirmed.refresh_from_db()
    assert confirmed.version == 2


def test_the_action_refuses_an_old_version(confirmed: Activity, adviser: User) -> None:
    values = values_of(confirmed)
    actions.change_activity(activity=confirmed, values=values, version=1, by=adviser)
    with pytest.raises(StaleVersionError):
        actions.change_activity(activity=confirmed, values=values, version=1, by=adviser)


def test_strangers_cannot_change(confirmed: Activity, leader_elsewhere: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.change_activity(
            activity=confirmed, values=values_of(confirmed), version=1, by=leader_elsewhere
        )


def test_a_confirmed_activity_cannot_be_moved_into_the_future(
    client: Client, adviser: User, confirmed: Activity, url: str
) -> None:
    client.force_login(adviser)
    sent = as_sent(client.get(url).context["form"])
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = client.post(url, {**sent, "starts_on": tomorrow.isoformat()})
    assert "starts_on" in response.context["form"].errors


@pytest.mark.parametrize("closed", [2024, 2025])
def test_neither_the_old_nor_the_new_year_may_be_closed(
    adviser: User, leader: User, centre: Centre, confirmed: Activity, closed: int
) -> None:
    Activity.objects.filter(pk=confirmed.pk).update(starts_on=date(2024, 5, 2))
    ClosedYear.objects.create(centre=centre, year=closed, closed_by=leader)
    confirmed.refresh_from_db()
    values = values_of(confirmed)
    moved = type(values)(**{**vars(values), "starts_on": date(2025, 5, 2)})
    with pytest.raises(YearClosedError):
        actions.change_activity(activity=confirmed, values=moved, version=1, by=adviser)


def test_a_closed_year_says_so_instead_of_opening_the_form(
    client: Client, adviser: User, leader: User, centre: Centre, confirmed: Activity, url: str
) -> None:
    ClosedYear.objects.create(centre=centre, year=confirmed.year, closed_by=leader)
    client.force_login(adviser)
    response = client.get(url, follow=True)
    assert response.redirect_chain[-1][0] == confirmed.get_absolute_url()
    assert "er lukket" in response.content.decode()


def test_what_was_deleted_meanwhile_is_not_saved(
    client: Client, adviser: User, confirmed: Activity, url: str
) -> None:
    client.force_login(adviser)
    sent = as_sent(client.get(url).context["form"])
    actions.delete_activity(activity=confirmed, reason="Dobbelt", by=adviser)
    response = client.post(url, {**sent, "title": "For sent"})
    assert response.status_code == 200
    assert "ble slettet mens du skrev" in response.content.decode()
    assert response.context["form"]["title"].value() == "For sent"


def test_a_deleted_activity_is_not_changed(confirmed: Activity, adviser: User) -> None:
    deleted = actions.delete_activity(activity=confirmed, reason="Feil", by=adviser)
    with pytest.raises(PermissionDenied):
        actions.change_activity(
            activity=deleted, values=values_of(deleted), version=deleted.version, by=adviser
        )


def test_a_draft_that_is_saved_stays_a_draft(draft: Activity, adviser: User) -> None:
    saved = actions.change_activity(activity=draft, values=values_of(draft), version=1, by=adviser)
    assert (saved.status, saved.version) == (Activity.Status.DRAFT, 2)
