from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from korus_portal.accounts.access import is_administrator
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.notifications import actions, listing
from korus_portal.notifications.choices import of_person
from korus_portal.notifications.filters import LetterFilter
from korus_portal.notifications.forms import ChoicesForm, ReadForm, RetryForm
from korus_portal.notifications.models import BouncingAddress, Letter, Notice, State


@require_GET
def notice_list(request: AuthenticatedRequest) -> HttpResponse:
    notices = Notice.objects.visible_to(request.user)
    context = listing.notices_context(notices, request.GET)
    return render(request, "notifications/notice_list.html", context)


@require_GET
def notice_open(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Mark as read and lead on to what it tells about.

    A link, not a button: it must open in a new tab and from a letter. Marking is the mark of
    having followed it, is one's own, and stays as it is the second time.
    """
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.read_notices(by=request.user, ids=[notice.pk])
    # Our own addresses only, whatever was stored.
    is_ours = notice.path.startswith("/")
    if is_ours and url_has_allowed_host_and_scheme(notice.path, allowed_hosts=None):
        return redirect(notice.path)
    return redirect("notifications:notice_list")


@require_POST
def notices_read(request: AuthenticatedRequest) -> HttpResponse:
    """Everything up to what the person was shown; what has come since stays unread."""
    form = ReadForm(request.POST)
    if form.is_valid():
        count = actions.read_all(by=request.user, newest=form.cleaned_data["newest"])
        text = ngettext(
            "%(n)d varsel er merket som lest.", "%(n)d varsler er merket som lest.", count
        )
        messages.success(request, text % {"n": count})
    return redirect("notifications:notice_list")


@require_http_methods(["GET", "POST"])
def choices(request: AuthenticatedRequest) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = ChoicesForm(sent, chosen=of_person(request.user))
    if form.is_valid():
        actions.choose_modes(by=request.user, modes=form.cleaned_data)
        messages.success(request, _("Valgene er lagret. De gjelder fra nå av."))
        return redirect("notifications:choices")
    status = 422 if form.is_bound else 200
    crumbs = [(_("Varsler"), reverse("notifications:notice_list")), (_("E-post"), None)]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "notifications/choices.html", context, status=status)


@require_GET
def outbox(request: AuthenticatedRequest) -> HttpResponse:
    if not is_administrator(request.user):
        raise PermissionDenied
    letters = Letter.objects.visible_to(request.user)
    found = LetterFilter(request.GET or {"tilstand": State.GIVEN_UP}, queryset=letters)
    context = {
        "filter": found,
        **listing.outbox_context(letters, found.qs, request.GET.get("page")),
        "addresses": listing.addresses(BouncingAddress.objects.visible_to(request.user), letters),
    }
    return render(request, "notifications/outbox.html", context)


@require_POST
def letters_retry(request: AuthenticatedRequest) -> HttpResponse:
    if not is_administrator(request.user):
        raise PermissionDenied
    form = RetryForm(request.POST, letters=Letter.objects.visible_to(request.user))
    if not form.is_valid():
        messages.error(request, _("Velg minst ett brev."))
    elif form.cleaned_data["every"]:
        _tell_queued(request, actions.retry_all(by=request.user))
    else:
        _tell_queued(request, actions.retry_letters(form.cleaned_data["letters"], by=request.user))
    return redirect("notifications:outbox")


@require_POST
def address_clear(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    if not is_administrator(request.user):
        raise PermissionDenied
    address = BouncingAddress.objects.visible_to(request.user).filter(pk=pk).first()
    _tell_queued(request, actions.clear_address(address, by=request.user) if address else 0)
    return redirect("notifications:outbox")


def _tell_queued(request: AuthenticatedRequest, count: int) -> None:
    text = ngettext("%(n)d brev er lagt i kø.", "%(n)d brev er lagt i kø.", count)
    messages.info(request, text % {"n": count})
