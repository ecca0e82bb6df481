"""Rule 7: brukt is a confirmed activity of a delivering kind that names the municipality."""

import pytest

from assignments.activities.models import Activity
from assignments.coverage.models import Level
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.reporting.coverage_year import did
from tests.rules.counted import counted, level_of

# Written out here, so that a kind which changes sides does not go unseen.
NO_USE = {
    "research": Level.UNKNOWN,
    "research_summary": Level.UNKNOWN,
    "development_work": Level.UNKNOWN,
    "dissemination": Level.UNKNOWN,
    "contact_meeting": Level.CONTACTED,
    "dialogue_meeting": Level.CONTACTED,
}


@pytest.mark.parametrize("kind", Activity.Kind.values)
def test_each_kind_gives_use_or_not(
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    neighbour: Municipality,
    kind: str,
) -> None:
    did(centre, adviser, {municipality: None}, kind=kind)
    found = counted()
    assert level_of(found, municipality) == NO_USE.get(kind, Level.USED)
    assert level_of(found, neighbour) == Level.UNKNOWN  # not named
