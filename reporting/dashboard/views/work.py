"""What the work went to: sides, tasks of the mandate, course and life span, methods, money."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from korus_portal.accounts.access import Viewer
from korus_portal.accounts.http import PortalRequest
from reporting.dashboard import courses, figures, matrix, money, sides, stages, wording, worked
from reporting.dashboard.choice import Choice
from reporting.dashboard.forms import StepsForm
from reporting.dashboard.stages import ChosenSteps
from reporting.dashboard.views.reading import page, refuse


@login_not_required
@require_GET
def coverage_work(request: PortalRequest) -> HttpResponse:
    return page(
        request,
        "reporting:coverage_work",
        "reporting/coverage_work.html",
        lambda choice: work_of(choice, request.user),
    )


def work_of(choice: Choice, viewer: Viewer) -> dict[str, Any]:
    """Stages and money stand there though nothing was done in the year."""
    found = figures.brief(choice)
    context = {
        "found": found,
        "is_work_counted_now": worked.is_counted_now(choice),
        **stages.shown(found),
        **money.shown(found, viewer),
    }
    if found.reach.no_share == "no_data":
        return context
    tasks = matrix.shown(found, figures.country_beside(found))
    return context | sides.shown(found) | tasks | courses.shown(found)


@login_not_required
@require_GET
def coverage_stages(request: PortalRequest) -> HttpResponse:
    """The municipalities behind a number of a method, for those who may see the tiltak."""
    if not request.GET:
        return redirect("reporting:coverage_work")
    form = StepsForm(request.GET)
    if not form.is_valid():
        return refuse(request, form, "reporting:coverage_work")
    choice, data = form.choice(), form.cleaned_data
    chosen = ChosenSteps(data["metode"].pk, data["fase"], data["ufordelt"])
    context = {
        "heading": wording.heading(choice),
        "method": data["metode"],
        "stage": stages.Stage(data["fase"]).label if data["fase"] else "",
        "behind": stages.behind(figures.summary(choice), chosen, request.user),
        "back": f"{reverse('reporting:coverage_work')}?{choice.query()}#metoder",
    }
    return render(request, "reporting/coverage_stages.html", context)
