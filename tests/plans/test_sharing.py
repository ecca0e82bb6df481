"""Partners, statements and deleting: who is asked, who answers, and what can be taken back."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assignments.plans import actions
from assignments.plans.actions import StatementValues
from assignments.plans.models import Assignment, AssignmentPartner, ClosedYear, Statement
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.notifications.models import Letter
from tests.factories import ActivityFactory, UserFactory

State = AssignmentPartner.State


@pytest.fixture
def partner(
    assignment: Assignment, leader: User, leader_elsewhere: User, centre_elsewhere: Centre
) -> AssignmentPartner:
    """The other centre is asked."""
    actions.ask_centres(assignment=assignment, centres=[centre_elsewhere], by=leader)
    return assignment.partners.get()


def letters(kind: str) -> list[str]:
    return list(Letter.objects.filter(kind=f"plans.{kind}").values_list("address", flat=True))


def test_the_other_leader_is_asked_once_by_letter(
    client: Client,
    leader: User,
    leader_elsewhere: User,
    centre_elsewhere: Centre,
    assignment: Assignment,
) -> None:
    client.force_login(leader)
    url = reverse("plans:partners_ask", args=[assignment.pk])
    for _time in range(2):
        client.post(url, {"centres": [centre_elsewhere.code]})
    assert letters("partner_asked") == [leader_elsewhere.email]
    assert assignment.partners.get().state == State.ASKED


def test_a_partner_that_accepts_may_use_the_tiltak_and_not_before(
    client: Client,
    leader: User,
    leader_elsewhere: User,
    centre_elsewhere: Centre,
    partner: AssignmentPartner,
) -> None:
    usable = Assignment.objects.usable_by([centre_elsewhere])
    assert not usable.exists()
    client.force_login(leader_elsewhere)
    args = [partner.assignment_id, partner.pk]
    url = reverse("plans:partner_answer", args=args)
    for _time in range(2):
        client.post(url, {"accepts": "1", "answer": "Gjerne."})
    assert usable.get() == partner.assignment
    assert letters("partner_accepted") == [leader.email]
    client.post(reverse("plans:partner_leave", args=args), {"answer": "Ferdig."})
    assert not usable.exists()
    assert client.get(partner.assignment.get_absolute_url()).status_code == 404


def test_only_the_asked_centres_leader_answers(
    leader: User, adviser: User, partner: AssignmentPartner, centre_elsewhere: Centre
) -> None:
    elsewhere = UserFactory.create(role=(centre_elsewhere.organisation, "adviser"))
    for person in (leader, adviser, elsewhere):
        with pytest.raises(PermissionDenied):
            actions.answer_as_partner(partner=partner, accepts=True, answer="", by=person)


def test_a_centre_that_said_no_can_be_asked_again(
    leader: User, leader_elsewhere: User, partner: AssignmentPartner
) -> None:
    actions.answer_as_partner(partner=partner, accepts=False, answer="Nei.", by=leader_elsewhere)
    with pytest.raises(actions.AnsweredAlreadyError):
        actions.answer_as_partner(partner=partner, accepts=True, answer="", by=leader_elsewhere)
    actions.ask_centres(assignment=partner.assignment, centres=[partner.centre], by=leader)
    partner.refresh_from_db()
    assert (partner.state, partner.answer) == (State.ASKED, "")


def values(userorg: User) -> dict[str, Any]:
    organisation = userorg.memberships.get().organisation
    return {
        "text": "Brukere har vært med.",
        "evidence": "Referat 3/25",
        "organisation": organisation.pk,
        "version": "0",
    }


@pytest.fixture
def statement(assignment: Assignment, leader: User, userorg: User) -> Statement:
    named = userorg.memberships.get().organisation
    told = StatementValues(text="Brukere var med.", evidence="Referat", organisation=named)
    return actions.save_statement(
        assignment=assignment, kind="participation", values=told, version=0, by=leader
    )


def test_a_named_organisation_is_told_and_the_text_stands_unconfirmed(
    client: Client, leader: User, userorg: User, assignment: Assignment
) -> None:
    client.force_login(leader)
    url = reverse("plans:statement_edit", args=[assignment.pk, "participation"])
    file = SimpleUploadedFile("referat.txt", b"Referat")
    for _time in range(2):
        client.post(url, {**values(userorg), "attached": file} if not _time else values(userorg))
    assert letters("statement_named") == [userorg.email]
    page = client.get(assignment.get_absolute_url()).content.decode()
    assert "ikke bekreftet" in page
    assert "forankring i ledelsen, samordning på tvers av etater" in page
    assert "referat.txt" in page


def test_the_organisation_confirms_and_a_new_text_is_unconfirmed_again(
    client: Client, leader: User, userorg: User, statement: Statement
) -> None:
    client.force_login(userorg)
    url = reverse("plans:statement_answer", args=[statement.pk])
    assert "Brukere var med." in client.get(url).content.decode()
    client.post(url, {"verdict": "confirm", "version": "1"})
    statement.refresh_from_db()
    assert statement.state == Statement.State.CONFIRMED
    assert letters("statement_answered") == [leader.email]
    told = StatementValues(
        text="Mange var med.", evidence="Referat", organisation=statement.organisation
    )
    actions.save_statement(
        assignment=statement.assignment,
        kind="participation",
        values=told,
        version=statement.version,
        by=leader,
    )
    statement.refresh_from_db()
    assert (statement.state, statement.answered_by) == (Statement.State.UNCONFIRMED, None)


def test_a_text_changed_after_it_was_read_is_not_confirmed(
    client: Client, leader: User, userorg: User, statement: Statement
) -> None:
    told = StatementValues(text="Nytt.", evidence="Referat", organisation=statement.organisation)
    actions.save_statement(
        assignment=statement.assignment, kind="participation", values=told, version=1, by=leader
    )
    client.force_login(userorg)
    url = reverse("plans:statement_answer", args=[statement.pk])
    body = {"verdict": "correct", "answer": "Vi var ikke med.", "version": "1"}
    response = client.post(url, body)
    assert "Nytt." in response.content.decode()
    assert response.context["form"]["answer"].value() == "Vi var ikke med."
    client.post(url, {**body, "version": response.context["form"]["version"].value()})
    statement.refresh_from_db()
    assert statement.state == Statement.State.CORRECTED


def test_a_correction_says_what_is_wrong(
    client: Client, userorg: User, statement: Statement
) -> None:
    client.force_login(userorg)
    url = reverse("plans:statement_answer", args=[statement.pk])
    response = client.post(url, {"verdict": "correct", "answer": "", "version": "1"})
    assert "answer" in response.context["form"].errors


def test_another_organisation_sees_nothing(client: Client, statement: Statement) -> None:
    party = statement.organisation
    assert party is not None
    other = UserFactory.create(
        role=(type(party).objects.create(kind=party.kind, name="En annen"), "user_organisation")
    )
    client.force_login(other)
    assert client.get(reverse("plans:statement_answer", args=[statement.pk])).status_code == 404
    assert client.get(reverse("plans:statement_list")).context["rows"] == []


def delete(client: Client, assignment: Assignment, reason: str = "Laget to ganger.") -> Any:
    url = reverse("plans:assignment_delete", args=[assignment.pk])
    return client.post(url, {"reason": reason, "version": assignment.version})


def test_a_deleted_tiltak_is_gone_from_lists_and_choices_and_comes_back(
    client: Client, leader: User, assignment: Assignment, centre: Centre
) -> None:
    client.force_login(leader)
    assert "reason" in delete(client, assignment, reason="").context["form"].errors
    delete(client, assignment)
    assert not Assignment.objects.usable_by([centre]).exists()
    url = reverse("plans:assignment_list")
    assert client.get(url, {"year": ""}).context["rows"] == []
    only = client.get(url, {"deleted": "only"}).context["rows"]
    assert [row.title for row in only] == [assignment.title]
    page = client.get(assignment.get_absolute_url()).content.decode()
    assert "Laget to ganger." in page
    assert client.get(reverse("plans:assignment_edit", args=[assignment.pk])).status_code == 403
    for _time in range(2):
        client.post(reverse("plans:assignment_restore", args=[assignment.pk]))
    assert Assignment.objects.usable_by([centre]).get() == assignment
    kinds = Event.objects.filter(kind__startswith="plans.").values_list("kind", flat=True)
    assert sorted(kinds) == ["plans.deleted", "plans.restored"]


@pytest.mark.parametrize("is_own", [True, False], ids=["own report", "a partner's report"])
def test_a_reported_tiltak_cannot_be_deleted(
    client: Client,
    leader: User,
    leader_elsewhere: User,
    assignment: Assignment,
    centre_elsewhere: Centre,
    is_own: bool,
) -> None:
    centre = assignment.centre if is_own else centre_elsewhere
    ClosedYear.objects.create(centre=centre, year=2025, closed_by=leader)
    ActivityFactory.create(centre=centre, registered_by=leader_elsewhere, assignment=assignment)
    client.force_login(leader)
    assert "2025" in str(delete(client, assignment).context["form"].errors)
    assignment.refresh_from_db()
    assert assignment.deleted_at is None


def test_directorate_and_partners_never_see_a_deleted_tiltak(
    client: Client,
    leader: User,
    directorate: User,
    leader_elsewhere: User,
    partner: AssignmentPartner,
) -> None:
    actions.delete_assignment(assignment=partner.assignment, reason="Feil.", version=1, by=leader)
    for person in (directorate, leader_elsewhere):
        client.force_login(person)
        assert client.get(partner.assignment.get_absolute_url()).status_code == 404
