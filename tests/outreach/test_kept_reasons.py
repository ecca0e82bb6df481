"""Why a municipality was on the list, as kept for colleagues who see less than whoever took it."""

from datetime import timedelta

from django.utils import timezone

from assignments.mapping.models import Campaign
from assignments.outreach import listing
from assignments.outreach.desk import Desk
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from municipalities.indicators.models import Indicator
from municipalities.models import Municipality, Theme
from tests.factories import UserFactory
from tests.mapping.factories import CampaignFactory, QuestionFactory, answered
from tests.outreach.factories import IndicatorFactory, figures

TODAY = timezone.localdate()


def test_what_is_kept_rests_on_open_figures_alone(
    adviser: User, centre: Centre, municipality: Municipality, neighbour: Municipality
) -> None:
    """The importer sees embargoed figures; colleagues read the reasons before the day."""
    later = TODAY + timedelta(days=30)
    need = IndicatorFactory.create(use=Indicator.Use.NEED)
    figures(need, adviser, {municipality: 30, neighbour: 10}, embargo_until=later)
    opened = Desk(adviser, centre, [centre])
    row = listing.call_list(opened).rows[0]
    assert row.parts[0].has_data
    kept = dict(listing.frozen_reasons(opened, municipality.pk))
    assert "Behov etter indikatorene" not in kept


def test_what_is_kept_holds_no_mapping_of_another_centre(
    centre: Centre, centre_elsewhere: Centre, municipality: Municipality, theme: Theme
) -> None:
    """Who works at two centres sees both centres' mappings; the colleagues do not."""
    person = UserFactory.create(role=(centre.organisation, Role.ADVISER))
    party = centre_elsewhere.organisation
    Membership.objects.create(user=person, organisation=party, role=Role.ADVISER)
    asked = [QuestionFactory.create(theme=theme)]
    campaign = CampaignFactory.create(
        centre=centre_elsewhere, created_by=person, closed=True, asks=asked
    )
    answered(campaign, municipality, level=1)
    opened = Desk(person, centre, [centre])
    assert listing.call_list(opened).rows[0].parts[2].has_data
    kept = dict(listing.frozen_reasons(opened, municipality.pk))
    assert "Behov etter kartlegging" not in kept
    Campaign.objects.update(centre=centre)
    kept = dict(listing.frozen_reasons(opened, municipality.pk))
    assert kept["Behov etter kartlegging"].startswith("Rusmidler er dekket 1,0 av 5")
