"""The dashboard itself: key figures, map, counties, and every municipality."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from korus_portal.accounts.http import PortalRequest
from reporting.dashboard import figures, maps, table, wording
from reporting.dashboard.choice import Choice
from reporting.dashboard.figures import Coverage
from reporting.dashboard.views.reading import page


@login_not_required
@require_GET
def coverage(request: PortalRequest) -> HttpResponse:
    return page(request, "reporting:coverage", "reporting/coverage.html", overview)


def overview(choice: Choice) -> dict[str, Any]:
    found = figures.coverage(choice)
    country = figures.country_beside(found)
    return {
        **page_of(found),
        "counties": table.county_body(found, country.reach),
        "whole_country": table.country_row(found, country),
    }


def page_of(found: Coverage) -> dict[str, Any]:
    """Everything that the template shows, as ready texts."""
    choice = found.choice
    cells = table.Cells(choice, {pk: county.name for pk, county in found.county_of.items()})
    return {
        "found": found,
        "share": wording.per_cent(found.reach),
        "reach_sentence": wording.reach_sentence(found),
        "outside": wording.outside_sentence(found),
        "activities": wording.number(found.total.activities),
        "hours": wording.hours(found.total),
        "attendances": wording.number(found.total.attendances),
        "requests": wording.number(found.total.requests),
        "agreements": wording.number(found.total.agreements),
        "is_city_alone": wording.is_city_alone(found),
        "level_bar": table.level_bar(found.reach),
        **maps.shown(found, cells),
        "country": table.counts(choice, found.reach),
        "not_reached": cells.body(found.not_reached[: table.SHOWN]),
        "shown": table.SHOWN,
        "places": cells.body(found.places),
        "districts": cells.body(found.districts),
        "district_sentences": wording.district_sentences(found),
        "undistributed": cells.body(found.undistributed),
    }
