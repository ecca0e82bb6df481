"""An adviser takes a municipality, notes what comes of it, and lets go of it again."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assignments.coverage.models import CoverageRow, Fact, Level
from assignments.outreach import actions
from assignments.outreach.models import Approach, Contact
from assignments.outreach.values import ContactValues
from assignments.plans import years
from assignments.plans.conflicts import AlreadySentError, StaleVersionError
from assignments.plans.years import YearClosedError
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality
from reporting.dashboard import rebuilding
from reporting.dashboard.verification import differences

TODAY = timezone.localdate()
REASONS = [("Lite eller ingen kontakt", "Siste kontakt 2022")]


def take(centre: Centre, municipality: Municipality, by: User) -> Approach:
    return actions.take_municipality(
        centre=centre, municipality=municipality, reasons=REASONS, by=by
    )


def country(year: int) -> CoverageRow:
    rows = CoverageRow.objects.of_year(year).whole().by()
    return rows.country().get()


def test_whoever_takes_a_municipality_has_it_with_the_reasons_of_the_day(
    centre: Centre, municipality: Municipality, adviser: User
) -> None:
    taken = take(centre, municipality, adviser)
    assert (taken.adviser, taken.ended_at) == (adviser, None)
    assert taken.reasons == [["Lite eller ingen kontakt", "Siste kontakt 2022"]]


def test_the_same_click_again_changes_nothing_and_a_colleague_is_told_who(
    centre: Centre, municipality: Municipality, adviser: User, colleague: User
) -> None:
    first = take(centre, municipality, adviser)
    assert take(centre, municipality, adviser) == first
    with pytest.raises(actions.AlreadyTakenError) as refused:
        take(centre, municipality, colleague)
    assert refused.value.approach.adviser == adviser
    assert Approach.objects.count() == 1


@pytest.mark.parametrize(
    "who", ["leader_elsewhere", "governor", "contact", "directorate", "userorg", "administrator"]
)
def test_only_those_of_the_centre_take(
    who: str, centre: Centre, municipality: Municipality, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        take(centre, municipality, request.getfixturevalue(who))


def test_what_lies_outside_the_catchment_is_not_taken(
    centre: Centre, municipality_elsewhere: Municipality, adviser: User
) -> None:
    with pytest.raises(actions.NotOnTheListError):
        take(centre, municipality_elsewhere, adviser)


def test_an_ended_one_can_be_taken_anew_and_is_ended_once(
    approach: Approach, centre: Centre, municipality: Municipality, adviser: User, colleague: User
) -> None:
    actions.end_approach(approach=approach, by=adviser)
    with pytest.raises(actions.AlreadyEndedError):
        actions.end_approach(approach=approach, by=adviser)
    assert take(centre, municipality, colleague) != approach


def test_only_whoever_has_it_or_the_leader_passes_it_on(
    approach: Approach, leader: User, colleague: User
) -> None:
    with pytest.raises(PermissionDenied):
        actions.end_approach(approach=approach, by=colleague)
    with pytest.raises(PermissionDenied):
        actions.hand_over(approach=approach, to=colleague, by=colleague)
    assert actions.hand_over(approach=approach, to=colleague, by=leader).adviser == colleague


def test_the_colleague_is_told_by_letter_and_the_trail_says_who_gave_it(
    approach: Approach, adviser: User, colleague: User, leader: User
) -> None:
    actions.hand_over(approach=approach, to=colleague, by=adviser)
    letter = Letter.objects.get()
    assert letter.to == colleague
    assert "Kari Kollega følger nå opp Alta" in letter.subject
    assert "/bor-kontaktes/5601/?senter=korus-nord" in letter.body
    event = Event.objects.get(kind="outreach.handed_over")
    assert event.details == {"from": adviser.name, "to": colleague.name}
    actions.hand_over(approach=approach, to=colleague, by=leader)
    assert Letter.objects.count() == 1
    actions.hand_over(approach=approach, to=leader, by=leader)
    assert Letter.objects.filter(to=colleague).count() == 2


def test_nobody_outside_the_centre_is_given_it(
    approach: Approach, adviser: User, leader_elsewhere: User
) -> None:
    with pytest.raises(actions.NotAColleagueError):
        actions.hand_over(approach=approach, to=leader_elsewhere, by=adviser)


def test_an_answer_is_counted_as_contact(
    approach: Approach, adviser: User, centre: Centre, answered: ContactValues
) -> None:
    actions.note_contact(approach=approach, values=answered, by=adviser)
    row = country(TODAY.year)
    assert (row.level, row.last_contact_on) == (Level.CONTACTED, TODAY)
    assert (row.activities, row.requests) == (0, 0)
    assert [str(found) for found in differences()] == []


def test_an_unanswered_call_is_noted_and_counts_nothing(
    approach: Approach, adviser: User, answered: ContactValues
) -> None:
    values = replace(answered, result=Contact.Result.NO_ANSWER)
    actions.note_contact(approach=approach, values=values, by=adviser)
    assert Contact.objects.count() == 1
    assert not Fact.objects.exists()
    assert differences() == []


def test_a_contact_of_a_reported_year_is_kept_and_not_counted(
    approach: Approach, adviser: User, leader: User, centre: Centre, answered: ContactValues
) -> None:
    last_year = date(TODAY.year - 1, 12, 20)
    years.close(centre, last_year.year, by=leader)
    noted = actions.note_contact(
        approach=approach, values=replace(answered, day=last_year), by=adviser
    )
    assert not noted.is_counted
    assert not Fact.objects.exists()
    rebuilding.rebuild()
    assert not Fact.objects.exists()
    assert differences() == []


def test_the_same_form_twice_is_one_contact(
    approach: Approach, adviser: User, answered: ContactValues
) -> None:
    token = uuid4()
    first = actions.note_contact(approach=approach, values=answered, by=adviser, form_token=token)
    again = actions.note_contact(approach=approach, values=answered, by=adviser, form_token=token)
    assert again == first
    other = replace(answered, note="Noe annet")
    with pytest.raises(AlreadySentError):
        actions.note_contact(approach=approach, values=other, by=adviser, form_token=token)
    assert (Contact.objects.count(), Fact.objects.count()) == (1, 1)


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(2023, 12, 31), date(1999, 5, 5)])
def test_a_day_that_cannot_be_is_refused(
    approach: Approach, adviser: User, answered: ContactValues, day: date
) -> None:
    """Alta has had its number since 2024."""
    with pytest.raises(actions.ImpossibleDayError):
        actions.note_contact(approach=approach, values=replace(answered, day=day), by=adviser)


def test_nothing_is_noted_on_what_has_ended(
    approach: Approach, adviser: User, answered: ContactValues
) -> None:
    actions.end_approach(approach=approach, by=adviser)
    with pytest.raises(actions.AlreadyEndedError):
        actions.note_contact(approach=approach, values=answered, by=adviser)


def test_mending_a_result_mends_the_count(
    approach: Approach, adviser: User, colleague: User, answered: ContactValues
) -> None:
    noted = actions.note_contact(approach=approach, values=answered, by=adviser)
    wrong = replace(answered, result=Contact.Result.NO_ANSWER)
    with pytest.raises(PermissionDenied):
        actions.change_contact(contact=noted, values=wrong, version=1, by=colleague)
    actions.change_contact(contact=noted, values=wrong, version=1, by=adviser)
    assert not Fact.objects.exists()
    with pytest.raises(StaleVersionError):
        actions.change_contact(contact=noted, values=answered, version=1, by=adviser)
    actions.change_contact(contact=noted, values=answered, version=2, by=adviser)
    assert Fact.objects.count() == 1
    assert differences() == []


def test_a_reported_year_stays_as_it_was_when_a_contact_is_mended(
    approach: Approach, adviser: User, leader: User, centre: Centre, answered: ContactValues
) -> None:
    noted = actions.note_contact(approach=approach, values=answered, by=adviser)
    years.close(centre, TODAY.year, by=leader)
    wrong = replace(answered, result=Contact.Result.NO_ANSWER)
    with pytest.raises(YearClosedError):
        actions.change_contact(contact=noted, values=wrong, version=1, by=adviser)
    mended = replace(answered, note="Bare notatet.")
    actions.change_contact(contact=noted, values=mended, version=1, by=adviser)
    assert (Contact.objects.get().note, Fact.objects.count()) == ("Bare notatet.", 1)


def test_what_was_never_counted_may_move_to_a_year_that_is_open(
    approach: Approach, adviser: User, leader: User, centre: Centre, answered: ContactValues
) -> None:
    last_year = date(TODAY.year - 1, 12, 20)
    years.close(centre, last_year.year, by=leader)
    noted = actions.note_contact(
        approach=approach, values=replace(answered, day=last_year), by=adviser
    )
    actions.change_contact(contact=noted, values=answered, version=1, by=adviser)
    assert Contact.objects.get().is_counted
    assert Fact.objects.get().year == TODAY.year
    assert differences() == []


def test_the_leader_takes_a_note_out_of_the_row_and_its_history(
    approach: Approach, adviser: User, leader: User, answered: ContactValues
) -> None:
    noted = actions.note_contact(approach=approach, values=answered, by=adviser)
    with pytest.raises(PermissionDenied):
        actions.redact_note(contact=noted, reason="Nevner en person.", by=adviser)
    actions.redact_note(contact=noted, reason="Nevner en person.", by=leader)
    actions.redact_note(contact=noted, reason="Nevner en person.", by=leader)
    stored = Contact.objects.get()
    assert (stored.note, stored.version) == ("[sladdet]", 2)
    history = stored.history  # type: ignore[attr-defined]
    assert set(history.values_list("note", flat=True)) == {"[sladdet]"}
    event = Event.objects.get(kind="redaction.text_redacted")
    assert event.reason == "Nevner en person."
    with pytest.raises(StaleVersionError):
        actions.change_contact(contact=noted, values=answered, version=1, by=adviser)
    assert Fact.objects.count() == 1
