"""What other centres say that one's own took part in, and what it answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assignments.activities import rules, sharing_page
from assignments.activities.actions.answering import answer_partner
from assignments.activities.actions.errors import AlreadyDoneError, NotSharedError
from assignments.activities.counted import places_of
from assignments.activities.forms.sharing import PartnerForm
from assignments.activities.models import Activity, ActivityPartner
from assignments.activities.views.parts import Crumb, crumbs_of
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.years import YearClosedError
from korus_portal.accounts.http import AuthenticatedRequest


@require_GET
def partner_list(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_list_activities(request.user):
        raise PermissionDenied
    context = {
        "crumbs": crumbs_of(here=_("Samarbeid")),
        "waiting": sharing_page.asked_lines(sharing_page.waiting_for(request.user)),
        "answered": sharing_page.asked_lines(sharing_page.answered_by(request.user)),
    }
    return render(request, "activities/sharing_list.html", context)


@require_http_methods(["GET", "POST"])
def partner_answer(request: AuthenticatedRequest, pk: int, code: str) -> HttpResponse:
    partner = _own_partner(request, pk, code)
    form = PartnerForm(request.POST or None, partner=partner)
    if form.is_valid() and _answered(request, partner, form):
        return redirect(partner.activity)
    context = {
        "form": form,
        "partner": partner,
        "activity": partner.activity,
        "places": places_of(partner.activity),
        "crumbs": _crumbs(partner.activity),
    }
    return render(request, "activities/sharing_answer.html", context)


def _own_partner(request: AuthenticatedRequest, pk: int, code: str) -> ActivityPartner:
    """For the people of the centre that is asked, about a row that stands; 404 for others."""
    visible = Activity.objects.visible_to(request.user).counting().select_related("centre")
    activity = get_object_or_404(visible, pk=pk)
    rows = activity.partners.select_related("centre", "activity__centre")
    partner = get_object_or_404(rows, centre__code=code)
    if not rules.can_answer_partner(request.user, partner):
        raise Http404
    return partner


def _answered(request: AuthenticatedRequest, partner: ActivityPartner, form: PartnerForm) -> bool:
    """Whether the person is done with the page."""
    try:
        answer_partner(
            activity=partner.activity,
            centre=partner.centre,
            accepts=form.accepts,
            hours=form.cleaned_data["hours"],
            was=form.was,
            by=request.user,
        )
    except AlreadyDoneError:
        messages.info(request, _("Svaret er allerede lagret."))
    except (YearClosedError, NotSharedError) as refusal:
        form.add_error(None, str(refusal))
        return False
    except StaleVersionError:
        _show_newer(partner, form)
        return False
    else:
        messages.success(request, _("Svaret er lagret."))
    return True


def _show_newer(partner: ActivityPartner, form: PartnerForm) -> None:
    """What a colleague answered, beside what is still in the form; sent again, it replaces that."""
    partner.refresh_from_db()
    sent: Any = form.data
    data = sent.copy()
    data["was_state"] = partner.state
    data["was_hours"] = "" if partner.hours is None else str(partner.hours)
    text = _("En kollega har svart i mellomtiden: %(answer)s. Lagre på nytt for å erstatte svaret.")
    form.add_error(None, text % {"answer": sharing_page.shown_answer(partner)})
    form.data = data


def _crumbs(activity: Activity) -> list[Crumb]:
    here = (activity.title, activity.get_absolute_url())
    return [
        (_("Aktiviteter"), reverse("activities:activity_list")),
        (_("Samarbeid"), reverse("activities:partner_list")),
        here,
        (_("Svar"), None),
    ]
