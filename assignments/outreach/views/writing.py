"""Taking a municipality, noting contacts, passing on, commenting, and taking texts out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assignments.outreach import actions, listing, rules
from assignments.outreach.forms import CommentForm, ContactForm, HandOverForm
from assignments.outreach.letters import address_of
from assignments.outreach.models import Approach, Contact, GovernorComment
from assignments.outreach.values import LABELS, ContactValues, readable, values_of
from assignments.outreach.views import opening
from assignments.outreach.views.opening import page_with_form, sent
from assignments.plans.conflicts import (
    AlreadySentError,
    Difference,
    StaleVersionError,
    build_on,
    differences,
)
from assignments.plans.years import YearClosedError
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.notifications.forms import WhyForm


@require_POST
def call_take(request: AuthenticatedRequest, code: str) -> HttpResponse:
    desk, municipality = opening.desk_in(request), opening.municipality_at(code)
    if not desk.is_own:
        raise PermissionDenied
    reasons = listing.frozen_reasons(desk, municipality.pk)
    words = {"municipality": str(municipality)}
    try:
        actions.take_municipality(
            centre=desk.centre, municipality=municipality, reasons=reasons, by=request.user
        )
    except actions.AlreadyTakenError as taken:
        words["adviser"] = str(taken.approach.adviser)
        messages.warning(request, _("%(adviser)s har allerede tatt %(municipality)s.") % words)
    except actions.NotOnTheListError:
        raise Http404 from None
    else:
        messages.success(request, _("Du følger nå opp %(municipality)s.") % words)
    return redirect(opening.address_at(desk, municipality))


@page_with_form
def contact_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Write down an attempt to reach the municipality."""
    approach = _own_approach(request, pk)
    form, before = ContactForm(sent(request)), None
    if form.is_valid():
        try:
            if _note(form, approach, request):
                return redirect(address_of(approach))
        except AlreadySentError as again:
            before, form = again.first, ContactForm(opening.as_new(request))
    context = {
        "form": form,
        "before": before,
        "approach": approach,
        "back": address_of(approach),
        "heading": _("Noter kontakt"),
        "crumbs": opening.crumbs_of(approach, _("Noter kontakt")),
    }
    return render(request, "outreach/contact_form.html", context)


@page_with_form
def contact_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Mend what was noted; who comes last sees both texts."""
    contact = _own_contact(request, pk)
    approach = contact.approach
    if not rules.can_change_contact(request.user, approach, noted_by=contact.by_id):
        raise PermissionDenied
    stored = {**vars(values_of(contact)), "version": contact.version}
    form, conflict = ContactForm(sent(request), stored=stored), list[Difference]()
    if form.is_valid():
        try:
            if _change(form, contact, request):
                return redirect(address_of(approach))
        except StaleVersionError:
            conflict = _differences(contact, form.values())
            build_on(form, contact.version)
    context = {
        "form": form,
        "conflict": conflict,
        "approach": approach,
        "back": address_of(approach),
        "heading": _("Rett kontakten"),
        "crumbs": opening.crumbs_of(approach, _("Rett kontakten")),
    }
    return render(request, "outreach/contact_form.html", context)


@page_with_form
def contact_redact(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The leader takes personal details out of a note."""
    contact = _own_contact(request, pk)
    if not rules.leads(request.user, contact.approach.centre):
        raise PermissionDenied
    form, back = WhyForm(sent(request)), address_of(contact.approach)
    if form.is_valid():
        actions.redact_note(contact=contact, by=request.user, **form.cleaned_data)
        messages.success(request, _("Teksten er sladdet."))
        return redirect(back)
    crumbs = opening.crumbs_of(contact.approach, _("Sladd tekst"))
    context = {"form": form, "text": contact.note, "back": back, "crumbs": crumbs}
    return render(request, "outreach/redact.html", context)


@require_POST
def approach_end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    approach = _own_approach(request, pk)
    words = {"municipality": str(approach.municipality)}
    try:
        actions.end_approach(approach=approach, by=request.user)
    except actions.AlreadyEndedError:
        messages.warning(request, _("Oppfølgingen er allerede avsluttet."))
    else:
        messages.success(request, _("%(municipality)s kan nå tas av en annen.") % words)
    return redirect(address_of(approach))


