"""The centre's leader registers what was applied for; the directorate may too."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from centres.grants import actions
from centres.grants.models import Grant
from centres.grants.values import application_of
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from tests.grants.conftest import application_sent


@pytest.fixture
def page(client: Client, leader: User) -> Client:
    client.force_login(leader)
    return client


def edit(grant: Grant) -> str:
    return reverse("grants:application_edit", args=[grant.pk])


def budget(grant: Grant) -> list[tuple[str, int]]:
    return [(line.name, line.amount) for line in grant.application_lines.all()]


def test_the_leader_registers_the_application_in_the_order_of_its_budget(
    page: Client, grant: Grant
) -> None:
    more = {"budget-5-name": "Drift", "budget-5-amount": "0", "budget-1-amount": "310.000"}
    file = SimpleUploadedFile("søknad.pdf", b"%PDF-1.7")
    answer = page.post(edit(grant), application_sent(grant, application=file, **more))
    assert answer.status_code == 302
    kept = Grant.objects.get()
    assert budget(kept) == [("Lønn", 1_200_000), ("Reise", 310_000), ("Drift", 0)]
    assert kept.applied_amount == 1_500_000
    assert kept.application is not None
    assert Event.objects.filter(kind="grants.application_saved").count() == 1


def test_sending_again_changes_nothing(page: Client, grant: Grant) -> None:
    page.post(edit(grant), application_sent(grant))
    kept = Grant.objects.get()
    page.post(edit(grant), application_sent(kept))
    assert Grant.objects.get().version == kept.version == grant.version + 1


def test_the_directorate_may_register_it_too(
    client: Client, directorate: User, grant: Grant
) -> None:
    client.force_login(directorate)
    assert client.post(edit(grant), application_sent(grant)).status_code == 302
    assert Grant.objects.get().applied_amount == 1_500_000


def test_an_adviser_may_not(grant: Grant, adviser: User) -> None:
    values = application_of(grant)
    with pytest.raises(PermissionDenied):
        actions.save_application(grant=grant, values=values, version=grant.version, by=adviser)


def test_errors_stand_at_their_row_and_nothing_is_lost(page: Client, grant: Grant) -> None:
    wrong = {"budget-2-name": "Lønn", "budget-2-amount": "5", "budget-3-amount": "77"}
    answer = page.post(edit(grant), application_sent(grant, **wrong))
    assert set(answer.context["form"].errors) == {"budget-2-name", "budget-3-name"}
    assert 'value="77"' in answer.content.decode()
    assert budget(Grant.objects.get()) == [("Lønn", 1_200_000), ("Reise", 300_000)]


def test_whoever_saves_last_sees_both_budgets(page: Client, grant: Grant) -> None:
    mine = application_sent(grant, **{"budget-1-amount": "1"})
    page.post(edit(grant), application_sent(grant, **{"budget-1-amount": "2"}))
    answer = page.post(edit(grant), mine)
    shown = {one.label: (one.stored, one.own) for one in answer.context["differences"]}
    assert set(shown) == {"Budsjettposter i søknaden"}
    stored, own = shown["Budsjettposter i søknaden"]
    assert "Reise: 2 kr" in stored
    assert "Reise: 1 kr" in own


def test_a_stale_form_that_says_what_is_stored_is_saved(page: Client, grant: Grant) -> None:
    sent = application_sent(grant)
    page.post(edit(grant), sent)
    assert page.post(edit(grant), sent).status_code == 302
