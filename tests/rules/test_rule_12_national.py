"""Rule 12: a national function has counts, but no share; the goal of 100 % is KORUS's."""

from datetime import date

from assignments.rounds.progress import progress_of
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting.dashboard import wording
from tests.reporting.coverage_year import did
from tests.rules.counted import counted


def test_it_has_counts_and_no_share(
    national: Centre, adviser: User, municipality: Municipality
) -> None:
    did(national, adviser, {municipality: None})
    found = counted(centre=national)
    assert (found.reach.used, found.total.activities) == (1, 1)
    assert (found.reach.share, found.reach.no_share) == (None, "national")
    assert wording.per_cent(found.reach) == "ingen andel"
    assert counted(kind="national_service").reach.no_share == "national"


def test_the_goal_is_korus_own(centre: Centre, national: Centre) -> None:
    year = date(2025, 1, 1).year
    assert progress_of(centre, year).is_goal
    assert not progress_of(national, year).is_goal
