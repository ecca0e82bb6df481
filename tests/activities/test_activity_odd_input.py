"""What no form sends: null characters, digits that are no numbers, days before there was time."""

from typing import Any

import pytest
from django.test import Client

from assignments.activities.models import Activity, TypedForm
from assignments.plans.models import Assignment
from korus_portal.accounts.models import User

TOKEN = "6f1c5dc0-1111-4111-8111-111111111111"
NULL = "\x00"


@pytest.mark.parametrize("field", ["municipalities", "main_theme", "assignment", "partners"])
def test_a_form_with_a_null_character_comes_back(client: Client, adviser: User, field: str) -> None:
    client.force_login(adviser)
    sent = {field: NULL, "starts_on": "2026-01-05"}
    assert client.post("/aktiviteter/ny/", sent).status_code == 200
    assert not Activity.objects.exists()


def test_a_draft_is_kept_without_null_characters(client: Client, adviser: User) -> None:
    client.force_login(adviser)
    sent = {"form_token": TOKEN, "note": f"a{NULL}b", f"x{NULL}": "y", "do": ""}
    assert client.post("/aktiviteter/ny/kladd/", sent).json()["saved"] is True
    assert TypedForm.objects.get().fields == {"note": ["ab"], "x": ["y"]}


@pytest.mark.parametrize("number", ["²", "9" * 5000, NULL], ids=["power", "long", "null"])
@pytest.mark.parametrize("field", ["activity", "assignment"])
def test_a_number_that_is_none_chooses_nothing(
    client: Client, adviser: User, field: str, number: str
) -> None:
    client.force_login(adviser)
    assert client.post("/aktiviteter/ny/forvalg/", {field: number}).status_code == 200


def test_a_calendar_of_no_centre_is_not_made(client: Client, adviser: User) -> None:
    client.force_login(adviser)
    assert client.post("/aktiviteter/kalender/lag/", {"centre": NULL}).status_code == 404


def test_nothing_is_like_what_happened_before_there_was_time(client: Client, adviser: User) -> None:
    client.force_login(adviser)
    asked = {"kind": "course", "starts_on": "0001-01-01", "municipalities": "5601"}
    assert client.get("/aktiviteter/ny/liknende/", asked).status_code == 200


@pytest.mark.parametrize("sent", [{"municipality": NULL}, {"municipality": "²"}])
def test_a_step_in_no_municipality_comes_back(
    client: Client, leader: User, assignment: Assignment, sent: dict[str, Any]
) -> None:
    client.force_login(leader)
    url = f"/tiltak/{assignment.pk}/implementering/ny/"
    assert client.post(url, sent).status_code == 200
