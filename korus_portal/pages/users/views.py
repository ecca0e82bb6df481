"""User administration, for the administrator alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from korus_portal.accounts import rules
from korus_portal.accounts.forms import InviteForm, RoleForm, UserSearchForm
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.accounts.models import Membership, User
from korus_portal.pages.users import actions, listing

PER_PAGE = 25


def administrators_only(
    view: Callable[..., HttpResponse],
) -> Callable[..., HttpResponse]:
    """403 for everybody else."""

    @wraps(view)
    def guarded(request: AuthenticatedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.can_manage_users(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@administrators_only
def user_list(request: AuthenticatedRequest) -> HttpResponse:
    form = UserSearchForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(listing.users(wanted), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/user_list.html", {"form": form, "page_obj": page})


@require_http_methods(["GET", "POST"])
@administrators_only
def user_invite(request: AuthenticatedRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.invite_user(**form.cleaned_data, by=request.user)
        except actions.AlreadyHeldError:
            form.add_error("email", _("Brukeren har allerede denne rollen."))
        except actions.InactiveUserError:
            form.add_error("email", _("Brukeren er deaktivert. Aktiver brukeren først."))
        else:
            messages.success(request, _("%(name)s har fått rollen.") % {"name": user})
            return redirect("accounts:user_detail", user.pk)
    context = {"form": form, "crumbs": _crumbs(_("Inviter bruker"))}
    return render(request, "accounts/user_invite.html", context)


@require_GET
@administrators_only
def user_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _detail(request, get_object_or_404(User, pk=pk), RoleForm())


@require_POST
@administrators_only
def user_give_role(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    user, form = get_object_or_404(User, pk=pk), RoleForm(request.POST)
    if not form.is_valid():
        return _detail(request, user, form)
    try:
        actions.give_role(user=user, **form.cleaned_data, by=request.user)
    except actions.AlreadyHeldError:
        messages.info(request, _("Brukeren har allerede denne rollen."))
    except actions.InactiveUserError:
        messages.error(request, _("Brukeren er deaktivert og kan ikke få roller."))
    else:
        messages.success(request, _("Rollen er gitt."))
    return redirect("accounts:user_detail", user.pk)


@require_POST
@administrators_only
def role_end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership, pk=pk)
    try:
        actions.end_role(membership=membership, by=request.user)
    except actions.AlreadyDoneError:
        messages.info(request, _("Rollen var allerede avsluttet."))
    except actions.LastAdministratorError:
        messages.error(request, _("Den siste administratoren kan ikke fjernes."))
    else:
        messages.success(request, _("Rollen er avsluttet."))
    if not rules.can_manage_users(User.objects.visible_to(request.user).get(pk=request.user.pk)):
        return redirect("pages:front")
    return redirect("accounts:user_detail", membership.user_id)


@require_POST
@administrators_only
def user_deactivate(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    try:
        actions.deactivate_user(user=user, by=request.user)
    except actions.AlreadyDoneError:
        messages.info(request, _("Brukeren var allerede deaktivert."))
    except actions.LastAdministratorError:
        messages.error(request, _("Den siste administratoren kan ikke deaktiveres."))
    else:
        messages.success(request, _("Brukeren er deaktivert og kan ikke lenger logge inn."))
    return redirect("accounts:user_detail", user.pk)


@require_POST
@administrators_only
def user_reactivate(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    try:
        actions.reactivate_user(user=user, by=request.user)
    except actions.AlreadyDoneError:
        messages.info(request, _("Brukeren var allerede aktiv."))
    else:
        messages.success(request, _("Brukeren er aktiv igjen."))
    return redirect("accounts:user_detail", user.pk)


@require_POST
@administrators_only
def user_resend(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    try:
        actions.resend_invitation(user=user, by=request.user)
    except actions.AlreadyDoneError:
        messages.info(request, _("Brukeren har allerede valgt passord."))
    except actions.InactiveUserError:
        messages.error(request, _("Brukeren er deaktivert. Aktiver brukeren først."))
    else:
        messages.success(request, _("En ny lenke er sendt til %(email)s.") % {"email": user.email})
    return redirect("accounts:user_detail", user.pk)


def _crumbs(label: str) -> list[tuple[str, str | None]]:
    return [(_("Brukere"), reverse("accounts:user_list")), (label, None)]


def _detail(request: AuthenticatedRequest, user: User, form: RoleForm) -> HttpResponse:
    roles = user.memberships.select_related("organisation", "created_by", "ended_by")
    context = {
        "person": user,
        "form": form,
        "current_roles": [held for held in roles if held.ended_at is None],
        "ended_roles": [held for held in roles if held.ended_at is not None],
        "has_second_factor": is_mfa_enabled(user),
        "has_password": user.has_usable_password(),
        "crumbs": _crumbs(user.name),
    }
    return render(request, "accounts/user_detail.html", context)
