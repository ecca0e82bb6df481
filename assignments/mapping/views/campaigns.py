"""A centre makes a mapping, chooses questions, invites, follows and closes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignments.mapping import actions, listing, rules
from assignments.mapping.forms import CampaignForm, InviteForm, QuestionsForm
from assignments.mapping.models import Campaign
from assignments.mapping.questionnaire import AnswerForm
from assignments.mapping.values import LABELS, QUESTION_LABELS, chosen_of, values_of
from assignments.plans.conflicts import (
    AlreadySentError,
    StaleVersionError,
    build_on,
    differences,
)
from assignments.plans.redaction import RedactionForm
from korus_portal.accounts.http import AuthenticatedRequest

Crumb = tuple[str, str | None]
PAGE_SIZE = 50
page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def campaign_list(request: AuthenticatedRequest) -> HttpResponse:
    """A centre's mappings; to a municipality or county governor where there are results."""
    if not rules.can_list(request.user):
        raise PermissionDenied
    if not rules.can_ask(request.user):
        places = listing.places_with_results(request.user)
        return render(request, "mapping/place_list.html", {"places": places})
    visible = Campaign.objects.visible_to(request.user)
    page = Paginator(visible.order_by("-created_at", "-pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    rows = listing.campaign_rows(visible.filter(pk__in=[row.pk for row in page]))
    return render(request, "mapping/campaign_list.html", {"page": page, "rows": rows})


@page_with_form
def campaign_new(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_ask(request.user):
        raise PermissionDenied
    form = CampaignForm(request.POST or None, centres=rules.own_centres(request.user))
    if form.is_valid():
        try:
            made = actions.create_campaign(
                centre=form.for_centre,
                values=form.values(),
                by=request.user,
                token=form.cleaned_data["form_token"],
            )
        except AlreadySentError as again:
            messages.warning(request, _("Skjemaet er sendt før. Her er det som ble lagret."))
            return redirect("mapping:campaign_edit", again.first.pk)
        messages.success(request, _("Kartleggingen er lagret som utkast. Velg spørsmål nå."))
        return redirect("mapping:campaign_questions", made.pk)
    context = {"form": form, "crumbs": crumbs_of(here=_("Ny kartlegging"))}
    return render(request, "mapping/campaign_form.html", context)


@require_GET
def campaign_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    campaign = own_campaign(request, pk)
    table = listing.table_of(campaign)
    context = {
        "campaign": campaign,
        "tone": listing.TONES[Campaign.Status(campaign.status)],
        "lead": _("%(centre)s spør") % {"centre": campaign.centre.name},
        "questions": campaign.asked.count(),
        "invited": sum(table.invited.values()),
        "answered": listing.answered_text(table),
        "rates": listing.rate_rows(table),
        "missing": listing.missing_texts(campaign) if campaign.is_draft else [],
        "can_remind": campaign.is_open and rules.to_remind(campaign).exists(),
        "can_redact": rules.can_redact(request.user, campaign),
        "days": rules.DAYS_BETWEEN_REMINDERS,
        "crumbs": crumbs_of(campaign),
    }
    return render(request, "mapping/campaign_detail.html", context)


@page_with_form
def campaign_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    campaign = own_campaign(request, pk)
    if campaign.is_closed:
        return too_late(request, campaign)
    form = CampaignForm(request.POST or None, centres=[campaign.centre], stored=campaign)
    context = {"form": form, "campaign": campaign, "crumbs": crumbs_of(campaign, _("Endre"))}
    if form.is_valid():
        try:
            actions.change_campaign(
                campaign=campaign,
                values=form.values(),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except StaleVersionError:
            campaign.refresh_from_db()
            context["differences"] = differences(values_of(campaign), form.values(), LABELS)
            build_on(form, campaign.version)
        except actions.StateError:
            return too_late(request, campaign)
        if not context.get("differences"):
            messages.success(request, _("Kartleggingen er lagret."))
            return redirect(campaign)
    return render(request, "mapping/campaign_form.html", context)


@page_with_form
def campaign_questions(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Choose from the bank, theme by theme."""
    campaign = own_campaign(request, pk)
    if not campaign.is_draft:
        return too_late(request, campaign)
    form = QuestionsForm(request.POST or None, campaign=campaign)
    context = {"form": form, "campaign": campaign, "crumbs": crumbs_of(campaign, _("Spørsmål"))}
    if form.is_valid():
        try:
            actions.choose_questions(
                campaign=campaign,
                questions=form.cleaned_data["questions"],
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except StaleVersionError:
            campaign.refresh_from_db()
            stored = chosen_of(campaign)
            context["differences"] = differences(stored, form.chosen(), QUESTION_LABELS)
            build_on(form, campaign.version)
        except actions.StateError:
            return too_late(request, campaign)
        if not context.get("differences"):
            messages.success(request, _("Spørsmålene er lagret."))
            return redirect(campaign)
    return render(request, "mapping/campaign_questions.html", context)


@require_GET
def campaign_preview(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The form as those who are asked will see it. Nothing is stored."""
    campaign = own_campaign(request, pk)
    form = AnswerForm(campaign=campaign, invitation=None)
    context = {
        "campaign": campaign,
        "form": form,
        "crumbs": crumbs_of(campaign, _("Slik ser det ut")),
    }
    return render(request, "mapping/campaign_preview.html", context)


@page_with_form
def campaign_invite(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Paste or upload who is to be asked. All of them or none."""
    campaign = own_campaign(request, pk)
    if campaign.is_closed:
        return too_late(request, campaign)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = InviteForm(*sent, taken=listing.taken_addresses(campaign))
    if form.is_valid():
        try:
            made = actions.invite(campaign=campaign, invited=form.invited, by=request.user)
        except actions.AlreadyInvitedError:
            text = _("Noen andre inviterte de samme adressene nå nettopp. Last siden på nytt.")
            form.add_error("text", text)
        except actions.StateError:
            return too_late(request, campaign)
        else:
            text = ngettext("%(n)d er invitert.", "%(n)d er invitert.", len(made))
            messages.success(request, text % {"n": len(made)})
            return redirect(campaign)
    context = {"form": form, "campaign": campaign, "crumbs": crumbs_of(campaign, _("Inviter"))}
    return render(request, "mapping/campaign_invite.html", context)


@require_GET
def invitation_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who is invited. Of employees nobody is told who has answered."""
    campaign = own_campaign(request, pk)
    page = Paginator(listing.invitations_of(campaign), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"campaign": campaign, "page": page, "crumbs": crumbs_of(campaign, _("Inviterte"))}
    return render(request, "mapping/invitation_list.html", context)


@require_POST
def invitation_remove(request: AuthenticatedRequest, pk: int, invitation: int) -> HttpResponse:
    campaign = own_campaign(request, pk)
    try:
        actions.remove_invitation(campaign=campaign, invitation_id=invitation, by=request.user)
    except actions.StateError:
        return too_late(request, campaign)
    messages.success(request, _("Invitasjonen er tatt bort."))
    return redirect("mapping:invitation_list", campaign.pk)


@require_POST
def campaign_open(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    campaign = own_campaign(request, pk)
    sent = request.POST.get("version", "")
    try:
        version = int(sent) if sent.isdecimal() else 0
        actions.open_campaign(campaign=campaign, version=version, by=request.user)
    except actions.StateError:
        messages.warning(request, _("Kartleggingen er allerede åpnet."))
    except actions.NotReadyError:
        messages.error(request, _("Kartleggingen kan ikke åpnes ennå. Se hva som mangler."))
    except StaleVersionError:
        text = _("Noen endret kartleggingen. Se over den, og åpne den på nytt.")
        messages.warning(request, text)
    else:
        messages.success(request, _("Kartleggingen er åpen. Lenkene sendes på e-post nå."))
    return redirect(campaign)


@require_POST
def campaign_remind(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    campaign = own_campaign(request, pk)
    try:
        actions.remind(campaign=campaign, by=request.user)
    except actions.StateError:
        return too_late(request, campaign)
    except actions.TooSoonError:
        text = _("Ingen å purre nå. Alle har svart, eller har fått e-post de siste tre dagene.")
        messages.warning(request, text)
    else:
        # Without a number: among employees it would tell how many have answered.
        messages.success(request, _("Påminnelsen er sendt til dem som ikke har svart."))
    return redirect(campaign)


@page_with_form
def campaign_close(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask first: the addresses go, and it cannot be opened again."""
    campaign = own_campaign(request, pk)
    if not campaign.is_open:
        return too_late(request, campaign)
    if request.method == "POST":
        try:
            actions.close_campaign(campaign=campaign, by=request.user)
        except actions.StateError:
            return too_late(request, campaign)
        messages.success(request, _("Kartleggingen er avsluttet. E-postadressene er slettet."))
        return redirect(campaign)
    context = {"campaign": campaign, "crumbs": crumbs_of(campaign, _("Avslutt"))}
    return render(request, "mapping/campaign_close.html", context)


@page_with_form
def campaign_redact(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The leader takes personal details out of the introduction."""
    campaign = own_campaign(request, pk)
    if not rules.can_redact(request.user, campaign):
        raise PermissionDenied
    form = RedactionForm(request.POST or None, row=campaign, names=["introduction"])
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.redact_introduction(campaign=campaign, reason=reason, by=request.user)
        messages.success(request, _("Teksten er sladdet."))
        return redirect(campaign)
    context = {"form": form, "campaign": campaign, "crumbs": crumbs_of(campaign, _("Sladd"))}
    return render(request, "mapping/campaign_redact.html", context)


def own_campaign(request: AuthenticatedRequest, pk: int) -> Campaign:
    """A centre's own; another centre's is not found, other roles have nothing to do here."""
    if not rules.can_ask(request.user):
        raise PermissionDenied
    rows = Campaign.objects.visible_to(request.user).select_related("centre")
    return get_object_or_404(rows, pk=pk)


def too_late(request: AuthenticatedRequest, campaign: Campaign) -> HttpResponse:
    messages.warning(request, _("Det går ikke lenger: kartleggingen er åpnet eller avsluttet."))
    return redirect(campaign)


def crumbs_of(campaign: Campaign | None = None, here: str = "") -> list[Crumb]:
    crumbs: list[Crumb] = [(_("Kompetansekartlegging"), reverse("mapping:campaign_list"))]
    if campaign is not None:
        crumbs.append((campaign.title, campaign.get_absolute_url() if here else None))
    return [*crumbs, (here, None)] if here else crumbs
