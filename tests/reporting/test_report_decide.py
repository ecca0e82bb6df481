"""The directorate answers: point by point, then approved, or returned as a new version."""

import threading
from typing import Any

import pghistory
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from assignments.plans.conflicts import StaleVersionError
from assignments.plans.years import is_closed
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.audit.models import Event
from korus_portal.notifications.models import Letter
from korus_portal.notifications.redaction import REDACTED
from reporting import canonical, frozen, rules, texts
from reporting.actions import approving, deciding, leaving, redacting, submitting, writing
from reporting.actions.errors import AlreadyDecidedError
from reporting.models import AnnualReport, ItemAssessment, ReportAnswer
from tests.factories import UserFactory
from tests.reporting.report_year import settled_grant, signed_for, submitted_report

COMMENT = "Utdyp resultatene av kursene."


@pytest.fixture
def submitted(ready_report: AnnualReport, leader: User, directorate: User) -> AnnualReport:
    grant = settled_grant(ready_report)
    item = grant.items.create(kind="goal", number="3.2", text="Nå alle kommuner", position=1)
    ready_report.answers.create(item=item, body="Vi nådde **alle**.", state="ready")
    report = submitted_report(ready_report, leader)
    Letter.objects.all().delete()
    return report


@pytest.fixture
def point(submitted: AnnualReport) -> ReportAnswer:
    return submitted.answers.select_related("report").exclude(item=None).get()


@pytest.fixture
def colleague(directorate: User) -> User:
    party = directorate.memberships.get().organisation
    return UserFactory.create(role=(party, Role.DIRECTORATE))


def moved_to_the_directorate(person: User, leader: User, directorate: User) -> User:
    """Has left the centre since."""
    for held in person.memberships.all():
        held.ended_at, held.ended_by = held.created_at, leader
        held.save()
    party = directorate.memberships.get().organisation
    Membership.objects.create(user=person, organisation=party, role=Role.DIRECTORATE)
    return User.objects.get(pk=person.pk)


def test_approving_is_recorded_and_told_to_the_leader(
    submitted: AnnualReport, leader: User, directorate: User
) -> None:
    deciding.approve_report(
        report=submitted, attainment="mostly", comment="Godt arbeid.", by=directorate
    )
    submitted.refresh_from_db()
    assert submitted.status == AnnualReport.Status.APPROVED
    assert (submitted.attainment, submitted.decided_by) == ("mostly", directorate)
    assert Event.objects.get(kind="reporting.report_approved").by_id == directorate.pk
    letter = Letter.objects.get()
    assert letter.to == leader
    assert "Godt arbeid." in letter.body
    assert "målene er i hovedsak nådd" in letter.body


def test_approving_owes_the_attainment(
    client: Client, submitted: AnnualReport, directorate: User
) -> None:
    client.force_login(directorate)
    url = reverse("reporting:report_approve", args=[submitted.pk])
    answer = client.post(url, {"approve-comment": "Fint."})
    assert answer.status_code == 422
    assert "Velg måloppnåelse." in answer.content.decode()
    assert "Fint." in answer.content.decode()
    assert client.post(url, {"approve-attainment": "reached"}).status_code == 302


def test_returning_starts_a_new_version_and_keeps_the_old(
    submitted: AnnualReport, centre: Centre, leader: User, directorate: User
) -> None:
    following = deciding.return_report(report=submitted, comment=COMMENT, by=directorate)
    submitted.refresh_from_db()
    assert submitted.status == AnnualReport.Status.RETURNED
    assert (following.number, following.is_draft) == (2, True)
    assert canonical.verify(submitted)
    assert is_closed(centre.pk, 2025)
    letter = Letter.objects.get()
    assert (letter.to, letter.path) == (leader, following.get_absolute_url())
    assert COMMENT in letter.body


