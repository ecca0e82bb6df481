"""Activities for sides of the services, and how the tables of work are read in tests."""

from collections.abc import Sequence
from datetime import date
from html import unescape
from typing import Any

from django.test import Client

from assignments.activities.facts import facts_of
from assignments.activities.models import Activity, ActivityPartner
from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Structure
from centres.models import Centre
from korus_portal.accounts.models import User
from reporting.dashboard.choice import Choice
from tests.factories import OrganisationFactory
from tests.reporting.coverage_year import Places, did

TODAY = date(2026, 6, 1)


def choice(**chosen: Any) -> Choice:
    return Choice(2025, Structure.THEN, TODAY, **{"kind": "korus", **chosen})


def did_for(
    centre: Centre,
    by: User,
    places: Places | None = None,
    kinds: Sequence[str] = (),
    **values: Any,
) -> Activity:
    """Also for organisations of these kinds, with facts and rows as on write."""
    made = did(centre, by, places, **values)
    made.organisations.set([OrganisationFactory.create(kind=kind) for kind in kinds])
    replace_facts("activity", made.pk, facts_of(made))
    return made


def joined(activity: Activity, partner: Centre, by: User, hours: Any = None) -> None:
    """The partner has accepted, with hours of its own."""
    ActivityPartner.objects.create(
        activity=activity,
        centre=partner,
        state=ActivityPartner.State.ACCEPTED,
        hours=hours,
        asked_by=by,
        answered_by=by,
        answered_at="2025-04-01T10:00Z",
    )
    replace_facts("activity", activity.pk, facts_of(activity))


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(" ".join(response.content.decode().split()))


def opened(client: Client, text: str, address: str) -> Any:
    """The rows behind a number that the page links to."""
    assert f'href="{address}"' in text, address
    return client.get(address)
