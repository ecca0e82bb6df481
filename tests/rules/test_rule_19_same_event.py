"""Rule 19: rows of the same event count once in the country; their hours add."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assignments.activities.actions.answering import answer_partner
from assignments.activities.actions.correcting import correct_activity
from assignments.activities.actions.overlapping import decide_overlap, undo_overlap
from assignments.activities.actions.removing import delete_activity
from assignments.activities.actions.writing import change_activity
from assignments.activities.models import Activity, ActivityPartner, Overlap
from assignments.activities.values import values_of
from centres.models import Centre
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality
from reporting.dashboard import behind, counting, sides
from reporting.dashboard.figures import coverage
from reporting.dashboard.verification import differences
from reporting.figures.sums import counted as counted_in_report
from reporting.gathering.activities import activity_rows
from tests.factories import CentreFactory, UserFactory
from tests.reporting.coverage_world import reported
from tests.reporting.coverage_year import did
from tests.reporting.figures_by_sql import by_sql
from tests.rules.counted import choice, counted


def test_two_linked_rows_are_one_event_with_the_hours_of_both(
    centre: Centre,
    centre_elsewhere: Centre,
    adviser: User,
    leader: User,
    leader_elsewhere: User,
    municipality: Municipality,
) -> None:
    places = {municipality: None}
    leads = did(centre, adviser, places, hours=Decimal(10), attendances=20)
    own = did(centre_elsewhere, leader_elsewhere, places, hours=Decimal(4), attendances=20)
    assert (counted().total.activities, counted().total.attendances) == (2, 40)
    decide_overlap(
        activity=own, other=leads, outcome="same_event", leads=leads, by=leader_elsewhere
    )
    country, theirs = counted().total, counted(centre=centre_elsewhere).total
    assert (country.activities, country.attendances, country.hours) == (1, 20, Decimal(14))
    assert (theirs.activities, theirs.attendances, theirs.hours) == (1, 20, Decimal(4))
    # Counted from the facts it is the same.
    now = counting.total(choice())
    assert (now.activities, now.attendances, now.hours) == (1, 20, Decimal(14))


@pytest.fixture
def third(db: None) -> Centre:
    return CentreFactory.create(code="korus-ost", short_name="KORUS Øst")


@pytest.fixture
def third_leader(third: Centre) -> User:
    return UserFactory.create(email="third@prove.example", role=(third.organisation, Role.LEADER))


@pytest.fixture
def pair(
    centre: Centre,
    centre_elsewhere: Centre,
    adviser: User,
    leader_elsewhere: User,
    municipality: Municipality,
) -> tuple[Activity, Activity]:
    """What leads, and another centre's row about the same."""
    places = {municipality: None}
    leads = did(centre, adviser, places, hours=Decimal(10), attendances=20)
    other = did(centre_elsewhere, leader_elsewhere, places, hours=Decimal(4), attendances=20)
    return leads, other


def took_part(activity: Activity, by: User, hours: int | None) -> None:
    (membership,) = by.memberships.all()
    partner, _made = ActivityPartner.objects.get_or_create(
        activity=activity,
        centre=membership.organisation.centre,
        defaults={"asked_by": activity.registered_by},
    )
    answer_partner(
        activity=activity,
        centre=partner.centre,
        accepts=True,
        hours=None if hours is None else Decimal(hours),
        was=(partner.state, partner.hours),
        by=by,
    )


def had(centre: Centre) -> tuple[int, int, Decimal]:
    """The same on the page, from the facts, in the report, by plain SQL and behind the number."""
    kept, now = counted(centre=centre).total, counting.total(choice(centre=centre))
    rows = activity_rows(centre, 2025)
    asked = by_sql(year=2025, centre=centre.code)
    shown = list(behind.counted(behind.Selection(choice(centre=centre))))
    found = {kept.activities, now.activities, asked.activities}
    found |= {counted_in_report(rows)["value"], sum(row.counts for row in shown)}
    found |= {numbers.activities for numbers in sides.counted_now(choice(centre=centre)).values()}
    assert len(found) == 1, found
    assert {kept.hours, now.hours, asked.hours, sum(row.hours or 0 for row in rows)} == {kept.hours}
    assert kept.with_hours == now.with_hours == asked.with_hours
    assert [str(each) for each in differences()] == []
    return kept.activities, kept.with_hours, kept.hours


