"""Activities and requests that are counted, in one line each."""

from collections.abc import Mapping
from typing import Any

from assignments.activities.facts import facts_of
from assignments.activities.models import Activity
from assignments.coverage.actions import replace_facts
from assignments.requests.facts import facts_of as facts_of_request
from assignments.requests.models import SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.factories import ActivityFactory, SupportRequestFactory

Places = Mapping[Municipality, int | None]


def did(centre: Centre, by: User, places: Places | None = None, **values: Any) -> Activity:
    """A confirmed course on 10 March 2025 unless told otherwise, counted as on write."""
    made = ActivityFactory.create(
        centre=centre, registered_by=by, with_municipalities=places or {}, **values
    )
    replace_facts("activity", made.pk, facts_of(made))
    return made


def asked(centre: Centre, by: User, municipality: Municipality, **values: Any) -> SupportRequest:
    made: SupportRequest = SupportRequestFactory.create(
        centre=centre,
        municipality=municipality,
        submitted_by=by,
        **{"submitted_at": "2025-05-05T10:00Z", **values},
    )
    made.refresh_from_db()
    replace_facts("request", made.pk, facts_of_request(made))
    return made
