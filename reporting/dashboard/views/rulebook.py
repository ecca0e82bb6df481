"""The rules that every figure is counted by, in plain words."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from korus_portal.accounts.http import PortalRequest
from reporting.dashboard import beside, freshness, rulebook
from reporting.dashboard.choice import Choice, opening_query
from reporting.dashboard.forms import CoverageForm
from reporting.dashboard.rulebook.rule import Rule
from reporting.dashboard.views.reading import frame
from reporting.dashboard.words import WORDS


@login_not_required
@require_GET
def coverage_rules(request: PortalRequest) -> HttpResponse:
    """The rules are the same whatever is chosen; the choice only keeps the way back open."""
    form, choice = chosen(request)
    context = {
        **frame(request, form, choice, "reporting:coverage_rules"),
        "groups": [(group, list(map(shown, group.rules))) for group in rulebook.GROUPS],
        "words": WORDS,
        "source": beside.ROWS,
        "changed_at": freshness.of_page(request),
    }
    return render(request, "reporting/coverage_rules.html", context)


def shown(rule: Rule) -> tuple[Rule, str]:
    """With the figures that it stands beside."""
    return rule, ", ".join(map(str, beside.used_by(rule)))


def chosen(request: PortalRequest) -> tuple[CoverageForm, Choice]:
    """What stands in the address; what the dashboard opens with where that is nothing valid."""
    form = CoverageForm(request.GET)
    if not (request.GET and form.is_valid()):
        form = CoverageForm(QueryDict(opening_query(request.user, today=timezone.localdate())))
        form.is_valid()
    return form, form.choice()
