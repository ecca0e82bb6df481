"""What the pages of a case share: finding it, a page with one form, and being told one is late."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments.requests import rules
from assignments.requests.actions.errors import MovedError, OutOfStepError
from assignments.requests.case_reader import Case, readable
from assignments.requests.models import SupportRequest
from assignments.requests.outline import outlined
from assignments.requests.voices import had_earlier
from assignments.requests.wording import told, typed_in
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.accounts.models import User

Crumb = tuple[str, str | None]
View = Callable[..., HttpResponse]

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


def visible(request: AuthenticatedRequest, case_number: str) -> SupportRequest:
    """The case, if the person may read it. A form sent after the case went to another centre is
    told so, and not lost behind «finnes ikke»."""
    found = readable(request.user).filter(case_number=case_number).first()
    if found is not None:
        return found
    former = had_earlier(request.user, case_number) if request.method == "POST" else None
    if former is not None:
        raise MovedError(former)
    raise Http404


def own(request: AuthenticatedRequest, case_number: str) -> SupportRequest:
    """The case, for those who work at the centre that has it."""
    found = visible(request, case_number)
    if not rules.can_decide_request(request.user, found):
        raise PermissionDenied
    return found


def case_of(request: AuthenticatedRequest, case_number: str) -> Case:
    return Case(visible(request, case_number), request.user)


def sent(request: AuthenticatedRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def tells_when_late(view: View) -> View:
    """Say in plain words what happened first, and give back what was typed."""

    @wraps(view)
    def inner(request: AuthenticatedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except OutOfStepError as late:
            return _too_late(request, late)

    return inner


@dataclass(frozen=True, kw_only=True)
class Page:
    """What stands around the form of a step."""

    title: str
    send: str
    lead: str = ""
    quote: str = ""
    variant: str = "primary"
    shows_request: bool = False


def step_page(
    request: AuthenticatedRequest, found: SupportRequest, form: Form, page: Page, back: str = ""
) -> HttpResponse:
    context = {
        "support_request": found,
        "form": form,
        "crumbs": crumbs(found, page.title),
        "back": back or found.get_absolute_url(),
        **vars(page),
    }
    return render(request, "requests/request_step.html", context)


def done(request: AuthenticatedRequest, found: SupportRequest, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect(found)


def onward(user: User, case_number: str) -> str:
    """To the case; if it can no longer be read, to what may still be known of it, or the list."""
    if readable(user).filter(case_number=case_number).exists():
        return reverse("requests:request_detail", args=[case_number])
    if rules.can_read_outlines(user) and outlined(user).filter(case_number=case_number).exists():
        return reverse("requests:request_outline", args=[case_number])
    return reverse("requests:request_list")


def crumbs(found: SupportRequest, label: str = "") -> list[Crumb]:
    trail: list[Crumb] = [(_("Henvendelser"), reverse("requests:request_list"))]
    if label:
        return [*trail, (found.case_number, found.get_absolute_url()), (label, None)]
    return [*trail, (found.case_number, None)]


def _too_late(request: AuthenticatedRequest, late: OutOfStepError) -> HttpResponse:
    """With something typed, a page that gives it back; otherwise the case with a notice."""
    now, user = late.support_request, request.user
    may_read = readable(user).filter(pk=now.pk).exists()
    # Who can no longer read it has lost nothing by a second click either.
    stored = now.events.all() if may_read else now.events.filter(by=user)
    typed = typed_in(request.POST, stored.values_list("text", flat=True))
    words = told(late, to=user)
    back = onward(user, now.case_number)
    if not typed:
        messages.warning(request, str(words))
        return redirect(back)
    context = {"told": words, "typed": typed, "back": back, "number": now.case_number}
    return render(request, "requests/case/late.html", context, status=409)
