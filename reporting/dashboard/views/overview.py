"""The dashboard itself: key figures, map, counties, and every municipality."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from korus_portal.accounts.http import PortalRequest
from korus_portal.design.remembered import Memory
from reporting.dashboard import asked, figures, freshness, maps, table, wording
from reporting.dashboard.asked import Answer
from reporting.dashboard.choice import GEOGRAPHIC, Choice
from reporting.dashboard.exports import downloads
from reporting.dashboard.figures import Coverage, Summary
from reporting.dashboard.maps import Ground
from reporting.dashboard.views.reading import page

NAME = "reporting:coverage"
OVERVIEWS = Memory[SafeString](most=16)


@login_not_required
@require_GET
def coverage(request: PortalRequest) -> HttpResponse:
    return page(request, NAME, "reporting/coverage.html", read, overview)


def read(choice: Choice) -> dict[str, Any]:
    """What the database answers, from which all on the page is counted."""
    answer = asked.ask(choice)
    ground = maps.ground_of({pk for pk, *_rest in answer.places})
    whole = figures.country_of(choice)
    country = None if whole == choice else figures.summary(whole)
    has_land = ground.structure is not None
    return {"answer": answer, "ground": ground, "country": country, "has_land": has_land}


def overview(request: PortalRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The figures as markup, drawn anew only where something that they show is new."""

    def draw() -> SafeString:
        shown = shown_of(*(context[name] for name in ("choice", "answer", "ground", "country")))
        return render_to_string("reporting/_coverage_overview.html", context | shown, request)

    # The figures of this visit, for the page around the drawing: counted when they are asked for.
    found = SimpleLazyObject(partial(figures.coverage, context["choice"], context["answer"]))
    # The outlines of the land are read when they are drawn.
    if context["choice"].map == GEOGRAPHIC:
        return {"overview": draw(), "found": found}
    return {"overview": OVERVIEWS.get(key_of(request, context), draw), "found": found}


def key_of(request: PortalRequest, context: dict[str, Any]) -> tuple[Any, ...]:
    """All that the drawing shows, and who it is shown to."""
    country, choice = context["country"], context["choice"]
    return (
        get_language(),
        request.user.is_authenticated,
        downloads.codes_of(NAME, request.user),
        tuple((centre.code, centre.short_name) for centre in context["own_centres"]),
        freshness.of_page(request),
        (choice, choice.is_national, context["query"], context["heading"], context["size_day"]),
        country and (country.reach, wording.doer(country.choice)),
        context["ground"],
        context["answer"],
    )


def shown_of(
    choice: Choice, answer: Answer, ground: Ground, country: Summary | None
) -> dict[str, Any]:
    found = figures.coverage(choice, answer)
    beside = country or found
    return {
        **page_of(found, ground),
        "counties": table.county_body(found, beside.reach),
        "whole_country": table.country_row(found, beside),
    }


def page_of(found: Coverage, ground: Ground) -> dict[str, Any]:
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
        **maps.shown(found, cells, ground),
        "country": table.counts(choice, found.reach),
        "not_reached": cells.body(found.not_reached[: table.SHOWN]),
        "shown": table.SHOWN,
        "places": cells.body(found.places),
        "districts": cells.body(found.districts),
        "district_sentences": wording.district_sentences(found),
        "undistributed": cells.body(found.undistributed),
    }
