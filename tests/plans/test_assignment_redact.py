"""The leader takes personal details out of a tiltak's texts, wherever they were kept."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from assignments.plans import actions
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.models import Assignment
from assignments.plans.values import values_of
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from tests.plans.conftest import history_of


@pytest.fixture
def naming(assignment: Assignment) -> Assignment:
    assignment.title, assignment.description = "Støtte til Kari", "Kari har bedt om hjelp."
    assignment.save()
    return assignment


def test_redacted_texts_are_gone_from_row_history_and_trail(
    client: Client, leader: User, naming: Assignment
) -> None:
    client.force_login(leader)
    url = f"{naming.get_absolute_url()}sladd/"
    assert f'href="{url}"' in client.get(naming.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    response = client.post(url, {"texts": ["title", "description"], "reason": "Navn"})
    assert response.status_code == 302
    naming.refresh_from_db()
    assert (naming.title, naming.description) == ("[sladdet]", "[sladdet]")
    assert "Kari" not in str([*history_of(naming).values(), *Event.objects.values()])
    event = Event.objects.get(kind="redaction.text_redacted")
    assert (event.by_id, event.reason) == (leader.pk, "Navn")
    assert client.get(url).status_code == 403


def test_a_form_opened_before_cannot_bring_the_text_back(leader: User, naming: Assignment) -> None:
    old = values_of(naming)
    actions.redact_assignment(assignment=naming, fields=["description"], reason="Navn", by=leader)
    with pytest.raises(StaleVersionError):
        actions.change_assignment(assignment=naming, values=old, version=1, by=leader)


def test_an_adviser_does_not_redact_tiltak(
    client: Client, adviser: User, naming: Assignment
) -> None:
    client.force_login(adviser)
    assert client.get(f"{naming.get_absolute_url()}sladd/").status_code == 403
    with pytest.raises(PermissionDenied):
        actions.redact_assignment(assignment=naming, fields=["title"], reason="Navn", by=adviser)


def test_only_free_texts_of_tiltak_are_redacted(leader: User, naming: Assignment) -> None:
    with pytest.raises(ValueError, match="centre"):
        actions.redact_assignment(assignment=naming, fields=["centre"], reason="Navn", by=leader)