@page_with_form
def approach_hand_over(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Give the municipality to a colleague."""
    approach = _own_approach(request, pk)
    if not rules.can_pass_on(request.user, approach):
        raise PermissionDenied
    form, back = HandOverForm(sent(request), approach=approach), address_of(approach)
    if form.is_valid() and _hand_over(form, approach, request):
        return redirect(back)
    crumbs = opening.crumbs_of(approach, _("Gi videre"))
    context = {"form": form, "approach": approach, "back": back, "crumbs": crumbs}
    return render(request, "outreach/hand_over.html", context)


@page_with_form
def comment_new(request: AuthenticatedRequest, code: str) -> HttpResponse:
    """The county governor tells the centre something about a municipality."""
    desk, municipality = opening.desk_in(request), opening.municipality_at(code)
    if not desk.governed:
        raise PermissionDenied
    if municipality.pk not in desk.governed:
        raise Http404
    form, before, back = CommentForm(sent(request)), None, opening.address_at(desk, municipality)
    if form.is_valid():
        said = {"centre": desk.centre, "municipality": municipality, **form.cleaned_data}
        try:
            actions.comment(by=request.user, **said)
        except actions.NotOnTheListError:
            raise Http404 from None
        except AlreadySentError as again:
            before, form = again.first, CommentForm(opening.as_new(request))
        else:
            messages.success(request, _("Kommentaren er lagret, og senteret har fått beskjed."))
            return redirect(back)
    crumbs = opening.crumbs(desk, municipality, _("Kommentar"))
    context = {"form": form, "before": before, "back": back, "crumbs": crumbs, "desk": desk}
    return render(request, "outreach/comment_new.html", {**context, "municipality": municipality})


@page_with_form
def comment_redact(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The leader takes personal details out of what a governor wrote."""
    opening.let_in(request)
    visible = GovernorComment.objects.visible_to(request.user)
    comment = get_object_or_404(visible.select_related("centre", "municipality"), pk=pk)
    if not rules.leads(request.user, comment.centre):
        raise PermissionDenied
    form, back = WhyForm(sent(request)), address_of(comment)
    if form.is_valid():
        actions.redact_comment(comment=comment, by=request.user, **form.cleaned_data)
        messages.success(request, _("Teksten er sladdet."))
        return redirect(back)
    crumbs = opening.crumbs_of(comment, _("Sladd tekst"))
    context = {"form": form, "text": comment.text, "back": back, "crumbs": crumbs}
    return render(request, "outreach/redact.html", context)


def _own_approach(request: AuthenticatedRequest, pk: int) -> Approach:
    """One of the centre's own. The county governor sees that it is there, and changes nothing."""
    opening.let_in(request)
    visible = Approach.objects.visible_to(request.user)
    found = get_object_or_404(visible.select_related("centre", "municipality"), pk=pk)
    if not rules.works_at(request.user, found.centre):
        raise PermissionDenied
    return found


def _own_contact(request: AuthenticatedRequest, pk: int) -> Contact:
    opening.let_in(request)
    places = ("approach__centre", "approach__municipality")
    visible = Contact.objects.visible_to(request.user).select_related(*places)
    found = get_object_or_404(visible, pk=pk)
    if not rules.works_at(request.user, found.approach.centre):
        raise PermissionDenied
    return found


def _note(form: ContactForm, approach: Approach, request: AuthenticatedRequest) -> bool:
    token = form.cleaned_data["form_token"]
    try:
        contact = actions.note_contact(
            approach=approach, values=form.values(), by=request.user, form_token=token
        )
    except actions.ImpossibleDayError:
        form.refuse_day()
        return False
    except actions.AlreadyEndedError:
        form.add_error(None, _("Oppfølgingen er avsluttet. Ta kommunen på nytt for å notere mer."))
        return False
    messages.success(request, _("Kontakten er notert."))
    if contact.is_answered and not contact.is_counted:
        messages.info(
            request,
            _("Årsrapporten for %(year)s er sendt inn, så kontakten teller ikke i tallene.")
            % {"year": contact.day.year},
        )
    return True


def _change(form: ContactForm, contact: Contact, request: AuthenticatedRequest) -> bool:
    version = form.cleaned_data["version"] or 0
    try:
        actions.change_contact(
            contact=contact, values=form.values(), version=version, by=request.user
        )
    except actions.ImpossibleDayError:
        form.refuse_day()
        return False
    except YearClosedError as closed:
        form.add_error("day", str(closed))
        return False
    messages.success(request, _("Kontakten er rettet."))
    return True


def _hand_over(form: HandOverForm, approach: Approach, request: AuthenticatedRequest) -> bool:
    to = form.cleaned_data["to"]
    try:
        actions.hand_over(approach=approach, to=to, by=request.user)
    except actions.NotAColleagueError:
        form.add_error("to", _("Velg en som er rådgiver eller leder ved senteret."))
        return False
    except actions.AlreadyEndedError:
        messages.warning(request, _("Oppfølgingen er allerede avsluttet."))
        return True
    words = {"adviser": str(to), "municipality": str(approach.municipality)}
    messages.success(request, _("%(adviser)s følger nå opp %(municipality)s.") % words)
    return True


def _differences(contact: Contact, own: ContactValues) -> list[Difference]:
    return differences(readable(values_of(contact)), readable(own), LABELS)
