"""The form while it is being written: kept as typed, and filled in by the chosen tiltak."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assignments.activities import actions, alike, rules
from assignments.activities.forms.activity import ActivityForm
from assignments.activities.models import Activity
from assignments.activities.presets import (
    Given,
    from_tiltak,
    given_at_first,
    read_given,
    refreshed,
)
from assignments.activities.views.beforehand import is_number
from assignments.activities.views.parts import form_page
from assignments.plans.models import Assignment
from korus_portal.accounts.http import AuthenticatedRequest

NOT_KEPT = ("csrfmiddlewaretoken", "do", "form_token", "version")


@require_POST
def activity_typed_save(request: AuthenticatedRequest) -> HttpResponse:
    """Every few seconds by the page itself, or by the button on it. Answers with words."""
    if not rules.can_list_activities(request.user):
        raise PermissionDenied
    try:
        token = UUID(request.POST.get("form_token", ""))
        kept = actions.keep_typed(token=token, fields=_typed_in(request.POST), by=request.user)
    except ValidationError as error:
        return _answer(request, _("Ikke lagret. %s") % " ".join(error.messages), token=token)
    except ValueError:
        return _answer(request, _("Ikke lagret. Last siden på nytt."))
    if kept is None:
        return _answer(request, _("Skjemaet er sendt."), is_saved=True)
    at = timezone.localtime(kept.saved_at).strftime("%H:%M")
    return _answer(request, _("Kladden er lagret %s.") % at, is_saved=True, token=token)


def _typed_in(sent: QueryDict) -> dict[str, list[str]]:
    return {name: sent.getlist(name) for name in sent if name not in NOT_KEPT}


def _answer(
    request: AuthenticatedRequest, text: str, *, is_saved: bool = False, token: UUID | None = None
) -> HttpResponse:
    """Words for the page that asked; without JavaScript the form is opened again with them."""
    if request.POST.get("do") != "typed":
        return JsonResponse({"saved": is_saved, "text": text}, status=200 if is_saved else 422)
    if not is_saved:
        form = ActivityForm(request.POST, user=request.user)
        form.is_valid()
        form.add_error(None, text)
        return form_page(request, form)
    messages.success(request, text)
    query = f"?kladd={token}" if token else ""
    return redirect(f"{reverse('activities:activity_new')}{query}")


@require_POST
def activity_typed_discard(request: AuthenticatedRequest, token: UUID) -> HttpResponse:
    if not rules.can_list_activities(request.user):
        raise PermissionDenied
    actions.throw_typed_away(token=token, by=request.user)
    messages.success(request, _("Kladden er kastet."))
    return redirect("activities:activity_new")


@require_POST
def activity_presets(request: AuthenticatedRequest) -> HttpResponse:
    """The fields that follow the tiltak, after another was chosen; what is typed stays."""
    if not rules.can_list_activities(request.user):
        raise PermissionDenied
    sent = request.POST.copy()
    form = ActivityForm(sent, user=request.user, stored=_stored(request))
    now = _given_now(request, form)
    for name, value in refreshed(sent, read_given(sent.get("presets", "")), now).items():
        sent[name] = value
    sent["presets"] = now.written()
    return render(request, "activities/_form_presets.html", {"form": form})


def _given_now(request: AuthenticatedRequest, form: ActivityForm) -> Given:
    chosen = _chosen(request, form)
    if form.stored is None:
        return given_at_first(request.user, chosen)
    return Given(by=str(chosen.pk) if chosen else "", values=from_tiltak(chosen))


def _stored(request: AuthenticatedRequest) -> Activity | None:
    """The row that is being changed, if it is one of one's own."""
    number = request.POST.get("activity", "")
    own = Activity.objects.visible_to(request.user).kept_by(request.user)
    return own.filter(pk=int(number)).first() if is_number(number) else None


def _chosen(request: AuthenticatedRequest, form: ActivityForm) -> Assignment | None:
    number = request.POST.get("assignment", "")
    return form.running_assignments().filter(pk=int(number)).first() if is_number(number) else None


@require_GET
def activity_worker(request: AuthenticatedRequest) -> HttpResponse:
    """What lets the form open without a network; it serves only what lies below its address."""
    script = settings.BASE_DIR / "static" / "js" / "activity_worker.js"
    return HttpResponse(script.read_bytes(), content_type="text/javascript; charset=utf-8")


@require_GET
def activity_lookalikes(request: AuthenticatedRequest) -> HttpResponse:
    """Rows that look like the one that is being written. A notice, never in the way."""
    if not rules.can_list_activities(request.user):
        raise PermissionDenied
    rows = alike.rows_like(request.GET, request.user)
    return render(request, "activities/_form_alike.html", {"rows": rows})
