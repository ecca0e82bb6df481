"""The list of municipalities to call, as a page and as a file, and the page of each."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assignments.outreach import actions, export, listing, page, rules
from assignments.outreach.desk import Desk
from assignments.outreach.forms import CallListForm
from assignments.outreach.narrowing import Shown, narrowed
from assignments.outreach.views import opening
from assignments.plans.csv_text import Format, style_of
from korus_portal.accounts.http import AuthenticatedRequest

PER_PAGE = 50


@require_GET
def call_list(request: AuthenticatedRequest) -> HttpResponse:
    """The ranked list of one centre."""
    if opening.has_no_list(request):
        return render(request, "outreach/no_lists.html")
    desk = opening.desk_in(request)
    form, found, shown = _list(request, desk)
    context = {
        "desk": desk,
        "form": form,
        "found": found,
        "shown": shown,
        "page": Paginator(shown.rows, PER_PAGE).get_page(request.GET.get("page")),
        "no_list": "" if found.rows else page.why_no_list(desk),
        "query": opening.chosen(request, desk),
        "weights_url": opening.address("outreach:weights", desk),
        "formats": Format.choices,
    }
    return render(request, "outreach/call_list.html", context)


@require_GET
def call_export(request: AuthenticatedRequest) -> HttpResponse:
    """Exactly what the page shows, all its pages, as CSV."""
    desk = opening.desk_in(request)
    _form, _found, shown = _list(request, desk)
    query, rows = request.GET.urlencode(), len(shown.everything)
    actions.record_export(centre=desk.centre, rows=rows, query=query, by=request.user)
    text = export.as_csv(desk, shown, style_of(request.GET.get("format", "")))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = export.file_name(desk, timezone.localdate())
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def call_detail(request: AuthenticatedRequest, code: str) -> HttpResponse:
    """Why one municipality stands where it stands, and what has been done about it."""
    desk, municipality = opening.desk_in(request), opening.municipality_at(code)
    found = listing.call_list(desk, full_after=opening.full_after(request))
    row = page.row_in(found, municipality.pk)
    if row is None:
        raise Http404
    stories = page.stories_of(desk, municipality)
    held = page.under_way(stories)
    context = {
        "desk": desk,
        "municipality": municipality,
        "row": row,
        "own_score": page.decimal(row.own.score),
        "national_score": page.decimal(row.national.score),
        "found": found,
        "lines": page.lines_of(row, found.weights),
        "stories": stories,
        "held": held,
        "can_pass_on": held is not None and rules.can_pass_on(request.user, held),
        "can_comment": municipality.pk in desk.governed,
        "comments": page.comments_of(desk, municipality),
        "take_url": opening.address("outreach:call_take", desk, municipality.code),
        "comment_url": opening.address("outreach:comment_new", desk, municipality.code),
        "crumbs": opening.crumbs(desk, municipality),
    }
    return render(request, "outreach/call_detail.html", context)


def _list(
    request: AuthenticatedRequest, desk: Desk
) -> tuple[CallListForm, listing.CallList, Shown]:
    found = listing.call_list(desk, full_after=opening.full_after(request))
    form = CallListForm(
        request.GET, centre=desk.centre, centres=desk.centres, counties=found.counties
    )
    return form, found, narrowed(found.rows, form.narrowing(), request.user.pk)
