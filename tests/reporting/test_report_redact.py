"""The leader takes personal details out of a report, wherever the portal has kept them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from reporting import canonical
from reporting.actions import deciding, redacting, submitting, writing
from reporting.models import AnnualReport, ReportDocument
from tests.reporting.report_year import make_documents

SECRET = "Ola Nordmann fikk hjelp."
WHY = "Teksten nevnte en person."


@pytest.fixture
def returned(ready_report: AnnualReport, leader: User, directorate: User) -> AnnualReport:
    """The same secret in two versions, with documents made of it."""
    entry = ready_report.entries.get(assignment__title="Kurs for kommunene")
    writing.write_entry(entry=entry, brief=SECRET, extended="", version=entry.version, by=leader)
    submitting.submit_report(report=ready_report, by=leader)
    make_documents(ready_report)
    deciding.return_report(report=ready_report, comment="Utdyp.", by=directorate)
    return AnnualReport.objects.get(pk=ready_report.pk)


def name_of(report: AnnualReport) -> str:
    entry = report.entries.get(assignment__title="Kurs for kommunene")
    return f"{entry.assignment_id}-brief"


def redact(report: AnnualReport, by: User) -> None:
    redacting.redact_report(report=report, names=[name_of(report)], reason=WHY, by=by)


def test_the_text_is_gone_from_every_version_and_its_history(
    returned: AnnualReport, leader: User
) -> None:
    redact(returned, leader)
    for version in AnnualReport.objects.all():
        entry = version.entries.get(assignment__title="Kurs for kommunene")
        assert entry.brief == "[sladdet]"
        history = entry.history.all()  # type: ignore[attr-defined]
        assert all(SECRET not in row.brief for row in history)


def test_old_documents_are_gone_and_new_ones_are_asked_for(
    returned: AnnualReport, leader: User
) -> None:
    before = set(ReportDocument.objects.values_list("pk", flat=True))
    redact(returned, leader)
    assert not ReportDocument.objects.exists()
    make_documents(returned)
    assert before.isdisjoint(ReportDocument.objects.values_list("pk", flat=True))
    assert ReportDocument.objects.filter(report=returned).count() == 2


def test_the_frozen_hash_still_holds(returned: AnnualReport, leader: User) -> None:
    redact(returned, leader)
    stored = AnnualReport.objects.get(pk=returned.pk)
    entries = list(stored.entries.order_by("assignment_id"))
    assert canonical.figures_sha256(stored, entries) == stored.figures_sha256
    assert canonical.sha256(SECRET) in canonical.canonical_json(stored.figures["texts"])


def test_the_report_says_that_and_why(
    client: Client, returned: AnnualReport, leader: User, directorate: User
) -> None:
    client.force_login(leader)
    url = reverse("reporting:report_redact", args=[returned.pk])
    client.post(url, {"texts": [name_of(returned)], "reason": WHY})
    client.force_login(directorate)
    page = client.get(returned.get_absolute_url()).content.decode()
    assert WHY in page
    assert SECRET not in page
    assert Event.objects.filter(kind="reporting.report_redacted", by_id=leader.pk).count() == 2


def test_only_the_leader_redacts(
    client: Client, returned: AnnualReport, adviser: User, directorate: User
) -> None:
    with pytest.raises(PermissionDenied):
        redact(returned, adviser)
    for person in (adviser, directorate):
        client.force_login(person)
        url = reverse("reporting:report_redact", args=[returned.pk])
        assert client.get(url).status_code == 403


def test_a_text_that_is_not_there_cannot_be_chosen(returned: AnnualReport, leader: User) -> None:
    with pytest.raises(ValueError, match="12-figures"):
        redacting.redact_report(report=returned, names=["12-figures"], reason=WHY, by=leader)
