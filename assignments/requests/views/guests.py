"""Asking without an account: the public form, the link that confirms the address, one's own case.

Personal links stand in the address, so their pages are kept by nobody and told to nobody: not
even the portal's own pages are sent the whole address (`strict-origin`). `no-referrer` would also
take the origin from what is sent in, and the check against forged forms would refuse it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from assignments.plans.conflicts import AlreadySentError
from assignments.requests import guest, guest_page
from assignments.requests.actions import ending, errors, guests, writing
from assignments.requests.forms.asking import known_in, shown_of
from assignments.requests.forms.dialogue import WriteMessageForm
from assignments.requests.forms.guests import GuestAskForm, GuestSendForm, GuestWithdrawForm
from assignments.requests.models import GuestAsk, SupportRequest
from korus_portal.accounts import limits
from korus_portal.accounts.http import PortalRequest, is_fragment

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
P = ParamSpec("P")
View = Callable[Concatenate[PortalRequest, P], HttpResponse]

HOUR = 3600
# From one address on the net; a class that tries the demo shares one.
FROM_ONE_PLACE = 300 if settings.DEMO_MODE else 20
TO_ONE_ADDRESS = 5
NEW_LINKS = 3
MESSAGES = 60


def personal(view: View[P]) -> View[P]:
    """A page behind a personal link: no search engine, no cache and no other site learns of it."""

    @wraps(view)
    def kept_quiet(request: PortalRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "strict-origin"
        return response

    return cast("View[P]", login_not_required(kept_quiet))


@login_not_required
@page_with_form
@vary_on_headers("HX-Request")
def guest_new(request: PortalRequest) -> HttpResponse:
    """The public form. The answer is the same whatever the portal knows of the address."""
    if request.method != "POST":
        return _form_page(request, GuestAskForm(shown=known_in(request.GET)))
    if "suggest" in request.POST:
        return _form_page(request, GuestAskForm(shown=shown_of(request.POST, GuestAskForm)))
    form = GuestAskForm(request.POST)
    if form.is_valid() and _kept(request, form):
        return redirect("requests:guest_sent")
    return _form_page(request, form)


@login_not_required
@require_GET
def guest_sent(request: PortalRequest) -> HttpResponse:
    return render(request, "requests/guests/sent.html")


@personal
@page_with_form
def guest_confirm(request: PortalRequest, key: str) -> HttpResponse:
    """What was written, and a button that sends it: mail scanners open links, but press nothing."""
    ask = _ask(key)
    if ask.support_request is not None:
        return redirect(guest.path_to(ask.support_request))
    _speak(request, ask.language)
    if ask.valid_until < timezone.now():
        return _expired(request, key)
    form = _other_centre(request, ask)
    if request.method == "POST" and (form is None or form.is_valid()):
        return _send(request, ask, key, form)
    return _confirm_page(request, ask, form)


@personal
@require_POST
def guest_renew(request: PortalRequest, key: str) -> HttpResponse:
    """A new link to the same address; what was written is there still."""
    ask = _ask(key)
    try:
        limits.count(f"requests:renew:{ask.pk}", NEW_LINKS, HOUR)
    except limits.TooOftenError:
        messages.warning(request, _("Du har nettopp fått nye lenker. Vent en time, og prøv igjen."))
        return redirect("requests:guest_confirm", key)
    guests.renew_link(ask=ask)
    return redirect("requests:guest_sent")


@personal
@require_GET
def guest_case(request: PortalRequest, key: str) -> HttpResponse:
    """Where one's own request is, and the dialogue when the municipality stands behind it."""
    return _case_page(request, _case(key))


@personal
@require_POST
def guest_write(request: PortalRequest, key: str) -> HttpResponse:
    """A message to the centre, also the answer to a question. Refused ones are shown again."""
    found = _confirmed(key)
    form = WriteMessageForm(request.POST, request.FILES, auto_id="melding_%s")
    if form.is_valid() and _written(found, form):
        messages.success(request, _("Meldingen er sendt."))
        return redirect(f"{guest.path_to(found)}#dialog")
    return _case_page(request, _case(key), message_form=form)