def test_the_new_version_is_submitted_in_the_closed_year_and_approved(
    submitted: AnnualReport, leader: User, directorate: User
) -> None:
    following = deciding.return_report(report=submitted, comment=COMMENT, by=directorate)
    entry = following.entries.get(assignment__title="Kurs for kommunene")
    writing.write_entry(
        entry=entry, brief="Utdypet.", extended="", version=entry.version, by=leader
    )
    second = submitted_report(following, leader)
    deciding.approve_report(report=second, attainment="reached", comment="", by=directorate)
    statuses = AnnualReport.objects.order_by("number").values_list("status", flat=True)
    assert list(statuses) == ["returned", "approved"]
    submitted.refresh_from_db()
    assert second.figures_sha256 != submitted.figures_sha256


def test_the_old_version_stays_readable_for_both_sides(
    client: Client, submitted: AnnualReport, leader: User, directorate: User
) -> None:
    deciding.return_report(report=submitted, comment=COMMENT, by=directorate)
    for reader in (leader, directorate):
        client.force_login(reader)
        page = client.get(submitted.get_absolute_url())
        assert page.status_code == 200
        assert COMMENT in page.content.decode()


def test_the_new_version_shows_what_to_mend(
    client: Client, submitted: AnnualReport, leader: User, directorate: User
) -> None:
    following = deciding.return_report(report=submitted, comment=COMMENT, by=directorate)
    client.force_login(leader)
    assert COMMENT in client.get(following.get_absolute_url()).content.decode()


def test_returning_owes_a_comment(
    client: Client, submitted: AnnualReport, directorate: User
) -> None:
    client.force_login(directorate)
    url = reverse("reporting:report_return", args=[submitted.pk])
    answer = client.post(url, {"return-comment": " "})
    assert answer.status_code == 422
    assert "Skriv hva senteret må rette eller utdype." in answer.content.decode()
    submitted.refresh_from_db()
    assert submitted.status == AnnualReport.Status.SUBMITTED


def test_the_point_of_the_letter_stands_beside_its_answer(
    client: Client, submitted: AnnualReport, directorate: User
) -> None:
    client.force_login(directorate)
    page = client.get(reverse("reporting:report_decision", args=[submitted.pk])).content.decode()
    assert "Punkt 3.2" in page
    assert "Nå alle kommuner" in page
    assert "Vi nådde <strong>alle</strong>." in page


def test_points_are_assessed_one_by_one_and_shown_to_the_centre_when_decided(
    client: Client, submitted: AnnualReport, point: ReportAnswer, leader: User, directorate: User
) -> None:
    client.force_login(directorate)
    prefix = f"point-{point.pk}"
    sent = {
        f"{prefix}-attainment": "partly",
        f"{prefix}-comment": "Ett gjensto.",
        f"{prefix}-version": "0",
    }
    url = reverse("reporting:report_assess", args=[submitted.pk, point.pk])
    assert client.post(url, sent)["Location"].endswith(f"#punkt-{point.pk}")
    stored = ItemAssessment.objects.get(answer=point)
    assert (stored.attainment, stored.comment, stored.version) == ("partly", "Ett gjensto.", 1)
    shown = reverse("reporting:report_decision", args=[submitted.pk])
    client.force_login(leader)
    assert "Ett gjensto." not in client.get(shown).content.decode()
    deciding.approve_report(report=submitted, attainment="mostly", comment="", by=directorate)
    assert "Ett gjensto." in client.get(shown).content.decode()


def test_a_colleague_who_was_first_is_not_overwritten(
    client: Client,
    submitted: AnnualReport,
    point: ReportAnswer,
    directorate: User,
    colleague: User,
) -> None:
    told: dict[str, Any] = {"answer": point, "attainment": "", "version": 0}
    deciding.assess_item(comment="Kollegaens.", by=colleague, **told)
    with pytest.raises(StaleVersionError):
        deciding.assess_item(comment="Min.", by=directorate, **told)
    client.force_login(directorate)
    prefix = f"point-{point.pk}"
    url = reverse("reporting:report_assess", args=[submitted.pk, point.pk])
    sent = {f"{prefix}-comment": "Min.", f"{prefix}-attainment": "", f"{prefix}-version": "0"}
    answer = client.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Kollegaens." in page
    assert "Min." in page
    assert client.post(url, sent | {f"{prefix}-version": "1"}).status_code == 302
    assert ItemAssessment.objects.get().comment == "Min."


