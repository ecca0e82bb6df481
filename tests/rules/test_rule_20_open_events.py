"""Rule 20: a national or digital event gives use only where somebody took part."""

import pytest

from assignments.coverage.models import Level
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.reporting.coverage_year import did
from tests.rules.counted import counted, level_of


@pytest.mark.parametrize(
    "event",
    [{"form": "digital"}, {"is_national_event": True}],
    ids=["digital", "national"],
)
def test_use_only_where_somebody_took_part(
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    neighbour: Municipality,
    event: dict[str, object],
) -> None:
    did(centre, adviser, {municipality: 1, neighbour: None}, attendances=300, **event)
    found = counted()
    assert level_of(found, municipality) == Level.USED
    assert level_of(found, neighbour) == Level.UNKNOWN


def test_the_whole_country_is_nobody(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {}, attendances=300, is_national_event=True)
    assert counted().reach.used == 0
    assert counted().total.activities == 1


@pytest.mark.parametrize(
    "meeting",
    [{"form": "digital", "kind": "guidance"}, {"form": "hybrid"}, {"form": "on_site"}],
    ids=["guidance by video", "hybrid course", "course in a room"],
)
def test_guidance_by_video_and_a_course_in_a_room_need_no_count(
    centre: Centre, adviser: User, municipality: Municipality, meeting: dict[str, object]
) -> None:
    did(centre, adviser, {municipality: None}, **meeting)
    assert level_of(counted(), municipality) == Level.USED
