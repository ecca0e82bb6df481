"""What a centre has done somewhere, counted as it is in the portal."""

from datetime import date

from assignments.activities.facts import facts_of
from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Fact
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.factories import ActivityFactory


def did(centre: Centre, by: User, place: Municipality, day: date, *, kind: str = "guidance") -> int:
    """Log one confirmed activity and say which level it gives."""
    made = ActivityFactory.create(
        centre=centre,
        registered_by=by,
        kind=kind,
        starts_on=day,
        with_municipalities={place: None},
    )
    facts = facts_of(made)
    replace_facts(Fact.Source.ACTIVITY, made.pk, facts)
    return facts[0].level
