"""Rule 18: lead and accepting partners each get the level; hours belong to who registered them."""

from decimal import Decimal

from django.utils import timezone

from assignments.activities.facts import facts_of
from assignments.activities.models import Activity, ActivityPartner
from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Level
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.reporting.coverage_year import did
from tests.rules.counted import counted, level_of


def answered(activity: Activity, centre: Centre, state: str, hours: str | None) -> None:
    told = Decimal(hours) if hours else None
    by = activity.registered_by
    ActivityPartner.objects.update_or_create(
        activity=activity,
        centre=centre,
        defaults={
            "state": state,
            "hours": told,
            "answered_at": timezone.now(),
            "asked_by": by,
            "answered_by": by,
        },
    )
    replace_facts("activity", activity.pk, facts_of(Activity.objects.get(pk=activity.pk)))


def test_a_partner_gets_the_level_and_its_own_hours_when_it_has_accepted(
    centre: Centre, centre_elsewhere: Centre, adviser: User, municipality: Municipality
) -> None:
    made = did(centre, adviser, {municipality: None}, hours=Decimal(10), attendances=8)
    answered(made, centre_elsewhere, "declined", None)
    assert level_of(counted(centre=centre_elsewhere), municipality) == Level.UNKNOWN
    answered(made, centre_elsewhere, "accepted", "3.5")
    own, theirs, country = counted(centre=centre), counted(centre=centre_elsewhere), counted()
    assert level_of(theirs, municipality) == level_of(own, municipality) == Level.USED
    assert [each.total.hours for each in (own, theirs, country)] == [10, Decimal("3.5"), 13.5]
    assert [each.total.attendances for each in (own, theirs, country)] == [8, 0, 8]
    assert country.total.activities == 1


def test_a_partner_without_hours_leaves_them_all_with_the_lead(
    centre: Centre, centre_elsewhere: Centre, adviser: User, municipality: Municipality
) -> None:
    made = did(centre, adviser, {municipality: None}, hours=Decimal(10))
    answered(made, centre_elsewhere, "accepted", None)
    theirs = counted(centre=centre_elsewhere).total
    assert (theirs.activities, theirs.lacks_hours) == (1, True)
    assert counted().total.hours == 10
