"""The form behind a personal link. No account: whoever has the link answers."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assignments.mapping import answering, links
from assignments.mapping.models import Invitation
from assignments.mapping.questionnaire import AnswerForm
from korus_portal.accounts import limits
from korus_portal.accounts.http import PortalRequest


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PortalRequest, key: str) -> HttpResponse:
    """Read who asks and who sees it, answer, come back, send in."""
    try:
        invitation = links.find(key)
        speak(request, invitation)
        if request.method != "POST":
            form = AnswerForm(campaign=invitation.campaign, invitation=invitation)
            return page(request, invitation, form)
        return receive(request, invitation)
    except (links.WrongLinkError, limits.TooOftenError, answering.LinkClosedError) as error:
        return refused(request, error)


@login_not_required
@never_cache
@require_POST
def answer_save(request: PortalRequest, key: str) -> HttpResponse:
    """Store what has just been chosen, while the page stays where it is."""
    try:
        invitation = links.find(key)
        links.count_save(invitation)
        form = AnswerForm(request.POST, campaign=invitation.campaign, invitation=invitation)
        if not form.is_valid():
            return quiet(JsonResponse({"saved": False}, status=422))
        answering.save_answers(key=invitation.key, answers=form.answers())
    except (links.WrongLinkError, limits.TooOftenError, answering.LinkClosedError) as error:
        return quiet(JsonResponse({"saved": False}, status=status_of(request, error)))
    return quiet(JsonResponse({"saved": True}))


def receive(request: PortalRequest, invitation: Invitation) -> HttpResponse:
    """Without JavaScript: store and come back, or send in."""
    links.count_save(invitation)
    form = AnswerForm(request.POST, campaign=invitation.campaign, invitation=invitation)
    if not form.is_valid():
        return page(request, invitation, form, status=422)
    if "send" not in request.POST:
        answering.save_answers(key=invitation.key, answers=form.answers())
        messages.success(request, _("Svarene er lagret. Bruk den samme lenken for å fortsette."))
        return redirect("mapping:answer", invitation.key)
    try:
        answering.send_in(key=invitation.key, answers=form.answers())
    except answering.NothingAnsweredError:
        form.add_error(None, _("Svar på minst ett spørsmål før du sender inn."))
        return page(request, invitation, form, status=422)
    messages.success(request, _("Takk. Svarene er sendt inn."))
    return redirect("mapping:answer", invitation.key)


def page(
    request: PortalRequest, invitation: Invitation, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    context = {"invitation": invitation, "campaign": invitation.campaign, "form": form}
    return quiet(render(request, "mapping/answer.html", context, status=status))


def refused(request: PortalRequest, error: Exception) -> HttpResponse:
    """What is wrong with the link, and what to do about it."""
    status, campaign = status_of(request, error), None
    if isinstance(error, answering.LinkClosedError):
        speak(request, error.invitation)
        campaign = error.invitation.campaign
    context = {"status": status, "campaign": campaign}
    return quiet(render(request, "mapping/link_refused.html", context, status=status))


def status_of(request: PortalRequest, error: Exception) -> int:
    """410 for what has ended, 404 for what never was, 429 for who tries too often."""
    if isinstance(error, answering.LinkClosedError):
        return 410
    if isinstance(error, links.WrongLinkError):
        try:
            links.count_wrong(request)
        except limits.TooOftenError:
            return 429
        return 404
    return 429


def speak(request: PortalRequest, invitation: Invitation) -> None:
    """The language of the invitation, unless the reader has chosen one on the page."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(invitation.language)
        request.LANGUAGE_CODE = invitation.language


def quiet(response: HttpResponse) -> HttpResponse:
    """No search engine keeps a personal link."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
