"""The pages of the register of surveys."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignments.plans.conflicts import StaleVersionError, build_on, differences
from assignments.surveys import actions, listing, rules
from assignments.surveys.filters import SurveyRoundFilter
from assignments.surveys.forms import SurveyRoundForm, TaskForm
from assignments.surveys.models import SurveyRound
from assignments.surveys.values import LABELS, values_of
from korus_portal.accounts.http import AuthenticatedRequest

Crumb = tuple[str, str | None]
PAGE_SIZE = 50


@require_GET
def round_list(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_list_rounds(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    visible = SurveyRound.objects.visible_to(request.user).for_list()
    filters = SurveyRoundFilter(request.GET, queryset=visible)
    marked = filters.qs.with_overdue(on=today).annotate(
        open_tasks=Count("tasks", filter=Q(tasks__done_on=None))
    )
    ordered = marked.order_by("-year", "municipality__sort_key", "survey", "pk")
    page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": listing.round_rows(page, on=today),
        "can_register": rules.can_register_rounds(request.user),
    }
    return render(request, "surveys/round_list.html", context)


@require_GET
def place_list(request: AuthenticatedRequest) -> HttpResponse:
    """Each municipality with its last and next round."""
    if not rules.can_list_rounds(request.user):
        raise PermissionDenied
    context = {
        "rows": listing.place_rows(request.user, on=timezone.localdate()),
        "surveys": SurveyRound.Survey.labels,
        "crumbs": _crumbs(here=_("Kommune for kommune")),
    }
    return render(request, "surveys/place_list.html", context)


@require_http_methods(["GET", "POST"])
def round_new(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_register_rounds(request.user):
        raise PermissionDenied
    form = SurveyRoundForm(request.POST or None, user=request.user, initial=_asked_for(request))
    if form.is_valid():
        try:
            saved = actions.register_round(values=form.values(), by=request.user)
        except actions.RoundExistsError as exists:
            _say_exists(form, exists.first)
        else:
            messages.success(request, _("Runden er registrert."))
            return redirect(saved)
    context = {"form": form, "crumbs": _crumbs(here=_("Registrer runde"))}
    return render(request, "surveys/round_form.html", context)


@require_GET
def round_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    return _detail(request, found, TaskForm())


@require_http_methods(["GET", "POST"])
def round_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = _editable(request, pk)
    form = SurveyRoundForm(request.POST or None, user=request.user, stored=found)
    context: dict[str, Any] = {
        "form": form,
        "round": found,
        "crumbs": _crumbs(found, here=_("Endre")),
    }
    if form.is_valid():
        try:
            actions.change_round(
                survey_round=found,
                values=form.values(),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except actions.RoundExistsError as exists:
            _say_exists(form, exists.first)
        except StaleVersionError:
            found = _visible(request, pk)
            context["differences"] = differences(values_of(found), form.values(), LABELS)
            build_on(form, found.version)
        if not form.errors and not context.get("differences"):
            messages.success(request, _("Runden er lagret."))
            return redirect(found)
    return render(request, "surveys/round_form.html", context)


@require_POST
def task_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = _editable(request, pk)
    form = TaskForm(request.POST)
    if not form.is_valid():
        return _detail(request, found, form)
    actions.add_task(
        survey_round=found,
        text=form.cleaned_data["text"],
        owner=form.cleaned_data["owner"],
        due_on=form.cleaned_data["due_on"],
        token=form.cleaned_data["form_token"],
        by=request.user,
    )
    messages.success(request, _("Oppgaven er lagt til."))
    return redirect(found)


@require_POST
def task_mark(request: AuthenticatedRequest, pk: int, task_pk: int) -> HttpResponse:
    found = _editable(request, pk)
    task = get_object_or_404(found.tasks.select_related("survey_round"), pk=task_pk)
    is_done = request.POST.get("gjort") != "nei"
    actions.mark_task(task=task, is_done=is_done, by=request.user)
    messages.success(request, _("Oppgaven er gjort.") if is_done else _("Oppgaven er åpen igjen."))
    return redirect(found)


def _visible(request: AuthenticatedRequest, pk: int) -> SurveyRound:
    return get_object_or_404(SurveyRound.objects.visible_to(request.user).for_list(), pk=pk)


def _editable(request: AuthenticatedRequest, pk: int) -> SurveyRound:
    found = _visible(request, pk)
    if not rules.can_edit_round(request.user, found):
        raise PermissionDenied
    return found


def _detail(request: AuthenticatedRequest, found: SurveyRound, form: TaskForm) -> HttpResponse:
    today = timezone.localdate()
    here = listing.of_municipality(found.municipality, request.user, on=today)
    others = next(one for one in here if one.survey == found.survey)
    label, tone = listing.state_of(found, on=today)
    context = {
        "round": found,
        "heading": f"{found.get_survey_display()} {found.year}",
        "state": label,
        "tone": tone,
        "last": others.last,
        "following": others.following(today),
        "is_overdue": others.is_overdue(today),
        "tasks": list(found.tasks.all()),
        "can_edit": rules.can_edit_round(request.user, found),
        "form": form,
        "crumbs": _crumbs(found),
    }
    return render(request, "surveys/round_detail.html", context)


def _asked_for(request: AuthenticatedRequest) -> dict[str, str]:
    """What the link that led here knows already."""
    return {
        "municipality": request.GET.get("kommune", ""),
        "survey": request.GET.get("undersokelse", ""),
        "year": request.GET.get("aar", ""),
    }


def _say_exists(form: SurveyRoundForm, first: SurveyRound) -> None:
    text = _("%(survey)s %(year)d er allerede registrert for %(place)s.") % {
        "survey": first.get_survey_display(),
        "year": first.year,
        "place": first.municipality,
    }
    form.add_error("year", text)


def _crumbs(found: SurveyRound | None = None, *, here: str = "") -> list[Crumb]:
    crumbs: list[Crumb] = [(_("Undersøkelser"), reverse("surveys:round_list"))]
    if found is not None:
        crumbs.append((str(found), found.get_absolute_url() if here else None))
    return [*crumbs, (here, None)] if here else crumbs
