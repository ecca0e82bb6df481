"""What every page of coverage does: read the choice in the address, or say what is wrong."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from korus_portal.accounts.http import PortalRequest
from reporting.dashboard import figures, population, tabs, wording
from reporting.dashboard.choice import Choice, opening_query, own_centres
from reporting.dashboard.choice_fields import fields_of
from reporting.dashboard.exports import downloads
from reporting.dashboard.forms import CoverageForm

Build = Callable[[Choice], dict[str, Any]]
# What is drawn from all that `build` and the frame have told.
Draw = Callable[[PortalRequest, dict[str, Any]], dict[str, Any]]


def page(
    request: PortalRequest, name: str, template: str, build: Build, draw: Draw | None = None
) -> HttpResponse:
    """One page of a choice. The whole choice stands in its address, so that it can be shared."""
    if not request.GET:
        query = opening_query(request.user, today=timezone.localdate())
        return redirect(f"{reverse(name)}?{query}")
    form = CoverageForm(request.GET)
    if not form.is_valid():
        return refuse(request, form, name)
    choice = form.choice()
    context = {**frame(request, form, choice, name), **build(choice)}
    if draw is not None:
        context |= draw(request, context)
    return render(request, template, context)


def refuse(
    request: PortalRequest, form: CoverageForm, name: str = "reporting:coverage"
) -> HttpResponse:
    """What cannot be shown is said beside the field to mend."""
    fields = fields_of(form, has_more_choices=False)
    context = {"form": form, "choice_fields": fields, "page_address": reverse(name)}
    return render(request, "reporting/coverage_base.html", context, status=400)


def frame(request: PortalRequest, form: CoverageForm, choice: Choice, name: str) -> dict[str, Any]:
    """Filter, heading and the ways to the other pages."""
    query = choice.query()
    has_more_choices = bool(choice.cuts or choice.narrowed())
    return {
        "form": form,
        "choice_fields": fields_of(form, has_more_choices=has_more_choices),
        "choice": choice,
        "query": query,
        "heading": wording.heading(choice),
        "page_address": reverse(name),
        "tabs": tabs.of_choice(query, name),
        "own_centres": own_centres(request.user),
        "is_counted_now": figures.is_counted_now(choice),
        "size_day": population.sentence(choice) if choice.size else "",
        "downloads": SimpleLazyObject(partial(downloads.of_page, name, query, request.user)),
        "printed_at": timezone.localtime(),
    }
