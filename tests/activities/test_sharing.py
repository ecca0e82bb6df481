"""Several centres in one activity: asked, answered, and counted for each (rule 18)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assignments.activities import actions
from assignments.activities.actions.answering import answer_partner
from assignments.activities.actions.errors import AlreadyDoneError, NotSharedError
from assignments.activities.actions.holding import PartnerYearClosedError
from assignments.activities.models import Activity, ActivityPartner
from assignments.activities.values import ActivityValues, values_of
from assignments.coverage.models import CoverageRow, Fact
from assignments.plans import years
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.years import YearClosedError
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Notice
from reporting.dashboard.verification import differences
from tests.activities.test_activity_races import at_once, kinds_of

ASKED = ("asked", None)


@pytest.fixture
def shared(
    centre: Centre,
    adviser: User,
    values: ActivityValues,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
) -> Activity:
    """Confirmed at the own centre, with ten hours; the other is asked."""
    asked = replace(values, partners=(centre_elsewhere,), hours=Decimal(10), attendances=8)
    return actions.log_activity(centre=centre, values=asked, by=adviser, is_confirmed=True)


def accept(activity: Activity, centre: Centre, by: User, hours: Decimal | None = None) -> None:
    answer_partner(activity=activity, centre=centre, accepts=True, hours=hours, was=ASKED, by=by)


def row_of(centre: Centre | None) -> CoverageRow:
    rows = CoverageRow.objects.whole().country().filter(structure="then", kind="")
    return rows.get(centre=centre)


def close(centre: Centre, year: int, by: User) -> None:
    with transaction.atomic():
        years.close(centre, year, by=by)


def test_who_is_asked_gets_nothing_until_it_accepts(
    shared: Activity, centre_elsewhere: Centre, leader_elsewhere: User
) -> None:
    assert not Fact.objects.filter(centre=centre_elsewhere).exists()
    accept(shared, centre_elsewhere, leader_elsewhere, Decimal("3.5"))
    fact = Fact.objects.get(centre=centre_elsewhere)
    assert (fact.level, fact.hours, fact.attendances) == (3, Decimal("3.50"), None)
    own, theirs, country = row_of(shared.centre), row_of(centre_elsewhere), row_of(None)
    assert (own.activities, own.hours, own.attendances) == (1, Decimal(10), 8)
    assert (theirs.activities, theirs.hours, theirs.attendances) == (1, Decimal("3.5"), 0)
    assert (country.activities, country.hours, country.attendances) == (1, Decimal("13.5"), 8)
    assert differences() == []


def test_saying_no_after_yes_takes_it_back(
    shared: Activity, centre_elsewhere: Centre, leader_elsewhere: User
) -> None:
    accept(shared, centre_elsewhere, leader_elsewhere, Decimal(2))
    answer_partner(
        activity=shared,
        centre=centre_elsewhere,
        accepts=False,
        hours=None,
        was=("accepted", Decimal(2)),
        by=leader_elsewhere,
    )
    assert not Fact.objects.filter(centre=centre_elsewhere).exists()
    assert differences() == []


def test_an_answer_to_what_a_colleague_has_answered_is_refused(
    shared: Activity, centre_elsewhere: Centre, leader_elsewhere: User
) -> None:
    accept(shared, centre_elsewhere, leader_elsewhere, Decimal(2))
    with pytest.raises(StaleVersionError):
        accept(shared, centre_elsewhere, leader_elsewhere, Decimal(5))
    with pytest.raises(AlreadyDoneError):
        accept(shared, centre_elsewhere, leader_elsewhere, Decimal(2))
    assert ActivityPartner.objects.get().hours == 2


def test_nobody_is_told_of_a_draft_until_it_is_confirmed(
    centre: Centre,
    adviser: User,
    values: ActivityValues,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
) -> None:
    asked = replace(values, partners=(centre_elsewhere, centre))
    draft = actions.log_activity(centre=centre, values=asked, by=adviser)
    told = Notice.objects.filter(kind="activities.partner_asked", user=leader_elsewhere)
    assert [row.centre for row in draft.partners.all()] == [centre_elsewhere]
    assert not told.exists()
    with pytest.raises(NotSharedError):
        accept(draft, centre_elsewhere, leader_elsewhere)
    actions.confirm_activity(activity=draft, by=adviser)
    assert told.count() == 1
    draft.refresh_from_db()
    actions.change_activity(
        activity=draft, values=values_of(draft), version=draft.version, by=adviser
    )
    assert told.count() == 1


def test_a_partner_cannot_accept_into_a_year_that_it_has_reported(
    shared: Activity, centre_elsewhere: Centre, leader_elsewhere: User
) -> None:
    close(centre_elsewhere, shared.year, leader_elsewhere)
    with pytest.raises(YearClosedError):
        accept(shared, centre_elsewhere, leader_elsewhere)


def test_a_row_that_a_partner_has_reported_is_not_changed(
    shared: Activity, adviser: User, centre_elsewhere: Centre, leader_elsewhere: User
) -> None:
    accept(shared, centre_elsewhere, leader_elsewhere)
    close(centre_elsewhere, shared.year, leader_elsewhere)
    with pytest.raises(PartnerYearClosedError) as refused:
        actions.delete_activity(activity=shared, reason="Feil", by=adviser)
    assert centre_elsewhere.short_name in str(refused.value)
    with pytest.raises(PartnerYearClosedError):
        actions.change_activity(
            activity=shared, values=values_of(shared), version=shared.version, by=adviser
        )


def test_the_page_takes_the_answer(
    client: Client, shared: Activity, centre_elsewhere: Centre, leader_elsewhere: User
) -> None:
    client.force_login(leader_elsewhere)
    waiting = client.get(reverse("activities:partner_list"))
    address = reverse("activities:partner_answer", args=[shared.pk, centre_elsewhere.code])
    assert address in waiting.content.decode()
    assert address in client.get(shared.get_absolute_url()).content.decode()
    sent = {"answer": "accepted", "hours": "2,5", "was_state": "asked", "was_hours": ""}
    assert client.post(address, sent).status_code == 302
    assert ActivityPartner.objects.get().hours == Decimal("2.5")
    stale = client.post(address, {**sent, "hours": "4"})
    assert stale.status_code == 200
    assert "En kollega har svart i mellomtiden" in stale.content.decode()
    assert ActivityPartner.objects.get().hours == Decimal("2.5")


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_leave_one(
    shared: Activity, centre_elsewhere: Centre, leader_elsewhere: User
) -> None:
    outcomes = at_once(
        *[
            lambda hours=hours: answer_partner(
                activity=shared,
                centre=centre_elsewhere,
                accepts=True,
                hours=Decimal(hours),
                was=ASKED,
                by=leader_elsewhere,
            )
            for hours in (1, 2, 3)
        ]
    )
    assert kinds_of(outcomes) == ["ActivityPartner", *["StaleVersionError"] * 2]
    assert differences() == []
