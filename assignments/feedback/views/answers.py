"""The form behind a link, open to anybody who has it. What it stores says nothing of who answered.

No session is opened and no cookie is set, so there is no token against forged forms either: all
that a forged one could do is to answer, which everybody with the link may do, and answers from one
address are counted. Whoever is signed in answers as everybody else: the account is not looked at.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from assignments.feedback import actions, links
from assignments.feedback.forms import AnswerForm
from assignments.feedback.models import FeedbackForm
from korus_portal.accounts import limits
from korus_portal.accounts.http import PortalRequest

P = ParamSpec("P")
View = Callable[Concatenate[PortalRequest, P], HttpResponse]
STANDARDS = {"nb": "Bokmål", "nn": "Nynorsk"}


def nameless(view: View[P]) -> View[P]:
    """A page that leaves no trace of its reader: no cookie, no cache, no referrer to others."""

    @wraps(view)
    def kept_quiet(request: PortalRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        speak(request)
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return cast("View[P]", csrf_exempt(login_not_required(kept_quiet)))


@nameless
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PortalRequest, key: str) -> HttpResponse:
    """Read what is asked and who sees it, answer once."""
    try:
        form = links.find_open(key)
        if request.method == "POST":
            return receive(request, form)
        return page(request, form, AnswerForm(form=form))
    except links.EndedError as error:
        return plain(request, "feedback/ended.html", 410, form=error.form)
    except links.WrongLinkError:
        return unknown(request)


@nameless
@require_GET
def thanks(request: PortalRequest, key: str) -> HttpResponse:
    try:
        return plain(request, "feedback/thanks.html", form=links.find(key))
    except links.WrongLinkError:
        return unknown(request)


def receive(request: PortalRequest, form: FeedbackForm) -> HttpResponse:
    """Store the answer once; what was chosen and written is shown again when it cannot be."""
    filled = AnswerForm(request.POST, form=form)
    if not filled.is_valid():
        return page(request, form, filled, 422)
    if links.is_first(filled.page):
        try:
            links.count_answer(request)
            actions.receive_answer(form=form, given=filled.given())
        except limits.TooOftenError:
            links.forget(filled.page)
            return page(request, form, filled, 429)
        except actions.FormEndedError:
            raise links.EndedError(form) from None
        except Exception:
            links.forget(filled.page)
            raise
    return HttpResponseRedirect(reverse("feedback:thanks", args=[form.key]) + kept(request))


def page(
    request: PortalRequest, form: FeedbackForm, filled: AnswerForm, status: int = 200
) -> HttpResponse:
    return plain(request, "feedback/answer.html", status, form=form, filled=filled)


def unknown(request: PortalRequest) -> HttpResponse:
    """404 for a link that never was, 429 for who tries too many."""
    try:
        links.count_wrong(request)
    except limits.TooOftenError:
        return plain(request, "feedback/unknown.html", 429)
    return plain(request, "feedback/unknown.html", 404)


def plain(request: PortalRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    here = translation.get_language()
    others = [
        (code, name, f"{request.path}?maalform={code}")
        for code, name in STANDARDS.items()
        if code != here
    ]
    return render(request, template, {"others": others, "status": status, **context}, status=status)


def speak(request: PortalRequest) -> None:
    """The written standard that was chosen on the page itself: it needs no cookie."""
    chosen = request.GET.get("maalform", "")
    if chosen in STANDARDS:
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen


def kept(request: PortalRequest) -> str:
    """The chosen standard goes along to the next page."""
    chosen = request.GET.get("maalform", "")
    return f"?maalform={chosen}" if chosen in STANDARDS else ""
