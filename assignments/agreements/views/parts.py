"""What the pages of one agreement share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from assignments.agreements.actions import AgreementError
from assignments.agreements.models import Agreement
from assignments.agreements.page import readable
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.years import YearClosedError
from korus_portal.accounts.http import AuthenticatedRequest

Crumb = tuple[str, str | None]


def visible(request: AuthenticatedRequest, pk: int) -> Agreement:
    return get_object_or_404(readable(request.user), pk=pk)


def demand(may: object) -> None:
    if not may:
        raise PermissionDenied


def crumbs(agreement: Agreement | None = None, here: str = "") -> list[Crumb]:
    """Up to the list, over the agreement, to this page."""
    trail: list[Crumb] = [(_("Avtaler"), reverse("agreements:agreement_list"))]
    if agreement is not None:
        trail.append((agreement.title, agreement.get_absolute_url() if here else None))
    return [*trail, (here, None)] if here else trail


def attempt(
    request: AuthenticatedRequest, agreement: Agreement, act: Callable[[], Any], done: str
) -> HttpResponse:
    """Do it and say so, or say what stands in the way; back to the agreement."""
    try:
        act()
    except StaleVersionError:
        text = _("Noen har endret avtalen siden du åpnet siden. Les den på nytt først.")
        messages.warning(request, text)
    except (AgreementError, YearClosedError) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, done)
    return redirect(agreement)


def step(
    request: AuthenticatedRequest,
    agreement: Agreement,
    form: BaseForm,
    *,
    title: str | Promise,
    label: str | Promise,
    **more: Any,
) -> HttpResponse:
    """A page with one form about the agreement."""
    context = {"agreement": agreement, "form": form, "title": title, "label": label, **more}
    context["crumbs"] = crumbs(agreement, str(title))
    return render(request, "agreements/agreement_step.html", context)
