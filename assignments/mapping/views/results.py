"""Results: the centre's table, the municipality's page, the files, and who else may see them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assignments.mapping import actions, cells, export, listing, profiles, rules
from assignments.mapping.tables import Table
from assignments.mapping.views.campaigns import crumbs_of, own_campaign
from assignments.plans.rules import can_create_assignment
from korus_portal.accounts.http import AuthenticatedRequest
from municipalities.models import Municipality


@require_GET
def results(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Municipalities by themes, and one theme with its wishes."""
    campaign = own_campaign(request, pk)
    context = {"campaign": campaign, "crumbs": crumbs_of(campaign, _("Resultater"))}
    if not rules.has_results(campaign):
        return render(request, "mapping/results_wait.html", context)
    table = listing.table_of(campaign)
    chosen = {theme.code: theme for theme in table.themes}.get(request.GET.get("tema", ""))
    theme = chosen or next(iter(table.themes), None)
    context |= {
        "table": table,
        "matrix": cells.matrix_of(table),
        "totals": cells.county_rows(table),
        "theme": theme,
        "columns": cells.columns(),
        "rows": [
            (row.place, [str(cell) for cell in row.cells.values()])
            for row in cells.rows_of(table, theme=theme)
        ],
    }
    return render(request, "mapping/results.html", context)


@require_GET
def results_csv(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    table = exported(request, pk)
    response = HttpResponse(export.csv_of(table), content_type="text/csv; charset=utf-8")
    name = export.file_name(table, "csv")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def results_json(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(export.json_of(exported(request, pk)), json_dumps_params=options)


@require_GET
def municipality_profile(request: AuthenticatedRequest, code: str) -> HttpResponse:
    """One municipality's results, for itself, the centre that asked, and whom it shares with."""
    if not rules.can_list(request.user):
        raise PermissionDenied
    municipality = get_object_or_404(Municipality, code=code)
    sections = profiles.sections_of(municipality, request.user)
    can_share = rules.can_share(request.user, municipality)
    if not sections and not can_share:
        if rules.governs(request.user, municipality):
            raise PermissionDenied
        raise Http404
    context = {
        "municipality": municipality,
        "sections": sections,
        "columns": cells.columns(),
        "can_share": can_share,
        "can_plan": can_create_assignment(request.user),
        "crumbs": crumbs_of(here=municipality.name),
    }
    return render(request, "mapping/municipality.html", context)


@require_POST
def sharing_set(request: AuthenticatedRequest, code: str, pk: int) -> HttpResponse:
    """The municipality decides whether its county governor sees the results."""
    if not rules.can_list(request.user):
        raise PermissionDenied
    municipality = get_object_or_404(Municipality, code=code)
    campaign = next(
        (
            section.campaign
            for section in profiles.sections_of(municipality, request.user)
            if section.campaign.pk == pk
        ),
        None,
    )
    if campaign is None:
        raise Http404
    is_shared = request.POST.get("del") == "ja"
    actions.share(
        campaign=campaign, municipality=municipality, is_shared=is_shared, by=request.user
    )
    if is_shared:
        messages.success(request, _("Statsforvalteren kan nå se resultatene."))
    else:
        messages.success(request, _("Statsforvalteren kan ikke lenger se resultatene."))
    return redirect("mapping:municipality_profile", municipality.code)


def exported(request: AuthenticatedRequest, pk: int) -> Table:
    """The table of a mapping that has results, once the trail says that it was taken out."""
    campaign = own_campaign(request, pk)
    if not rules.has_results(campaign):
        raise Http404
    actions.note_export(campaign=campaign, by=request.user)
    return listing.table_of(campaign)
