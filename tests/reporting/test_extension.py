"""More time: asked for by the leader, decided by the directorate."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.audit.models import Event
from korus_portal.notifications.models import Letter
from korus_portal.notifications.redaction import REDACTED
from reporting.actions import extending
from reporting.models import Extension, ReportObligation
from tests.factories import UserFactory
from tests.reporting.due_dates import DUE, add_grant, add_obligation, at_once, received_report

WANTED = date(2026, 5, 1)
TODAY = date(2026, 3, 20)
REASON = "Regnskapet er ikke revidert."


@pytest.fixture
def obligation(centre: Centre) -> ReportObligation:
    return add_obligation(centre)


@pytest.fixture
def asked(obligation: ReportObligation, leader: User, directorate: User) -> Extension:
    return ask(obligation, leader)


def ask(obligation: ReportObligation, by: User, **values: Any) -> Extension:
    given = {"wanted_on": WANTED, "reason": REASON, **values}
    return extending.ask_extension(obligation=obligation, by=by, **given)


def decide(extension: Extension, by: User, day: date | None = WANTED, **values: Any) -> Extension:
    given = {"decision": "Rimelig.", "today": TODAY, **values}
    return extending.decide_extension(extension=extension, granted_to=day, by=by, **given)


def letters() -> list[tuple[str, str]]:
    found = Letter.objects.order_by("pk").values_list("kind", "address")
    return [(kind.removeprefix("reporting."), address) for kind, address in found]


def test_the_leader_asks_and_the_directorate_is_told(
    asked: Extension, leader: User, directorate: User
) -> None:
    assert (asked.state, asked.wanted_on, asked.asked_by) == ("asked", WANTED, leader)
    assert letters() == [("extension_asked", directorate.email)]
    assert REASON not in Letter.objects.get().body
    assert Event.objects.filter(kind="reporting.extension_asked").count() == 1


def test_advisers_and_strangers_do_not_ask(
    obligation: ReportObligation, adviser: User, leader_elsewhere: User, directorate: User
) -> None:
    for person in (adviser, leader_elsewhere, directorate):
        with pytest.raises(PermissionDenied):
            ask(obligation, person)


def test_granting_moves_the_last_day_and_never_the_due_date(
    asked: Extension, leader: User, directorate: User
) -> None:
    decide(asked, directorate, date(2026, 4, 20))
    obligation = ReportObligation.objects.get()
    assert (obligation.due_on, obligation.extended_to) == (DUE, date(2026, 4, 20))
    asked.refresh_from_db()
    assert (asked.state, asked.granted_to) == ("granted", date(2026, 4, 20))
    assert letters()[1:] == [("extension_granted", leader.email)]
    assert "20. april 2026" in Letter.objects.get(kind="reporting.extension_granted").body
    assert Event.objects.filter(kind="reporting.extension_granted").count() == 1


def test_refusing_leaves_the_last_day_and_is_told(
    asked: Extension, leader: User, directorate: User
) -> None:
    decide(asked, directorate, None)
    assert ReportObligation.objects.get().extended_to is None
    assert letters()[1:] == [("extension_refused", leader.email)]
    assert "1. april 2026" in Letter.objects.get(kind="reporting.extension_refused").body


def test_nobody_decides_for_a_centre_they_belong_to_or_asked_for(
    asked: Extension, leader: User, adviser: User, directorate: User
) -> None:
    party = directorate.memberships.get().organisation
    for person in (leader, adviser):
        Membership.objects.create(user=person, organisation=party, role=Role.DIRECTORATE)
    moved = Membership.objects.filter(user=leader, role=Role.LEADER)
    moved.update(ended_at=timezone.now(), ended_by=directorate)
    for person in (leader, adviser):
        with pytest.raises(PermissionDenied):
            decide(asked, User.objects.get(pk=person.pk))
    decide(asked, directorate)


def test_the_centre_does_not_decide(asked: Extension, leader: User) -> None:
    with pytest.raises(PermissionDenied):
        decide(asked, leader)


def test_one_is_asked_for_at_a_time_and_a_second_after_the_first_is_decided(
    asked: Extension, obligation: ReportObligation, leader: User, directorate: User
) -> None:
    assert ask(obligation, leader) == asked
    with pytest.raises(extending.AlreadyAskedError):
        ask(obligation, leader, wanted_on=date(2026, 6, 1))
    decide(asked, directorate)
    second = ask(obligation, leader, wanted_on=date(2026, 6, 1))
    decide(second, directorate, date(2026, 6, 1))
    assert ReportObligation.objects.get().extended_to == date(2026, 6, 1)


@pytest.mark.parametrize("day", [DUE, date(2026, 3, 1), date(2226, 5, 1)], ids=str)
def test_another_day_than_a_later_one_within_a_year_is_refused(
    obligation: ReportObligation, leader: User, day: date
) -> None:
    with pytest.raises(extending.NotLaterError):
        ask(obligation, leader, wanted_on=day)


def test_the_last_day_moves_later_only(
    asked: Extension, obligation: ReportObligation, leader: User, directorate: User
) -> None:
    decide(asked, directorate)
    second = ask(obligation, leader, wanted_on=date(2026, 6, 1))
    with pytest.raises(extending.NotLaterError):
        decide(second, directorate, date(2026, 4, 20))
    assert ReportObligation.objects.get().extended_to == WANTED


def test_what_is_handed_in_cannot_be_put_off(
    obligation: ReportObligation, centre: Centre, leader: User
) -> None:
    received_report(centre, leader, date(2026, 3, 1))
    with pytest.raises(extending.AlreadyHandedInError):
        ask(obligation, leader)


def test_a_decision_sent_twice_is_one_and_another_is_refused(
    asked: Extension, directorate: User
) -> None:
    for _again in range(2):
        decide(asked, directorate)
    with pytest.raises(extending.ExtensionDecidedError):
        decide(asked, directorate, None)
    assert [kind for kind, _address in letters()] == ["extension_asked", "extension_granted"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does_it(
    asked: Extension, leader: User, directorate: User
) -> None:
    party = directorate.memberships.get().organisation
    people = [directorate, UserFactory.create(role=(party, Role.DIRECTORATE))]
    outcomes = at_once(lambda: decide(asked, people.pop()))
    refused = [found for found in outcomes if isinstance(found, extending.ExtensionDecidedError)]
    assert len(refused) == 1, outcomes
    assert [kind for kind, _address in letters()].count("extension_granted") == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_leaders_who_ask_at_once_one_does_it(
    obligation: ReportObligation, centre: Centre, leader: User, directorate: User
) -> None:
    people = [leader, UserFactory.create(role=(centre.organisation, Role.LEADER))]
    outcomes = at_once(lambda: ask(obligation, people.pop()))
    refused = [found for found in outcomes if isinstance(found, extending.AlreadyAskedError)]
    assert len(refused) == 1, outcomes
    assert Extension.objects.count() == 1


def test_an_extension_gives_the_reminders_of_the_new_day_their_turn(
    asked: Extension, obligation: ReportObligation, directorate: User
) -> None:
    obligation.reminded = [30, 7, -1, "directorate 2026-04-02"]
    obligation.save()
    decide(asked, directorate, date(2026, 4, 25), today=date(2026, 4, 10))
    assert ReportObligation.objects.get().reminded == [30]


def test_a_reason_that_is_taken_out_is_gone_from_the_history_too(
    asked: Extension, obligation: ReportObligation, leader: User, adviser: User, directorate: User
) -> None:
    decide(asked, directorate, decision="Kari Nordmann er syk.")
    keys = [f"reason-{asked.pk}", f"decision-{asked.pk}"]
    given: dict[str, Any] = {"obligation": obligation, "keys": keys, "reason": "Navn på en person."}
    with pytest.raises(PermissionDenied):
        extending.redact_extensions(by=adviser, **given)
    extending.redact_extensions(by=leader, **given)
    asked.refresh_from_db()
    assert (asked.reason, asked.decision) == (REDACTED, REDACTED)
    history: Any = asked
    kept = history.history.values_list("reason", "decision")
    assert not any(REASON in text or "Kari" in text for row in kept for text in row)
    assert Event.objects.filter(kind="redaction.text_redacted").count() == 2


def sent(wanted_on: str = "", reason: str = REASON) -> dict[str, str]:
    soon = timezone.localdate() + timedelta(days=30)
    return {"ask-wanted_on": wanted_on or soon.isoformat(), "ask-reason": reason}


@pytest.fixture
def current(centre: Centre) -> ReportObligation:
    """Due three days ago, so that the page can be used today."""
    due = timezone.localdate() - timedelta(days=3)
    return add_obligation(centre, year=due.year - 1, due_on=due)


def address(name: str, obligation: ReportObligation) -> str:
    return reverse(f"reporting:{name}", args=[obligation.pk])


def test_the_whole_way_on_the_page(
    client: Client, current: ReportObligation, leader: User, directorate: User
) -> None:
    client.force_login(leader)
    assert client.post(address("extension_ask", current), sent()).status_code == 302
    client.force_login(directorate)
    page = client.get(current.get_absolute_url()).content.decode()
    assert REASON in page
    assert "Avgjør søknaden" in page
    extension = Extension.objects.get()
    answer = {
        "decide-extension": str(extension.pk),
        "decide-answer": "grant",
        "decide-granted_to": extension.wanted_on.isoformat(),
        "decide-decision": "Rimelig ut fra begrunnelsen.",
    }
    assert client.post(address("extension_decide", current), answer).status_code == 302
    client.force_login(leader)
    page = client.get(current.get_absolute_url()).content.decode()
    assert "innvilget" in page
    assert "Rimelig ut fra begrunnelsen." in page
    assert "Søk om utsettelse" in page


@pytest.mark.parametrize(
    ("wanted_on", "reason", "expected"),
    [
        ("2020-01-01", REASON, "Velg en dag etter fristen"),
        ("2226-01-01", REASON, "høyst ett år"),
        ("i morgen", REASON, "ask-wanted_on"),
        ("", "", "Skriv hvorfor senteret trenger mer tid."),
        ("", "Født 01010050053", "Teksten inneholder et fødselsnummer"),
    ],
    ids=["past", "slip", "no-date", "no-reason", "identity-number"],
)
def test_bad_input_is_told_at_the_field_and_kept(
    client: Client,
    current: ReportObligation,
    leader: User,
    wanted_on: str,
    reason: str,
    expected: str,
) -> None:
    client.force_login(leader)
    response = client.post(address("extension_ask", current), sent(wanted_on, reason))
    assert response.status_code == 422
    assert expected in response.content.decode()
    assert reason in response.content.decode()
    assert not Extension.objects.exists()


def test_granting_needs_a_day_and_every_decision_a_text(
    client: Client, current: ReportObligation, leader: User, directorate: User
) -> None:
    soon = timezone.localdate() + timedelta(days=30)
    extension = ask(current, leader, wanted_on=soon)
    client.force_login(directorate)
    answer = {"decide-extension": str(extension.pk), "decide-answer": "grant"}
    response = client.post(address("extension_decide", current), answer)
    assert response.status_code == 422
    assert "Velg den nye fristen." in response.content.decode()
    assert "Skriv en begrunnelse for vedtaket." in response.content.decode()


def test_a_decision_that_came_second_keeps_what_was_typed(
    client: Client, current: ReportObligation, leader: User, directorate: User
) -> None:
    soon = timezone.localdate() + timedelta(days=30)
    extension = ask(current, leader, wanted_on=soon)
    decide(extension, directorate, None)
    client.force_login(directorate)
    answer = {
        "decide-extension": str(extension.pk),
        "decide-answer": "grant",
        "decide-granted_to": soon.isoformat(),
        "decide-decision": "Min egen begrunnelse.",
    }
    response = client.post(address("extension_decide", current), answer)
    assert response.status_code == 422
    assert "allerede avgjort" in response.content.decode()
    assert "Min egen begrunnelse." in response.content.decode()


def test_the_leader_takes_texts_out_on_the_page(
    client: Client, current: ReportObligation, leader: User
) -> None:
    soon = timezone.localdate() + timedelta(days=30)
    extension = ask(current, leader, wanted_on=soon)
    client.force_login(leader)
    chosen = {"texts": [f"reason-{extension.pk}"], "reason": "Navn."}
    assert client.post(address("extension_redact", current), chosen).status_code == 302
    page = client.get(current.get_absolute_url()).content.decode()
    assert REASON not in page
    assert REDACTED in page


def test_a_letter_with_another_day_shows_beside_the_due_date(
    client: Client, centre: Centre, leader: User
) -> None:
    obligation = add_obligation(centre)
    add_grant(centre, report_due_on=date(2026, 5, 15))
    client.force_login(leader)
    page = client.get(obligation.get_absolute_url()).content.decode()
    assert "Brevet sier en annen dag" in page
    assert "15. mai 2026" in page
