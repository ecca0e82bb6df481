"""Rows that look alike: found, decided on, and counted once when they are one event (rule 19)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from assignments.activities import actions
from assignments.activities.actions.errors import NotLinkableError
from assignments.activities.actions.overlapping import decide_overlap, undo_overlap
from assignments.activities.models import Activity, Overlap
from assignments.activities.overlaps import lookalikes
from assignments.activities.values import ActivityValues
from assignments.coverage.models import CoverageRow
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from reporting.dashboard.verification import differences

Pair = tuple[Activity, Activity]


@pytest.fixture
def pair(
    centre: Centre,
    adviser: User,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
    values: ActivityValues,
    theme: Theme,
) -> Pair:
    """One course, registered first at the own centre and then at the other."""
    both = replace(values, themes=(theme,), hours=Decimal(10), attendances=8)
    people = {centre: adviser, centre_elsewhere: leader_elsewhere}
    own, theirs = (
        actions.log_activity(centre=where, values=both, by=by, is_confirmed=True)
        for where, by in people.items()
    )
    return own, theirs


def country() -> CoverageRow:
    return CoverageRow.objects.whole().country().by().get(structure="then")


def test_the_same_work_is_found_at_both_centres_but_never_anothers_draft(
    pair: Pair, centre: Centre, municipality: Municipality, theme: Theme
) -> None:
    own, theirs = pair

    def found() -> list[tuple[int, bool]]:
        places, themes = [municipality.pk], [theme.pk]
        rows = lookalikes(centre, own.starts_on, places, themes, own.kind)
        return [(row.pk, row.is_own) for row in rows]

    assert found() == [(own.pk, True), (theirs.pk, False)]
    Activity.objects.update(status="draft", confirmed_at=None, confirmed_by=None)
    assert found() == [(own.pk, True)]


def test_the_same_event_counts_once_in_the_country(pair: Pair, leader_elsewhere: User) -> None:
    own, theirs = pair
    assert (country().activities, country().hours) == (2, Decimal(20))
    decide_overlap(activity=theirs, other=own, outcome="same_event", by=leader_elsewhere)
    theirs.refresh_from_db()
    assert theirs.same_event_as_id == own.pk
    assert (country().activities, country().hours, country().attendances) == (1, Decimal(20), 8)
    assert differences() == []
    undo_overlap(activity=theirs, other=own, by=leader_elsewhere)
    assert (country().activities, Overlap.objects.count()) == (2, 0)
    assert differences() == []


def test_only_the_own_centre_links_a_row(pair: Pair, adviser: User) -> None:
    own, theirs = pair
    with pytest.raises(PermissionDenied):
        decide_overlap(activity=own, other=theirs, outcome="same_event", by=adviser)
    kept = decide_overlap(
        activity=own, other=theirs, outcome="same_event", leads=theirs, by=adviser
    )
    own.refresh_from_db()
    assert (kept.outcome, own.same_event_as_id) == ("same_event", theirs.pk)


def test_deleting_the_row_that_leads_lets_the_other_count(
    pair: Pair, adviser: User, leader_elsewhere: User
) -> None:
    own, theirs = pair
    decide_overlap(activity=theirs, other=own, outcome="same_event", by=leader_elsewhere)
    actions.delete_activity(activity=own, reason="Dobbelt", by=adviser)
    theirs.refresh_from_db()
    assert theirs.same_event_as is None
    assert (country().activities, country().attendances) == (1, 8)
    assert differences() == []


def test_a_row_of_ones_own_is_not_linked_to_another_of_ones_own(
    pair: Pair, centre: Centre, adviser: User, values: ActivityValues
) -> None:
    twice = actions.log_activity(centre=centre, values=values, by=adviser, is_confirmed=True)
    with pytest.raises(NotLinkableError):
        decide_overlap(activity=twice, other=pair[0], outcome="same_event", by=adviser)


def test_the_list_leads_to_what_is_left_to_decide(
    client: Client, pair: Pair, adviser: User
) -> None:
    own, theirs = pair
    client.force_login(adviser)
    address = reverse("overlaps:overlap_decide", args=[own.pk, theirs.pk])
    listed = client.get(reverse("overlaps:overlap_list")).content.decode()
    assert address in listed
    assert theirs.centre.short_name in listed
    assert address in client.get(own.get_absolute_url()).content.decode()
    refused = client.post(address, {"outcome": "separate"})
    assert "Skriv hvorfor dette er to ulike aktiviteter." in refused.content.decode()
    sent = {"outcome": "separate", "reason": "Ulike grupper"}
    assert client.post(address, sent).status_code == 302
    assert address not in client.get(reverse("overlaps:overlap_list")).content.decode()
    decided = client.get(reverse("overlaps:overlap_list"), {"status": "decided"})
    assert address in decided.content.decode()
