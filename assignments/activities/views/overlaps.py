"""`/samordning/`: where several centres did the same, and what they say about it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignments.activities import overlap_list, rules
from assignments.activities.actions.errors import NotLinkableError
from assignments.activities.actions.overlapping import decide_overlap, decision_on, undo_overlap
from assignments.activities.forms.overlap_choice import OverlapChoice
from assignments.activities.forms.sharing import OverlapForm
from assignments.activities.models import Activity
from assignments.activities.overlap_page import side_of
from assignments.activities.views.parts import Crumb, own_activity
from assignments.plans.years import YearClosedError
from korus_portal.accounts.http import AuthenticatedRequest

PER_PAGE = 50


@require_GET
def overlap_list_page(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_list_activities(request.user):
        raise PermissionDenied
    choice = OverlapChoice(request.GET or None, user=request.user)
    chosen = choice.narrowed()
    paginator = Paginator(overlap_list.shared_places(chosen), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "choice": choice,
        "chosen": chosen,
        "state": choice.state,
        "pairs": overlap_list.pairs(chosen, state=choice.state),
        "most": overlap_list.MOST_PAIRS,
        "page": page,
        "shared": overlap_list.shared_lines(chosen, list(page)),
    }
    return render(request, "activities/overlap_list.html", context)


@require_http_methods(["GET", "POST"])
def overlap_decide(request: AuthenticatedRequest, pk: int, other: int) -> HttpResponse:
    own, theirs = _pair(request, pk, other)
    stored = decision_on(own, theirs)
    form = OverlapForm(request.POST or None, own=own, other=theirs, stored=stored)
    if form.is_valid() and _decided(request, own, theirs, form):
        return redirect(own)
    context = {
        "form": form,
        "activity": own,
        "other": theirs,
        "stored": stored,
        "sides": [side_of(own), side_of(theirs)],
        "crumbs": _crumbs(own),
    }
    return render(request, "activities/overlap_decide.html", context)


@require_POST
def overlap_undo(request: AuthenticatedRequest, pk: int, other: int) -> HttpResponse:
    own, theirs = _pair(request, pk, other)
    try:
        undo_overlap(activity=own, other=theirs, by=request.user)
    except YearClosedError as refusal:
        messages.warning(request, str(refusal))
    except PermissionDenied:
        messages.warning(request, _only_own())
    else:
        messages.success(request, _("Avgjørelsen er tatt tilbake."))
    return redirect("overlaps:overlap_decide", own.pk, theirs.pk)


def _pair(request: AuthenticatedRequest, pk: int, other: int) -> tuple[Activity, Activity]:
    """An own row and any that counts; 404 for everything else."""
    own = own_activity(request, pk)
    visible = Activity.objects.visible_to(request.user).counting().select_related("centre")
    return own, get_object_or_404(visible.exclude(pk=own.pk), pk=other)


def _decided(
    request: AuthenticatedRequest, own: Activity, theirs: Activity, form: OverlapForm
) -> bool:
    try:
        decide_overlap(
            activity=own,
            other=theirs,
            outcome=form.cleaned_data["outcome"],
            reason=form.cleaned_data["reason"],
            leads=form.chosen_lead,
            by=request.user,
        )
    except (NotLinkableError, YearClosedError) as refusal:
        form.add_error(None, str(refusal))
    except PermissionDenied:
        form.add_error("leads", _only_own())
    else:
        messages.success(request, _("Avgjørelsen er lagret."))
        return True
    return False


def _only_own() -> str:
    return _(
        "Bare senteret som eier en aktivitet, kan knytte den til en annen eller løse den fra den. "
        "Velg den andre aktiviteten som den som står først, eller be det andre senteret gjøre det."
    )


def _crumbs(activity: Activity) -> list[Crumb]:
    return [
        (_("Samordning"), reverse("overlaps:overlap_list")),
        (activity.title, activity.get_absolute_url()),
        (_("Avklar"), None),
    ]