def test_an_assessment_sent_twice_is_stored_once(
    client: Client, submitted: AnnualReport, point: ReportAnswer, directorate: User
) -> None:
    client.force_login(directorate)
    prefix = f"point-{point.pk}"
    url = reverse("reporting:report_assess", args=[submitted.pk, point.pk])
    sent = {f"{prefix}-comment": "Min.", f"{prefix}-attainment": "", f"{prefix}-version": "0"}
    assert [client.post(url, sent).status_code for _click in range(2)] == [302, 302]
    assert ItemAssessment.objects.get().version == 1


def test_an_assessment_says_something(
    client: Client, submitted: AnnualReport, point: ReportAnswer, directorate: User
) -> None:
    client.force_login(directorate)
    url = reverse("reporting:report_assess", args=[submitted.pk, point.pk])
    answer = client.post(url, {f"point-{point.pk}-version": "0"})
    assert answer.status_code == 422
    assert "Velg måloppnåelse eller skriv en merknad." in answer.content.decode()


def test_nothing_is_assessed_after_the_decision(
    submitted: AnnualReport, point: ReportAnswer, directorate: User
) -> None:
    deciding.approve_report(report=submitted, attainment="reached", comment="", by=directorate)
    with pytest.raises(AlreadyDecidedError):
        deciding.assess_item(answer=point, attainment="not", comment="", version=0, by=directorate)


def test_what_was_held_of_a_point_is_shown_with_the_next_version(
    client: Client, submitted: AnnualReport, point: ReportAnswer, leader: User, directorate: User
) -> None:
    deciding.assess_item(
        answer=point, attainment="not", comment="Ikke vist.", version=0, by=directorate
    )
    following = deciding.return_report(report=submitted, comment=COMMENT, by=directorate)
    second = submitted_report(following, leader)
    client.force_login(directorate)
    page = client.get(reverse("reporting:report_decision", args=[second.pk])).content.decode()
    assert "Ikke vist." in page


def test_what_was_held_of_a_version_that_was_taken_back_stays_with_the_directorate(
    client: Client, submitted: AnnualReport, point: ReportAnswer, leader: User, directorate: User
) -> None:
    """It was never decided: the working notes of a decision that was not taken."""
    deciding.assess_item(
        answer=point, attainment="not", comment="Ikke vist.", version=0, by=directorate
    )
    following = leaving.withdraw_report(report=submitted, reason="Feil tall.", by=leader)
    second = submitted_report(following, leader)
    deciding.approve_report(report=second, attainment="reached", comment="", by=directorate)
    shown = reverse("reporting:report_decision", args=[second.pk])
    for reader, sees in ((directorate, True), (leader, False)):
        client.force_login(reader)
        assert ("Ikke vist." in client.get(shown).content.decode()) == sees


def test_an_adviser_who_also_sits_in_the_directorate_reads_assessments_when_decided(
    client: Client,
    submitted: AnnualReport,
    point: ReportAnswer,
    centre: Centre,
    directorate: User,
    colleague: User,
) -> None:
    deciding.assess_item(
        answer=point, attainment="not", comment="Ikke vist.", version=0, by=directorate
    )
    Membership.objects.create(user=colleague, organisation=centre.organisation, role=Role.ADVISER)
    client.force_login(colleague)
    page = client.get(reverse("reporting:report_decision", args=[submitted.pk])).content.decode()
    assert "Ikke vist." not in page


