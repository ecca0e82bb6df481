"""The declared machine: every state can be reached and left, and every step can be told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assignments.requests import letters
from assignments.requests.actions import deciding, steps
from assignments.requests.models import (
    HandOver,
    Holder,
    PartnerMunicipality,
    RequestEvent,
    SupportRequest,
)
from assignments.requests.states import STEPS, Step
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality
from tests.factories import UserFactory

Status, Kind = SupportRequest.Status, RequestEvent.Kind
FINAL = {Status.DECLINED, Status.WITHDRAWN, Status.CLOSED}
# Feedback is read as an aggregate, and the timeline alone tells of redactions. The interim reply
# is itself a letter, and tested as such.
WITHOUT = {Kind.FEEDBACK_GIVEN, Kind.REDACTED, Kind.INTERIM_SENT}


def test_every_event_is_of_one_step() -> None:
    assert set(STEPS) == set(Kind) - {Kind.SUBMITTED}


def reached_from(status: str) -> Iterator[str]:
    return (step.leads_to(status) for step in STEPS.values() if status in step.before)


def test_every_state_is_reached_from_the_first() -> None:
    found, new = {Status.SUBMITTED}, {Status.SUBMITTED}
    while new:
        new = {Status(after) for status in new for after in reached_from(status)} - found
        found |= new
    assert found == set(Status)


@pytest.mark.parametrize("status", Status)
def test_only_an_ended_request_has_nowhere_to_go(status: str) -> None:
    leads_on = any(after != status for after in reached_from(status))
    assert leads_on == (status not in FINAL)
    assert (status in SupportRequest.OPEN) == (status not in FINAL)


def test_a_step_ends_in_a_state_or_leaves_it_alone() -> None:
    for step in STEPS.values():
        assert step.moves <= step.before
        assert bool(step.after) == bool(step.moves)


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize(
    "step",
    [row for row in STEPS.values() if row.event not in WITHOUT],
    ids=lambda step: step.letter,
)
def test_every_step_has_a_letter_that_says_where_to_read_and_nothing_of_the_text(
    step: Step,
    language: str,
    support_request: SupportRequest,
    adviser: User,
    centre_elsewhere: Centre,
) -> None:
    reader = UserFactory.create(language=language)
    row = deciding.take_request(support_request=support_request, by=adviser)
    event = steps.tell_timeline(
        row,
        step.event,
        by=adviser,
        for_party=row.centre.organisation,
        text="Hemmelig.",
        about="Senja",
    )
    hand_over = HandOver(to_centre=centre_elsewhere, answer_due_on=timezone.localdate())
    for write in (letters.write, letters.write_outside):
        write(row, [reader], step.letter, event=event, hand_over=hand_over, partner="Senja")
    to_case, to_list = Letter.objects.filter(to=reader).order_by("pk")
    assert row.get_absolute_url() in to_case.body
    assert row.get_absolute_url() not in to_list.body
    for letter in (to_case, to_list):
        assert row.case_number in letter.subject + letter.body
        assert letter.language == language
        assert row.text not in letter.body
        assert "Hemmelig" not in letter.body
        assert "None" not in letter.subject + letter.body


def test_words_that_are_owed_must_be_there(support_request: SupportRequest, adviser: User) -> None:
    with pytest.raises(ValueError, match="declined"):
        deciding.decline_request(support_request=support_request, by=adviser, reason=" ")
    support_request.refresh_from_db()
    assert support_request.status == Status.SUBMITTED


NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
CONTRADICTIONS: list[dict[str, Any]] = [
    {"status": "in_triage"},
    {"status": "accepted"},
    {"decided_at": NOW},
    {"status": "clarifying"},
    {"paused_on": NOW.date()},
    {"ended_at": NOW},
    {"status": "withdrawn"},
    {"outcome": "helped"},
    {"guest_email": "gjest@prove.example"},
    {"submitted_by": None},
]


@pytest.mark.parametrize("columns", CONTRADICTIONS, ids=str)
def test_the_database_refuses_a_request_that_contradicts_itself(
    support_request: SupportRequest, columns: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportRequest.objects.filter(pk=support_request.pk).update(**columns)


def test_the_database_refuses_a_decline_without_a_code_and_a_closing_without_an_outcome(
    support_request: SupportRequest, adviser: User
) -> None:
    row = deciding.decline_request(support_request=support_request, by=adviser, reason="Nei")
    own = SupportRequest.objects.filter(pk=row.pk)
    for columns in ({"decline_code": ""}, {"reason": ""}, {"adviser": None}, {"centre": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            own.update(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        own.update(status="closed", ended_at=NOW, ended_by=adviser)


def test_the_database_refuses_two_owners_and_a_centre_that_has_it_twice(
    support_request: SupportRequest, centre: Centre, centre_elsewhere: Centre
) -> None:
    for centre_, part in ((centre_elsewhere, "owner"), (centre, "joint")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Holder.objects.create(support_request=support_request, centre=centre_, part=part)
    with pytest.raises(IntegrityError), transaction.atomic():
        support_request.holders.update(until=NOW - timedelta(days=900))


def test_the_database_refuses_contradictory_hand_overs_and_partners(
    support_request: SupportRequest,
    centre: Centre,
    centre_elsewhere: Centre,
    adviser: User,
    municipality_elsewhere: Municipality,
) -> None:
    good: dict[str, Any] = {
        "support_request": support_request,
        "kind": "transfer",
        "from_centre": centre,
        "to_centre": centre_elsewhere,
        "reason": "De kan dette.",
        "asked_by": adviser,
        "answer_due_on": NOW.date(),
    }
    bad: list[dict[str, Any]] = [
        {"to_centre": centre},
        {"reason": ""},
        {"answered_at": NOW},
        {"state": "accepted"},
        {"state": "refused", "answered_at": NOW, "answered_by": adviser},
        {"state": "expired", "answered_at": NOW, "answered_by": adviser},
    ]
    for columns in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            HandOver.objects.create(**{**good, **columns})
    HandOver.objects.create(**good)
    for kind in ("share", "ask"):
        with pytest.raises(IntegrityError), transaction.atomic():
            HandOver.objects.create(**{**good, "kind": kind})
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerMunicipality.objects.create(
            support_request=support_request, municipality=municipality_elsewhere, is_counted=True
        )