def test_a_partner_in_both_rows_was_at_one_event_with_all_its_hours(
    pair: tuple[Activity, Activity], third: Centre, third_leader: User, leader_elsewhere: User
) -> None:
    leads, other = pair
    took_part(leads, third_leader, None)
    took_part(other, third_leader, 3)
    assert had(third) == (2, 1, Decimal(3))
    by = leader_elsewhere
    decide_overlap(activity=other, other=leads, outcome="same_event", leads=leads, by=by)
    assert had(third) == (1, 1, Decimal(3))
    undo_overlap(activity=other, other=leads, by=by)
    assert had(third) == (2, 1, Decimal(3))


def test_who_joins_the_other_row_later_still_has_one_event(
    pair: tuple[Activity, Activity],
    third: Centre,
    third_leader: User,
    leader_elsewhere: User,
    leader: User,
) -> None:
    leads, other = pair
    took_part(other, third_leader, 3)
    decide_overlap(
        activity=other, other=leads, outcome="same_event", leads=leads, by=leader_elsewhere
    )
    took_part(leads, third_leader, 2)
    assert had(third) == (1, 1, Decimal(5))
    country = counted().total
    assert (country.activities, country.attendances, country.hours) == (1, 20, Decimal(19))
    delete_activity(activity=leads, reason="Dobbelt", by=leader)
    assert had(third) == (1, 1, Decimal(3))


def test_the_centre_that_leads_may_be_a_partner_in_the_linked_row(
    pair: tuple[Activity, Activity], centre: Centre, leader: User, leader_elsewhere: User
) -> None:
    leads, other = pair
    took_part(other, leader, 2)
    decide_overlap(
        activity=other, other=leads, outcome="same_event", leads=leads, by=leader_elsewhere
    )
    assert had(centre) == (1, 1, Decimal(12))
    assert coverage(choice(centre=centre)).total.attendances == 20


def test_an_event_that_is_moved_to_another_year_is_no_longer_the_same(
    pair: tuple[Activity, Activity], leader: User, leader_elsewhere: User
) -> None:
    leads, other = pair
    both: Any = {"activity": other, "other": leads, "by": leader_elsewhere}
    decide_overlap(**both, outcome="same_event", leads=leads)
    assert (counted(2025).total.activities, counted(2024).total.activities) == (1, 0)
    move(leads, date(2024, 12, 1), leader)
    assert (counted(2025).total.activities, counted(2024).total.activities) == (1, 1)
    other.refresh_from_db()
    assert other.same_event_as is None
    assert not Overlap.objects.exists()
    move(leads, other.starts_on, leader)
    decide_overlap(**both, outcome="same_event", leads=leads)
    other.refresh_from_db()
    move(other, date(2024, 12, 1), leader_elsewhere)
    assert (counted(2025).total.activities, counted(2024).total.activities) == (1, 1)
    assert [str(found) for found in differences()] == []


def move(activity: Activity, day: date, by: User) -> None:
    activity.refresh_from_db()
    values = replace(values_of(activity), starts_on=day)
    change_activity(activity=activity, values=values, version=activity.version, by=by)


def linked(pair: tuple[Activity, Activity], by: User) -> tuple[Activity, Activity]:
    leads, other = pair
    decide_overlap(activity=other, other=leads, outcome="same_event", leads=leads, by=by)
    leads.refresh_from_db()
    return leads, other


def test_a_correction_to_another_day_lets_go_what_is_on_the_old_one(
    pair: tuple[Activity, Activity], leader: User, leader_elsewhere: User
) -> None:
    leads, other = linked(pair, leader_elsewhere)
    values = replace(values_of(leads), starts_on=date(2025, 11, 3))
    with reported(leads.centre, leader):
        new = correct_activity(activity=leads, values=values, reason="Feil dag", by=leader)
    other.refresh_from_db()
    assert other.same_event_as is None
    assert counted().total.activities == 2
    assert not Overlap.objects.filter(second=new).exists()
    assert [str(found) for found in differences()] == []


def test_a_link_that_was_handed_on_since_the_row_was_read_is_let_go_too(
    pair: tuple[Activity, Activity], leader: User, leader_elsewhere: User
) -> None:
    leads, other = linked(pair, leader_elsewhere)
    other.refresh_from_db()
    with reported(leads.centre, leader):
        values = replace(values_of(leads), title="Rettet")
        correct_activity(activity=leads, values=values, reason="Navnet", by=leader)
    values = replace(values_of(other), starts_on=date(2024, 12, 1))
    change_activity(activity=other, values=values, version=other.version, by=leader_elsewhere)
    other.refresh_from_db()
    assert other.same_event_as is None
    assert (counted(2025).total.activities, counted(2024).total.activities) == (1, 1)
    assert [str(found) for found in differences()] == []
