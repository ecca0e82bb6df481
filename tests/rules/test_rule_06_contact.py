"""Rule 6: kontakt is a request that is sent and certain, an answer, or a meeting."""

import pytest
from django.utils import timezone

from assignments.coverage.models import Level
from assignments.outreach import actions as outreach
from assignments.outreach.facts import facts_of
from assignments.outreach.models import Contact
from assignments.outreach.values import ContactValues
from assignments.requests.actions import deciding
from assignments.requests.facts import facts_of as facts_of_request
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.reporting.coverage_year import asked, did
from tests.rules.counted import counted, level_of


def test_a_declined_request_is_contact(
    centre: Centre, contact: User, leader: User, municipality: Municipality
) -> None:
    sent = asked(centre, contact, municipality, submitted_at=timezone.now())
    deciding.decline_request(support_request=sent, reason="Ingen ledig tid.", by=leader)
    year = timezone.localdate().year
    assert level_of(counted(year, centre=centre), municipality) == Level.CONTACTED


def test_a_withdrawn_request_is_contact(
    centre: Centre, contact: User, municipality: Municipality
) -> None:
    asked(centre, contact, municipality, status="withdrawn", ended_at=timezone.now())
    assert level_of(counted(centre=centre), municipality) == Level.CONTACTED


def test_an_unconfirmed_request_is_none_until_it_is_confirmed(
    centre: Centre, contact: User, municipality: Municipality
) -> None:
    sent = asked(centre, contact, municipality, confirmed_at=None)
    assert facts_of_request(sent) == []
    sent.confirmed_at = timezone.now()
    assert [fact.level for fact in facts_of_request(sent)] == [Level.CONTACTED]


def test_it_counts_for_the_centre_asked_and_for_each_that_accepted(
    centre: Centre, centre_elsewhere: Centre, contact: User, municipality: Municipality
) -> None:
    sent = asked(centre_elsewhere, contact, municipality, asked_centre=centre)
    assert {fact.centre_id for fact in facts_of_request(sent)} == {centre.pk}
    sent.holders.update(accepted_at=timezone.now())
    both = {centre.pk, centre_elsewhere.pk}
    assert {fact.centre_id for fact in facts_of_request(sent)} == both


@pytest.mark.parametrize(
    ("result", "levels"),
    [
        (Contact.Result.WANTS_SUPPORT, [Level.CONTACTED]),
        (Contact.Result.NO_ANSWER, []),
    ],
    ids=["answered", "not answered"],
)
def test_a_call_is_contact_only_when_somebody_answers(
    centre: Centre, adviser: User, municipality: Municipality, result: str, levels: list[Level]
) -> None:
    approach = outreach.take_municipality(
        centre=centre, municipality=municipality, reasons=[], by=adviser
    )
    values = ContactValues(
        day=timezone.localdate(), channel=Contact.Channel.PHONE, result=Contact.Result(result)
    )
    made = outreach.note_contact(approach=approach, values=values, by=adviser)
    assert [fact.level for fact in facts_of(made)] == levels


@pytest.mark.parametrize("kind", ["contact_meeting", "dialogue_meeting"])
def test_the_two_meetings_are_contact(
    centre: Centre, adviser: User, municipality: Municipality, kind: str
) -> None:
    did(centre, adviser, {municipality: None}, kind=kind)
    assert level_of(counted(), municipality) == Level.CONTACTED
