"""Taking a text out reaches the row, its history and every letter about it, and says why."""

import pytest
from django.utils import translation

from assignments.requests.models import SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.notifications.models import Letter
from korus_portal.notifications.redaction import history_models, is_left, redact
from municipalities.models import Municipality
from tests.factories import SupportRequestFactory

SECRET = "Kari Nordmann trenger hjelp"


@pytest.fixture
def row(centre: Centre, municipality: Municipality, contact: User) -> SupportRequest:
    return SupportRequestFactory.create(
        centre=centre, municipality=municipality, submitted_by=contact, text=SECRET
    )


def letter_about(row: SupportRequest, **changes: object) -> Letter:
    values = {
        "kind": "requests.received",
        "address": "x@prove.example",
        "language": "nb",
        "subject": "Ny henvendelse",
        "body": f"De skriver: {SECRET}.",
        "object_type": row._meta.label_lower,
        "object_id": str(row.pk),
    }
    return Letter.objects.create(**{**values, **changes})


def test_the_text_is_gone_everywhere(row: SupportRequest, leader: User) -> None:
    row.text = f"{SECRET} snart"
    row.save()
    row.text = SECRET
    row.save()
    letter = letter_about(row)
    redact(row, ["text"], by=leader, reason="Navn på en person")
    row.refresh_from_db()
    letter.refresh_from_db()
    assert row.text == "[sladdet]"
    (history,) = history_models(SupportRequest)
    rows = history._base_manager.filter(pgh_obj_id=row.pk)
    texts = set(rows.values_list("text", flat=True))
    assert texts == {"[sladdet]"}
    assert letter.body == "De skriver: [sladdet]."


def test_letters_about_others_are_left_alone(row: SupportRequest, leader: User) -> None:
    other = letter_about(row, object_id="0")
    redact(row, ["text"], by=leader, reason="Navn på en person")
    other.refresh_from_db()
    assert SECRET in other.body


def test_it_is_recorded_with_the_reason_and_without_the_text(
    row: SupportRequest, leader: User
) -> None:
    redact(row, ["text"], by=leader, reason="Navn på en person")
    event = Event.objects.get(kind="redaction.text_redacted")
    assert (event.by_id, event.reason) == (leader.pk, "Navn på en person")
    assert event.details == {"fields": ["text"]}
    assert SECRET not in str(event.__dict__)


@pytest.mark.parametrize("spoken", ["nb", "nn"])
def test_what_is_redacted_on_a_page_in_one_language_is_so_in_the_other(
    row: SupportRequest, leader: User, spoken: str
) -> None:
    with translation.override(spoken):
        redact(row, ["text"], by=leader, reason="Navn på en person")
    row.refresh_from_db()
    assert row.text == "[sladdet]"
    for language in ("nb", "nn"):
        with translation.override(language):
            assert not is_left(row.text)