@personal
@require_POST
def guest_withdraw(request: PortalRequest, key: str) -> HttpResponse:
    found = _confirmed(key)
    form = GuestWithdrawForm(request.POST)
    if not form.is_valid():
        return _case_page(request, found, withdraw_form=form)
    try:
        reason = form.cleaned_data["reason"]
        ending.withdraw_request(support_request=found, by=None, reason=reason)
    except errors.OutOfStepError:
        messages.warning(request, _("Henvendelsen er allerede avsluttet."))
    else:
        messages.success(request, _("Henvendelsen er trukket. Senteret får beskjed."))
    return redirect(guest.path_to(found))


def _form_page(request: PortalRequest, form: GuestAskForm) -> HttpResponse:
    name = "_suggestions" if is_fragment(request) else "guests/ask"
    return render(request, f"requests/{name}.html", {"form": form})


def _kept(request: PortalRequest, form: GuestAskForm) -> bool:
    """Whether what was written is kept; otherwise the form says why not."""
    written = form.ask()
    try:
        limits.count(f"requests:guest:{limits.address_of(request)}", FROM_ONE_PLACE, HOUR)
        limits.count(f"requests:guest:{written['email'].lower()}", TO_ONE_ADDRESS, HOUR)
    except limits.TooOftenError:
        form.add_error(None, _("For mange forsøk. Vent en time, og send skjemaet på nytt."))
        return False
    guests.write_ask(**written, language=get_language() or settings.LANGUAGE_CODE)
    return True


def _ask(key: str) -> GuestAsk:
    ask = guest.ask_by_key(key)
    if ask is None:
        raise Http404
    return ask


def _other_centre(request: PortalRequest, ask: GuestAsk) -> GuestSendForm | None:
    """A choice of centre, when the one that was chosen can no longer be asked."""
    theme = guests.theme_of(ask)
    data = request.POST if request.method == "POST" else None
    form = GuestSendForm(data, ask=ask, theme=theme)
    chosen = guests.centre_of(ask)
    can_be_asked = chosen is not None and form.suggestions.find(chosen.code) is not None
    return None if can_be_asked else form


def _send(
    request: PortalRequest, ask: GuestAsk, key: str, form: GuestSendForm | None
) -> HttpResponse:
    try:
        sent = guests.send_ask(ask=ask, centre=form.chosen if form else None)
    except guests.LinkExpiredError:
        return _expired(request, key)
    except errors.CentreCannotBeAskedError:
        messages.warning(request, _("Senteret kan ikke lenger spørres i portalen."))
        theme = guests.theme_of(ask)
        return _confirm_page(request, ask, GuestSendForm(ask=ask, theme=theme))
    messages.success(request, _("Henvendelsen er sendt. Du får kvittering på e-post."))
    return redirect(guest.path_to(sent))


def _confirm_page(
    request: PortalRequest, ask: GuestAsk, form: GuestSendForm | None
) -> HttpResponse:
    context = {"ask": ask, "lines": guest_page.lines_of(ask), "form": form}
    return render(request, "requests/guests/confirm.html", context)


def _expired(request: PortalRequest, key: str) -> HttpResponse:
    return render(request, "requests/guests/expired.html", {"key": key}, status=410)


def _case(key: str) -> SupportRequest:
    found = guest.by_key(key)
    if found is None:
        raise Http404
    return found


def _confirmed(key: str) -> SupportRequest:
    found = _case(key)
    if not found.is_confirmed:
        raise PermissionDenied
    return found


def _written(found: SupportRequest, form: WriteMessageForm) -> bool:
    """Whether the message is stored; otherwise the form says why not."""
    try:
        limits.count(f"requests:guest-messages:{found.pk}", MESSAGES, HOUR)
        writing.write_message(support_request=found, by=None, **form.cleaned_data)
    except limits.TooOftenError:
        form.refuse(_("Du har skrevet mange meldinger. Vent en time, og send denne på nytt."))
    except errors.EndedError:
        form.refuse(_("Saken er avsluttet, så meldingen ble ikke sendt. Teksten står under."))
    except AlreadySentError:
        form.renew()
        form.refuse(
            _("Skjemaet er sendt før, med en annen tekst. Send på nytt hvis også denne skal med.")
        )
    else:
        return True
    return False


def _case_page(request: PortalRequest, found: SupportRequest, **more: Any) -> HttpResponse:
    _speak(request, guest.language_of(found))
    context = {"withdraw_form": GuestWithdrawForm(), **guest_page.case_of(found), **more}
    return render(request, "requests/guests/case.html", context)


def _speak(request: PortalRequest, language: str) -> None:
    """The language of the letters, unless the reader has chosen one on the page."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(language)
        request.LANGUAGE_CODE = language
