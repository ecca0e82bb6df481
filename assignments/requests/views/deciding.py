"""The steps of a case that come with words: one page with one form each."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _

from assignments.plans.years import YearClosedError
from assignments.requests import rules, states
from assignments.requests.actions import accepting, clarifying, deciding, ending, steps
from assignments.requests.case_reader import Case
from assignments.requests.forms.deciding import (
    AcceptForm,
    AssignForm,
    CloseForm,
    DeclineForm,
    QuestionForm,
    WithdrawForm,
)
from assignments.requests.models import SupportRequest
from assignments.requests.receivers import pointers
from assignments.requests.views.parts import (
    Page,
    case_of,
    done,
    own,
    page_with_form,
    sent,
    step_page,
    tells_when_late,
    visible,
)
from centres.models import Centre
from korus_portal.accounts.http import AuthenticatedRequest


@page_with_form
@tells_when_late
def request_accept(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """«Vi kan bistå», with a few words to the municipality, as part of a tiltak or not."""
    found = own(request, case_number)
    steps.check(states.ACCEPT, found)
    lead = _("Kommunen får beskjed. Har ingen tatt henvendelsen, blir du rådgiver for den.")
    return _accept(request, found, found.centre, lead)


@page_with_form
@tells_when_late
def request_join(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """«Vi kan bistå» from a centre that is in the case together with its owner."""
    case = case_of(request, case_number)
    if case.joined is None:
        raise PermissionDenied
    steps.check(states.ACCEPT_JOINTLY, case.request)
    lead = _("Kommunen og de andre sentrene i saken får beskjed.")
    return _accept(request, case.request, case.joined.centre, lead)


def _accept(
    request: AuthenticatedRequest, found: SupportRequest, centre: Centre, lead: str
) -> HttpResponse:
    form = AcceptForm(sent(request), found=found, centre=centre, by=request.user)
    if form.is_valid() and _is_accepted(request, found, centre, form):
        return done(request, found, _("Kommunen har fått beskjed om at dere kan bistå."))
    title = _("Vi kan bistå")
    page = Page(title=title, lead=lead, send=title, shows_request=True)
    return step_page(request, found, form, page)


def _is_accepted(
    request: AuthenticatedRequest, found: SupportRequest, centre: Centre, form: AcceptForm
) -> bool:
    """False when the year of a new tiltak is closed, which is told beside its title."""
    words = {
        "support_request": found,
        "centre": centre,
        "message": form.cleaned_data["message"],
        "by": request.user,
    }
    if not form.is_new:
        accepting.accept(assignment=form.tiltak, **words)
        return True
    title, theme = form.cleaned_data["title"], form.theme_of_new
    try:
        accepting.accept_into_new_tiltak(title=title, theme=theme, **words)
    except YearClosedError as closed:
        form.add_error("title", str(closed))
        return False
    return True


@page_with_form
@tells_when_late
def request_decline(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """«Vi kan ikke bistå», why, and who else can."""
    found = own(request, case_number)
    steps.check(states.DECLINE, found)
    form = DeclineForm(sent(request), centres=pointers(found))
    if form.is_valid():
        deciding.decline_request(support_request=found, by=request.user, **form.cleaned_data)
        return done(request, found, _("Kommunen har fått beskjed om at dere ikke kan bistå."))
    page = Page(
        title=_("Vi kan ikke bistå"),
        lead=_("Kommunen får beskjed og leser begrunnelsen i saken."),
        send=_("Send svaret"),
        shows_request=True,
    )
    return step_page(request, found, form, page)


@page_with_form
@tells_when_late
def request_clarify(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """Ask the municipality; the clock stands until it answers."""
    found = own(request, case_number)
    steps.check(states.ASK_CLARIFICATION, found)
    form = QuestionForm(sent(request))
    if form.is_valid():
        question = form.cleaned_data["question"]
        clarifying.ask_clarification(support_request=found, by=request.user, question=question)
        return done(request, found, _("Spørsmålet er sendt. Klokka står til kommunen svarer."))
    page = Page(
        title=_("Be om avklaring"),
        lead=_("Kommunen får beskjed. Svarfristen står stille til den har svart."),
        send=_("Send spørsmålet"),
        shows_request=True,
    )
    return step_page(request, found, form, page)


@page_with_form
@tells_when_late
def request_assign(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """Give the case to somebody at the centre."""
    found = own(request, case_number)
    if not rules.can_assign(request.user, found):
        raise PermissionDenied
    steps.check(states.ASSIGN, found)
    form = AssignForm(sent(request), found=found)
    if form.is_valid():
        adviser = form.cleaned_data["adviser"]
        deciding.assign_request(support_request=found, adviser=adviser, by=request.user)
        return done(request, found, _("%(name)s har fått saken.") % {"name": adviser})
    lead = _("Den som får saken, får beskjed.")
    if found.status == SupportRequest.Status.SUBMITTED:
        lead = _("Den som får saken, og kommunen, får beskjed.")
    page = Page(title=_("Gi til en rådgiver"), lead=lead, send=_("Gi saken"))
    return step_page(request, found, form, page)


@page_with_form
@tells_when_late
def request_close(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """The help is given, or no longer needed."""
    found = own(request, case_number)
    steps.check(states.CLOSE, found)
    form = CloseForm(sent(request))
    if form.is_valid():
        ending.close_request(support_request=found, by=request.user, **form.cleaned_data)
        return done(request, found, _("Saken er avsluttet. Kommunen får beskjed."))
    page = Page(
        title=_("Avslutt saken"),
        lead=_("Kommunen får beskjed og blir spurt om hva den synes om hjelpen."),
        send=_("Avslutt saken"),
    )
    return step_page(request, found, form, page)


@page_with_form
@tells_when_late
def request_withdraw(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """The municipality no longer asks."""
    found = visible(request, case_number)
    if not Case(found, request.user).asked:
        raise PermissionDenied
    steps.check(states.WITHDRAW, found)
    form = WithdrawForm(sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        ending.withdraw_request(support_request=found, by=request.user, reason=reason)
        return done(request, found, _("Henvendelsen er trukket. Senteret får beskjed."))
    page = Page(
        title=_("Trekk henvendelsen"),
        lead=_("Senteret får beskjed. Saken kan ikke åpnes igjen, men dere kan spørre på nytt."),
        send=_("Trekk henvendelsen"),
        variant="danger",
    )
    return step_page(request, found, form, page)
