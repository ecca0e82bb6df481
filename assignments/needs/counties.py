"""The county list: which needs are agreed, disputed and unanswered, small municipalities first."""

from typing import Any

from django.utils import timezone
from django.utils.formats import number_format

from assignments.access import with_former
from assignments.needs.counts import counties_today
from assignments.needs.listing import county_groups, population_days, visible_needs
from korus_portal.accounts.models import User
from municipalities.models import SMALL, County, Municipality


def county_page(user: User, *, code: str) -> dict[str, Any]:
    """The county with the code, else the first of those that have any."""
    visible = visible_needs(user).open()
    places = set(visible.order_by().values_list("municipality", flat=True))
    counties = list(County.objects.filter(pk__in=set(counties_today(places).values())))
    chosen = next((county for county in counties if county.code == code), None)
    county = chosen or (counties[0] if counties else None)
    needs = list(visible.filter(municipality__in=places_of_county(county))) if county else []
    return {
        "counties": counties,
        "county": county,
        "groups": county_groups(needs),
        "limit": number_format(SMALL, force_grouping=True),
        "days": population_days(needs),
    }


def places_of_county(county: County) -> set[int]:
    """Today's places of the county and those they came from."""
    here = Municipality.objects.places_in_force(on=timezone.localdate()).filter(county=county)
    return with_former(set(here.order_by().values_list("pk", flat=True)))