def test_the_attainment_is_shown_over_the_years_to_those_concerned(
    client: Client, submitted: AnnualReport, leader: User, leader_elsewhere: User, directorate: User
) -> None:
    deciding.approve_report(
        report=submitted, attainment="partly", comment="Halvveis.", by=directorate
    )
    url = reverse("reporting:assessment_list")
    for reader, sees in ((leader, True), (directorate, True), (leader_elsewhere, False)):
        client.force_login(reader)
        page = client.get(url).content.decode()
        assert ("Halvveis." in page, "målene er delvis nådd" in page) == (sees, sees)


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_asks_the_same_however_many_points(
    client: Client,
    submitted: AnnualReport,
    point: ReportAnswer,
    directorate: User,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    assert point.item is not None
    for number in range(count):
        item = point.item.grant.items.create(
            kind="goal", number=f"4.{number}", text="Mål", position=number
        )
        answer = submitted.answers.create(item=item, body="Svar.")
        answer.links.create(
            assignment=submitted.entries.exclude(assignment=None)[0].assignment,
            added_by=directorate,
        )
    client.force_login(directorate)
    with django_assert_max_num_queries(75):
        client.get(reverse("reporting:report_decision", args=[submitted.pk]))


@pytest.mark.parametrize("url_name", ["report_return", "report_approve", "report_ask"])
def test_the_centre_and_strangers_do_not_decide(
    client: Client,
    submitted: AnnualReport,
    leader: User,
    adviser: User,
    leader_elsewhere: User,
    url_name: str,
) -> None:
    url = reverse(f"reporting:{url_name}", args=[submitted.pk])
    text = {"return-comment": COMMENT, "approve-attainment": "reached"}
    for person, expected in ((leader, 403), (adviser, 403), (leader_elsewhere, 404)):
        client.force_login(person)
        assert client.post(url, text).status_code == expected


def test_nobody_at_the_directorate_who_belongs_to_the_centre_decides(
    submitted: AnnualReport, centre: Centre, directorate: User
) -> None:
    Membership.objects.create(user=directorate, organisation=centre.organisation, role=Role.ADVISER)
    both = User.objects.get(pk=directorate.pk)
    with pytest.raises(PermissionDenied):
        deciding.approve_report(report=submitted, attainment="reached", comment="", by=both)


WAYS = {"entry": "entries", "section": "sections", "answer": "answers", "account": "accounts"}
PARTS = [
    *WAYS,
    "line",
    "cost",
    "gone",
    "unreached",
    "waiver",
    "approver",
    "comment",
    "link",
    "handed_in",
]


def write(part: str, report: AnnualReport, person: User) -> None:
    """What the writing actions leave in the history, with the mark that they set."""
    with pghistory.context(user=person.pk, wrote_report=True):
        if part in WAYS:
            row = getattr(report, WAYS[part]).first()
            row.version += 1
            row.save()
        elif part == "line":
            report.accounts.get().lines.update(actual=100_000, reason="x")
        elif part == "cost":
            report.shared_costs.create(name="Husleie", amount=1)
        elif part == "gone":
            report.shared_costs.create(name="Strøm", amount=1).delete()


def sign(part: str, report: AnnualReport, person: User, municipality: Any) -> None:
    """What names the person in a column of its own."""
    match part:
        case "unreached":
            report.not_reached.create(municipality=municipality, reason="no_need", set_by=person)
        case "waiver":
            report.waivers.create(check_name="x", reason="y", waived_by=person)
        case "approver":
            report.approvers.create(user=person, named_by=person)
        case "comment":
            report.comments.create(
                target="report", audience="centre", text="Nå.", written_by=person
            )
        case "link":
            answer, entry = report.answers.first(), report.entries.first()
            assert answer is not None
            assert entry is not None
            answer.links.create(assignment=entry.assignment, added_by=person)
        case "handed_in":
            submission = report.submission
            submission.reference, submission.handed_in_by = "AR1", person
            submission.handed_in_on = submission.signed_on
            submission.save()


@pytest.mark.parametrize("part", PARTS)
def test_nobody_who_had_a_part_in_any_version_decides(
    submitted: AnnualReport, leader: User, directorate: User, municipality: Any, part: str
) -> None:
    """A former colleague may sit in the directorate today."""
    person = UserFactory.create()
    party = directorate.memberships.get().organisation
    Membership.objects.create(user=person, organisation=party, role=Role.DIRECTORATE)
    assert rules.can_decide_report(person, submitted)
    write(part, submitted, person)
    sign(part, submitted, person, municipality)
    assert not rules.can_decide_report(User.objects.get(pk=person.pk), submitted)
    following = deciding.return_report(report=submitted, comment=COMMENT, by=directorate)
    assert not rules.can_decide_report(User.objects.get(pk=person.pk), following)


def test_nobody_at_the_directorate_who_wrote_it_decides(
    ready_report: AnnualReport, adviser: User, leader: User, directorate: User
) -> None:
    """By the writing action itself, not only by its traces."""
    entry = ready_report.entries.get(assignment__title="Kurs for kommunene")
    writing.write_entry(entry=entry, brief="Mitt.", extended="", version=entry.version, by=adviser)
    report = submitted_report(ready_report, leader)
    moved = moved_to_the_directorate(adviser, leader, directorate)
    with pytest.raises(PermissionDenied):
        deciding.approve_report(report=report, attainment="reached", comment="", by=moved)


def test_who_approved_inside_the_centre_does_not_decide(
    ready_report: AnnualReport, adviser: User, leader: User, directorate: User
) -> None:
    approving.send_for_approval(report=ready_report, approvers=[adviser], by=leader)
    report = AnnualReport.objects.get(pk=ready_report.pk)
    approving.approve_content(report=report, sha256=frozen.content_sha256(report), by=adviser)
    submitting.submit_report(report=report, signed=signed_for(report), by=leader)
    moved = moved_to_the_directorate(adviser, leader, directorate)
    assert not rules.can_decide_report(moved, report)


def test_a_directorate_reader_who_returned_it_may_decide_the_next_version(
    client: Client, submitted: AnnualReport, leader: User, directorate: User
) -> None:
    client.force_login(directorate)
    client.post(
        reverse("reporting:report_return", args=[submitted.pk]), {"return-comment": COMMENT}
    )
    following = submitted_report(AnnualReport.objects.get(number=2), leader)
    url = reverse("reporting:report_approve", args=[following.pk])
    client.post(url, {"approve-attainment": "reached"})
    following.refresh_from_db()
    assert following.status == AnnualReport.Status.APPROVED


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does_it(
    submitted: AnnualReport, directorate: User, colleague: User
) -> None:
    start, outcomes = threading.Barrier(2), []

    def attempt(action: Any, by: User, **more: str) -> None:
        try:
            start.wait(timeout=10)
            action(report=submitted, comment=COMMENT, by=by, **more)
            outcomes.append("decided")
        except AlreadyDecidedError:
            outcomes.append("told")
        finally:
            connection.close()

    approve = {"attainment": "reached"}
    threads = [
        threading.Thread(
            target=attempt, args=[deciding.approve_report, directorate], kwargs=approve
        ),
        threading.Thread(target=attempt, args=[deciding.return_report, colleague]),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["decided", "told"]


def test_the_leader_takes_a_name_out_of_what_the_directorate_wrote(
    submitted: AnnualReport, point: ReportAnswer, leader: User, directorate: User
) -> None:
    deciding.assess_item(
        answer=point, attainment="", comment="Ola Nordmann sa nei.", version=0, by=directorate
    )
    before = [text.name for text in texts.redactable(submitted)]
    assert not any(name.startswith("assessment:") for name in before)
    following = deciding.return_report(report=submitted, comment="Spør Ola.", by=directorate)
    submitted.refresh_from_db()
    names = [text.name for text in texts.redactable(submitted)]
    wanted = [name for name in names if name.startswith(("assessment:", "decision:"))]
    assert len(wanted) == 2
    redacting.redact_report(report=following, names=wanted, reason="Personnavn", by=leader)
    submitted.refresh_from_db()
    assert submitted.comment == REDACTED
    assert ItemAssessment.objects.get().comment == REDACTED
    assert "Ola" not in Letter.objects.get(kind="reporting.report_returned").body
