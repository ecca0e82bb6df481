"""Comments beside the texts: who reads which, who is told, and who may settle them."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from korus_portal.accounts.models import User
from korus_portal.notifications.models import Notice
from reporting import comments, targets
from reporting.actions import commenting
from reporting.models import AnnualReport, ReportComment

INTRODUCTION = "section:introduction"


def say(report: AnnualReport, by: User, audience: str, text: str = "Se her.") -> ReportComment:
    target = targets.targets(report)[INTRODUCTION]
    return commenting.add_comment(report=report, target=target, audience=audience, text=text, by=by)


def received(report: AnnualReport) -> AnnualReport:
    """As the directorate has it; what was frozen is not the matter here."""
    now = timezone.now()
    AnnualReport.objects.filter(pk=report.pk).update(
        status="submitted",
        submitted_by=report.started_by,
        submitted_at=now,
        received_at=now,
        figures_sha256="0" * 64,
    )
    return AnnualReport.objects.get(pk=report.pk)


def seen_by(client: Client, user: User, report: AnnualReport) -> str:
    client.force_login(user)
    url = reverse("reporting:report_comments", args=[report.pk])
    return client.get(url, {"vis": "alle"}).content.decode()


def told() -> set[int]:
    return set(Notice.objects.filter(kind="reporting.commented").values_list("user", flat=True))


def test_each_side_reads_its_own_and_what_is_shared(
    client: Client, report: AnnualReport, adviser: User, leader: User, directorate: User
) -> None:
    say(report, adviser, "centre", "Bare vi leser.")
    say(report, adviser, "directorate", "Begge leser.")
    sent = received(report)
    say(sent, directorate, "office", "Bare kontoret leser.")
    say(sent, directorate, "directorate", "Direktoratet spør.")
    at_the_centre, at_the_office = seen_by(client, leader, sent), seen_by(client, directorate, sent)
    for text, at_centre, at_office in [
        ("Bare vi leser.", True, False),
        ("Begge leser.", True, True),
        ("Bare kontoret leser.", False, True),
        ("Direktoratet spør.", True, True),
    ]:
        assert (text in at_the_centre, text in at_the_office) == (at_centre, at_office), text


def test_the_directorate_reads_and_writes_nothing_of_a_draft(
    client: Client, report: AnnualReport, adviser: User, directorate: User
) -> None:
    say(report, adviser, "directorate")
    assert not ReportComment.objects.visible_to(directorate).exists()
    assert comments.audiences_for(directorate, report) == []
    with pytest.raises(PermissionDenied):
        say(report, directorate, "office")


def test_who_belongs_to_the_centre_never_reads_the_offices_notes(
    report: AnnualReport, leader: User, directorate: User
) -> None:
    sent = received(report)
    note = say(sent, directorate, "office")
    directorate.memberships.create(role="adviser", organisation=report.centre.organisation)
    both = User.objects.get(pk=directorate.pk)
    assert not ReportComment.objects.visible_to(both).exists()
    assert not comments.can_read(both, note)
    with pytest.raises(PermissionDenied):
        say(sent, both, "office", "Nytt notat.")


@pytest.mark.parametrize("audience", ["office", "x", ""])
def test_the_centre_writes_no_notes_for_the_office(
    client: Client, report: AnnualReport, adviser: User, audience: str
) -> None:
    client.force_login(adviser)
    sent = {"target": "report", "audience": audience, "text": "Hei."}
    url = reverse("reporting:comment_add", args=[report.pk])
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "Hei." in answer.content.decode()
    assert not ReportComment.objects.exists()


def test_a_comment_stands_beside_its_text_with_its_answers(
    client: Client, report: AnnualReport, adviser: User, leader: User
) -> None:
    client.force_login(adviser)
    sent = {"target": INTRODUCTION, "audience": "centre", "text": "Kort dette ned."}
    url = reverse("reporting:comment_add", args=[report.pk])
    answer = client.post(url, sent | {"beside": INTRODUCTION})
    page_url = reverse("reporting:section_edit", args=[report.pk, "introduction"])
    assert answer["Location"] == f"{page_url}#kommentarer"
    comment = ReportComment.objects.get()
    client.force_login(leader)
    reply = reverse("reporting:comment_reply", args=[report.pk, comment.pk])
    client.post(reply, {"text": "Enig.", "beside": INTRODUCTION})
    page = client.get(page_url).content.decode()
    assert "Kort dette ned." in page
    assert "Enig." in page
    other = reverse("reporting:section_edit", args=[report.pk, "next_year"])
    assert "Kort dette ned." not in client.get(other).content.decode()
    assert "Kort dette ned." in seen_by(client, adviser, report)


def test_settled_comments_are_hidden_until_asked_for(
    client: Client, report: AnnualReport, adviser: User, leader: User
) -> None:
    comment = say(report, adviser, "centre", "Er tallet rett?")
    client.force_login(leader)
    url = reverse("reporting:report_comments", args=[report.pk])
    assert "Er tallet rett?" in client.get(url).content.decode()
    resolve = reverse("reporting:comment_resolve", args=[report.pk, comment.pk])
    for _click in range(2):
        client.post(resolve)
    comment.refresh_from_db()
    assert comment.resolved_by == leader
    assert "Er tallet rett?" not in client.get(url).content.decode()
    assert "Er tallet rett?" in client.get(url, {"vis": "alle"}).content.decode()
    client.post(resolve, {"open": "1"})
    assert "Er tallet rett?" in client.get(url).content.decode()


def test_the_same_comment_sent_twice_is_one(report: AnnualReport, adviser: User) -> None:
    first = say(report, adviser, "centre")
    assert say(report, adviser, "centre") == first
    target = targets.targets(report)[INTRODUCTION]
    one = commenting.reply(comment=first, target=target, text="Ja.", by=adviser)
    assert commenting.reply(comment=first, target=target, text="Ja.", by=adviser) == one


def test_the_owner_and_who_spoke_before_are_told_once(
    report: AnnualReport, adviser: User, leader: User
) -> None:
    report.sections.filter(key="introduction").update(owner=leader)
    say(report, adviser, "centre")
    assert told() == {leader.pk}
    Notice.objects.all().delete()
    say(report, leader, "centre", "Svar til deg.")
    assert told() == {adviser.pk}


def test_nobody_is_told_of_what_they_may_not_read(
    report: AnnualReport, adviser: User, leader: User, directorate: User
) -> None:
    report.sections.filter(key="introduction").update(owner=leader)
    say(report, adviser, "directorate")
    sent = received(report)
    Notice.objects.all().delete()
    say(sent, directorate, "office", "Et notat.")
    assert told() == set()
    say(sent, directorate, "directorate", "Et spørsmål.")
    assert told() == {leader.pk, adviser.pk}
    page = reverse("reporting:report_comments", args=[sent.pk])
    say(sent, adviser, "directorate", "Et svar.")
    assert Notice.objects.get(user=directorate).path == page
    Notice.objects.all().delete()
    say(sent, adviser, "centre", "Hva svarer vi?")
    assert told() == {leader.pk}


def test_strangers_and_hidden_comments_are_not_found(
    client: Client, report: AnnualReport, adviser: User, directorate: User, leader_elsewhere: User
) -> None:
    hidden = say(report, adviser, "centre")
    sent = received(report)
    client.force_login(directorate)
    for name in ("comment_reply", "comment_resolve"):
        url = reverse(f"reporting:{name}", args=[sent.pk, hidden.pk])
        assert client.post(url, {"text": "x"}).status_code == 404
    client.force_login(leader_elsewhere)
    url = reverse("reporting:comment_resolve", args=[sent.pk, hidden.pk])
    assert client.post(url).status_code == 404


def test_a_version_that_was_left_takes_no_more_comments(
    client: Client, report: AnnualReport, adviser: User
) -> None:
    AnnualReport.objects.filter(pk=report.pk).update(
        status="withdrawn",
        left_reason="Feil.",
        submitted_by=adviser,
        submitted_at=timezone.now(),
        figures_sha256="0" * 64,
    )
    client.force_login(adviser)
    sent: dict[str, Any] = {"target": "report", "audience": "centre", "text": "Hei."}
    url = reverse("reporting:comment_add", args=[report.pk])
    assert client.post(url, sent).status_code == 403


def test_a_comment_with_an_identity_number_is_refused(
    client: Client, report: AnnualReport, adviser: User
) -> None:
    client.force_login(adviser)
    sent = {"target": "report", "audience": "centre", "text": "Gjelder 01010050053."}
    answer = client.post(reverse("reporting:comment_add", args=[report.pk]), sent)
    assert "fødselsnummer" in answer.content.decode()
    assert not ReportComment.objects.exists()
