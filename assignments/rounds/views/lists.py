"""The list of rounds, how far a centre has come in the year, and one round."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assignments.plans.rules import own_centres, works_at
from assignments.rounds import listing, rules
from assignments.rounds.forms.choosing import ChoosingForm
from assignments.rounds.history import changes_of
from assignments.rounds.models import InformationRound, InformationRoundQuerySet, InformationRow
from assignments.rounds.progress import progress_of
from assignments.rounds.views.parts import crumbs_of, own_round, visible_round
from centres.models import Centre
from korus_portal.accounts.access import is_administrator, is_directorate
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.files.responses import file_response

PAGE_SIZE = 50


@require_GET
def round_list(request: AuthenticatedRequest) -> HttpResponse:
    user = request.user
    if not rules.can_list_rounds(user):
        raise PermissionDenied
    may_write = rules.can_register_rounds(user)
    choosing = ChoosingForm(request.GET, centres=centres_for(request), sees_deleted=may_write)
    rounds = narrowed(InformationRound.objects.visible_to(user), choosing)
    page = Paginator(rounds.select_related("centre"), PAGE_SIZE).get_page(request.GET.get("page"))
    year = choosing.year or timezone.localdate().year
    context = {
        "choosing": choosing,
        "page": page,
        "lines": listing.lines_of(list(page)),
        "has_centres": len(choosing.centres) > 1,
        "progress": progress_of(choosing.centre, year) if choosing.centre else None,
        "can_register": may_write,
    }
    return render(request, "rounds/round_list.html", context)


@require_GET
def round_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = visible_round(request, pk)
    lines = listing.recipients_of(found)
    why_not = rules.why_not_change(found)
    context = {
        "round": found,
        "lines": lines,
        "bounced": sum(line.is_bounced for line in lines),
        "outside": [line.name for line in lines if line.is_outside],
        "why_not": why_not,
        "works_here": works_at(request.user, found.centre),
        "can_change": not why_not and rules.can_change_round(request.user, found),
        "can_restore": rules.can_restore_round(request.user, found),
        "can_redact": rules.can_redact_round(request.user, found),
        "crumbs": crumbs_of(found),
    }
    return render(request, "rounds/round_detail.html", context)


@require_GET
def round_document(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """For those who see the round, and for each municipality that it went to."""
    rows = InformationRow.objects.visible_to(request.user).filter(round=pk)
    row = rows.select_related("round__document").first()
    sent = row.round if row else visible_round(request, pk)
    if sent.document is None:
        raise Http404
    is_listed = InformationRound.objects.visible_to(request.user).filter(pk=pk).exists()
    back = sent.get_absolute_url() if is_listed else reverse("pages:account")
    return file_response(request, sent.document, back)


@require_GET
def round_history(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Every version of the round and its rows; for those whose round it is."""
    found = own_round(request, pk)
    context = {
        "round": found,
        "changes": changes_of(found),
        "crumbs": crumbs_of(found, _("Historikk")),
    }
    return render(request, "rounds/round_history.html", context)


def centres_for(request: AuthenticatedRequest) -> list[Centre]:
    """One's own centres; every centre for those who see all rounds."""
    user = request.user
    if is_directorate(user) or is_administrator(user):
        return list(Centre.objects.order_by("short_name"))
    return list(own_centres(user))


def narrowed(rounds: InformationRoundQuerySet, choosing: ChoosingForm) -> InformationRoundQuerySet:
    rounds = rounds.filter(deleted_at__isnull=not choosing.is_deleted)
    if choosing.period:
        rounds = rounds.filter(day__range=choosing.period)
    return rounds.filter(centre=choosing.centre) if choosing.centre else rounds
