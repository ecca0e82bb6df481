"""Rule 14: no catchment is «ikke kjent», no activity «ingen data», and totals name the missing."""

from centres.models import Catchment, Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting.dashboard import wording
from tests.reporting.coverage_year import asked, did
from tests.rules.counted import counted


def test_a_year_without_activities_is_no_data_and_never_0(
    centre: Centre, contact: User, municipality: Municipality
) -> None:
    asked(centre, contact, municipality)  # a request is no activity
    found = counted(centre=centre)
    assert found.reach.share is None
    assert wording.per_cent(found.reach) == "ingen data"


def test_activities_that_reached_nobody_are_0(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, kind="research")
    assert counted(centre=centre).reach.share == 0


def test_a_catchment_that_nobody_knows_gives_no_share(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None})
    Catchment.objects.all().delete()
    assert wording.per_cent(counted(centre=centre).reach) == "ikke kjent"


def test_totals_name_the_centres_that_are_missing(
    centre: Centre, centre_elsewhere: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None})
    assert counted(kind="korus").missing == [centre_elsewhere]
