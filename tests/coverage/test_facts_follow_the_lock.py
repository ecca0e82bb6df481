"""What counts is worked out after a rebuild under way, so places are those of the new register."""

from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from assignments.activities import actions as activity_actions
from assignments.activities.models import Activity
from assignments.coverage.models import Fact
from assignments.outreach import actions as outreach_actions
from assignments.outreach.models import Contact
from assignments.outreach.values import ContactValues
from assignments.requests import counting
from assignments.requests.actions import deciding
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.factories import ActivityFactory, SupportRequestFactory
from tests.outreach.factories import ApproachFactory


def holds_off_rebuild() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE relation = 'coverage_fact'::regclass"
            " AND mode = 'RowExclusiveLock' AND pid = pg_backend_pid() AND granted"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("module", [activity_actions.keeping, counting, outreach_actions])
def test_facts_are_worked_out_with_the_rebuild_held_off(
    module: Any,
    monkeypatch: pytest.MonkeyPatch,
    centre: Centre,
    adviser: User,
    contact: User,
    municipality: Municipality,
) -> None:
    seen: list[bool] = []

    def facts_of(_source: Any) -> list[Fact]:
        seen.append(holds_off_rebuild())
        return []

    draft = ActivityFactory.create(centre=centre, registered_by=adviser, status="draft")
    asked = SupportRequestFactory.create(
        centre=centre, municipality=municipality, submitted_by=contact
    )
    approach = ApproachFactory.create(centre=centre, municipality=municipality, adviser=adviser)
    values = ContactValues(timezone.localdate(), Contact.Channel.PHONE, Contact.Result.NO_NEED)
    monkeypatch.setattr(module, "facts_of", facts_of)
    if module is outreach_actions:
        outreach_actions.note_contact(approach=approach, values=values, by=adviser)
    elif module is activity_actions.keeping:
        activity_actions.confirm_activity(activity=Activity.objects.get(pk=draft.pk), by=adviser)
    else:
        deciding.accept_request(support_request=asked, by=adviser)
    assert seen == [True]
