"""The leader takes personal details out of a request."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from assignments.requests.actions import deciding, redacting
from assignments.requests.models import RequestEvent, SupportRequest
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from tests.requests.conftest import TEXT

WHY = "Teksten nevnte en person."


def address(support_request: SupportRequest) -> str:
    return reverse("requests:request_redact", args=[support_request.case_number])


@pytest.mark.parametrize(
    ("persona", "expected"),
    [
        ("leader", 302),
        ("adviser", 403),
        ("contact", 403),
        ("leader_elsewhere", 404),
        ("directorate", 404),
        ("administrator", 404),
    ],
)
def test_only_the_leader_may_redact(
    client: Client,
    support_request: SupportRequest,
    persona: str,
    expected: int,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(persona))
    shown = 200 if expected == 302 else expected
    assert client.get(address(support_request)).status_code == shown
    answer = client.post(address(support_request), {"texts": ["text"], "reason": WHY})
    assert answer.status_code == expected
    support_request.refresh_from_db()
    assert (support_request.text == TEXT) == (expected != 302)


def test_the_text_is_gone_from_the_row_the_history_and_the_timeline_which_says_why(
    as_leader: Client, support_request: SupportRequest, adviser: User, leader: User
) -> None:
    secret = "Kari trenger hjelp med dette."
    deciding.decline_request(support_request=support_request, by=adviser, reason=secret)
    form = {"texts": ["text", "reason"], "reason": WHY}
    page = as_leader.post(address(support_request), form, follow=True).content.decode()
    support_request.refresh_from_db()
    assert (support_request.text, support_request.reason) == ("[sladdet]", "[sladdet]")
    assert support_request.reach == "Ring 00 00 00 00"
    history = support_request.history  # type: ignore[attr-defined]
    assert history.count() > 2
    for version in history.all():
        assert TEXT not in version.text
        assert secret not in version.reason
    assert TEXT not in page
    assert secret not in page
    assert WHY in page
    event = support_request.events.get(kind=RequestEvent.Kind.REDACTED)
    assert (event.by, event.text) == (leader, WHY)
    trail = Event.objects.get(kind="redaction.text_redacted")
    assert (trail.by_id, trail.reason) == (leader.pk, WHY)


def test_a_second_redaction_of_the_same_text_does_nothing(
    as_leader: Client, support_request: SupportRequest, leader: User
) -> None:
    for _again in range(2):
        redacting.redact_request(
            support_request=support_request, fields=["text", "reach"], reason=WHY, by=leader
        )
    assert support_request.events.filter(kind=RequestEvent.Kind.REDACTED).count() == 1
    assert "Ingen tekst er igjen" in as_leader.get(address(support_request)).content.decode()


def test_a_redaction_names_its_texts_and_owes_a_reason(
    as_leader: Client, support_request: SupportRequest
) -> None:
    answer = as_leader.post(address(support_request), {})
    assert answer.context["form"].errors == {
        "texts": ["Velg minst én tekst."],
        "reason": ["Skriv hvorfor teksten sladdes."],
    }


def test_other_columns_cannot_be_redacted(
    as_leader: Client, support_request: SupportRequest, leader: User
) -> None:
    answer = as_leader.post(address(support_request), {"texts": ["case_number"], "reason": WHY})
    assert "texts" in answer.context["form"].errors
    for fields in ([], ["case_number"]):
        with pytest.raises(ValueError, match=r"\["):
            redacting.redact_request(
                support_request=support_request, fields=fields, reason=WHY, by=leader
            )


def test_the_action_itself_refuses_advisers(support_request: SupportRequest, adviser: User) -> None:
    with pytest.raises(PermissionDenied):
        redacting.redact_request(
            support_request=support_request, fields=["text"], reason=WHY, by=adviser
        )
