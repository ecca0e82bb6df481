"""Writing in a case: messages that both sides read, and a centre's internal notes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments.plans.conflicts import AlreadySentError
from assignments.requests.actions import errors, writing
from assignments.requests.forms.dialogue import DialogueForm, WriteMessageForm, WriteNoteForm
from assignments.requests.models import SupportRequest
from assignments.requests.voices import centre_of, had_earlier, voice_of
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.accounts.models import User

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@page_with_form
def message_new(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """A message to the other side. What cannot be sent is shown again, with why."""
    found = _case(request, case_number)
    if voice_of(request.user, found) is None and not had_earlier(request.user, case_number):
        raise PermissionDenied
    form = dialogue_form(WriteMessageForm, request)
    if form.is_valid() and send_message(found, form, by=request.user):
        messages.success(request, _("Meldingen er sendt."))
        return redirect(f"{found.get_absolute_url()}#dialog")
    return _page(request, found, form, "message_new")


@page_with_form
def note_new(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """An internal note of one's centre."""
    found = _case(request, case_number)
    if centre_of(request.user, found) is None and not had_earlier(request.user, case_number):
        raise PermissionDenied
    form = dialogue_form(WriteNoteForm, request)
    if form.is_valid() and _noted(request, found, form):
        messages.success(request, _("Notatet er lagret."))
        return redirect(f"{found.get_absolute_url()}#notater")
    return _page(request, found, form, "note_new")


def _case(request: AuthenticatedRequest, case_number: str) -> SupportRequest:
    """A case that one may read, or that went elsewhere while one wrote: no text gets lost."""
    visible = SupportRequest.objects.visible_to(request.user).for_list()
    found = visible.filter(case_number=case_number).first()
    if found is None and request.method == "POST":
        found = had_earlier(request.user, case_number)
    if found is None:
        raise Http404
    return found


def dialogue_form(kind: type[DialogueForm], request: HttpRequest) -> DialogueForm:
    if request.method == "POST":
        return kind(request.POST, request.FILES)
    return kind()


def send_message(found: SupportRequest, form: DialogueForm, *, by: User | None) -> bool:
    """Whether the message is stored; otherwise the form says why not. None is a guest."""
    try:
        writing.write_message(support_request=found, by=by, **form.cleaned_data)
    except errors.EndedError:
        form.refuse(_("Saken er avsluttet, så meldingen ble ikke sendt. Teksten står under."))
    except errors.MovedError as error:
        form.refuse(_moved(error))
    except AlreadySentError:
        form.renew()
        form.refuse(
            _("Skjemaet er sendt før, med en annen tekst. Send på nytt hvis også denne skal med.")
        )
    else:
        return True
    return False


def _noted(request: AuthenticatedRequest, found: SupportRequest, form: DialogueForm) -> bool:
    try:
        writing.write_note(support_request=found, by=request.user, **form.cleaned_data)
    except errors.MovedError as error:
        form.refuse(_moved(error))
    except AlreadySentError:
        form.renew()
        form.refuse(
            _("Skjemaet er sendt før, med en annen tekst. Lagre på nytt hvis også denne skal med.")
        )
    else:
        return True
    return False


def _moved(error: errors.MovedError) -> str:
    return _("Saken ligger nå hos %(centre)s. Teksten ble ikke lagret og står under.") % {
        "centre": error.support_request.centre
    }


def _page(
    request: AuthenticatedRequest, found: SupportRequest, form: DialogueForm, name: str
) -> HttpResponse:
    here = _("Melding") if name == "message_new" else _("Internt notat")
    crumbs: list[tuple[str, str | None]] = [
        (_("Henvendelser"), reverse("requests:request_list")),
        (found.case_number, found.get_absolute_url()),
        (here, None),
    ]
    context = {"support_request": found, "form": form, "crumbs": crumbs}
    status = 422 if form.is_bound else 200
    return render(request, f"requests/{name}.html", context, status=status)
