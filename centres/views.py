"""The pages where a leader enters facts about the centre and names its contact people."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centres import actions, rules
from centres.forms import CentreForm, ContactPersonForm
from centres.models import Centre, ContactPerson
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.accounts.models import User


@require_http_methods(["GET", "POST"])
def centre_edit(request: AuthenticatedRequest, code: str) -> HttpResponse:
    centre = _get_own_centre(request, code)
    form = CentreForm(request.POST or None, instance=centre)
    if request.method == "POST" and form.is_valid():
        _save(centre, dict(form.cleaned_data), request.user)
        messages.success(request, _("Opplysningene er lagret."))
        return redirect(centre)
    in_doubt = [form[name].label for name in actions.FACTS if name in centre.unverified]
    crumbs = [
        (_("Sentre"), reverse("pages:centre_list")),
        (centre.short_name, centre.get_absolute_url()),
        (_("Rediger"), None),
    ]
    context = {"form": form, "centre": centre, "in_doubt": in_doubt, "crumbs": crumbs}
    return render(request, "centres/centre_edit.html", context)


@require_http_methods(["GET", "POST"])
def contact_people(request: AuthenticatedRequest, code: str) -> HttpResponse:
    """Who the municipalities are to call, and a form to name one more."""
    centre = _get_own_centre(request, code)
    form = ContactPersonForm(centre, request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = actions.name_contact_person(centre=centre, by=request.user, **form.cleaned_data)
        text = _("%(name)s er kontaktperson for %(area)s.")
        messages.success(request, text % {"name": person.user, "area": person.area})
        return redirect("centres:contact_people", code)
    people = ContactPerson.objects.visible_to(request.user).filter(centre=centre)
    context = {
        "centre": centre,
        "form": form,
        "people": people.select_related("user", "county", "municipality"),
        "crumbs": [
            (_("Sentre"), reverse("pages:centre_list")),
            (centre.short_name, centre.get_absolute_url()),
            (_("Kontaktpersoner"), None),
        ],
    }
    status = 200 if request.method == "GET" else 422
    return render(request, "centres/contact_people.html", context, status=status)


@require_POST
def contact_person_end(request: AuthenticatedRequest, code: str, pk: int) -> HttpResponse:
    centre = _get_own_centre(request, code)
    visible = ContactPerson.objects.visible_to(request.user).filter(centre=centre)
    person = visible.filter(pk=pk).first()
    if person is not None:
        actions.end_contact_person(person=person, by=request.user)
    messages.success(request, _("Kontaktpersonen er fjernet."))
    return redirect("centres:contact_people", code)


def _save(centre: Centre, told: dict[str, Any], by: User) -> None:
    confirmed = actions.FACTS if told.pop("confirm") else ()
    actions.update_centre(
        centre=centre,
        archive_address=told.pop("archive_address"),
        has_adviser_hours=told.pop("has_adviser_hours"),
        changes=told,
        confirmed=confirmed,
        by=by,
    )


def _get_own_centre(request: AuthenticatedRequest, code: str) -> Centre:
    """404 for strangers, 403 for colleagues who are not the leader."""
    centre = get_object_or_404(Centre.objects.visible_to(request.user), code=code)
    if not rules.belongs_to_centre(request.user, centre):
        raise Http404
    if not rules.can_edit_centre(request.user, centre):
        raise PermissionDenied
    return centre
