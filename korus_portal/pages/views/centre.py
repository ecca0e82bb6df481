"""The centres: the directory, and the page of each."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assignments.requests import opinions
from centres.grants.duties import duties_of
from korus_portal.accounts.access import holds
from korus_portal.accounts.http import PortalRequest
from korus_portal.accounts.models import Role
from korus_portal.pages import directory, links, public_activities, reach
from korus_portal.pages.forms import DirectoryForm
from municipalities.models import County, Theme
from reporting import recognition_tables


@login_not_required
@require_GET
def centre_list(request: PortalRequest) -> HttpResponse:
    today = timezone.localdate()
    counties = County.objects.in_force(on=today)
    form = DirectoryForm(Theme.objects.current(), counties, request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = directory.centres(wanted.get("tema"), wanted.get("fylke"), on=today)
    context = {
        "form": form,
        "groups": directory.by_kind(found),
        "retired": directory.retired(on=today) if not any(wanted.values()) else [],
    }
    return render(request, "pages/centre_list.html", context)


@login_not_required
@require_GET
def centre_detail(request: PortalRequest, code: str) -> HttpResponse:
    today = timezone.localdate()
    centre = get_object_or_404(directory.detailed(), code=code)
    leads = holds(request.user, Role.LEADER, organisation_id=centre.organisation_id)
    context = {
        "centre": centre,
        "is_active": centre.is_active(today),
        "fields": [one.theme for one in centre.centre_fields.all()],
        "facts": directory.facts(centre),
        "catchments": directory.catchments(centre, on=today),
        "mandate_tasks": duties_of(centre),
        "recognition": recognition_tables.of_centre(centre, on=today),
        "opinions": opinions.of_centre(centre),
        "years": [reach.of_centre(centre, year, on=today) for year in (today.year, today.year - 1)],
        "page_obj": public_activities.of_centre(centre, request.GET.get("page")),
        "edit_url": links.to("centres:centre_edit", centre.code) if leads else "",
        "crumbs": [(_("Sentre"), links.to("pages:centre_list")), (str(centre), None)],
    }
    return render(request, "pages/centre_detail.html", context)
