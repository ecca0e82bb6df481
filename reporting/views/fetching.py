"""How the views come by a report: one way for each level of access."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from korus_portal.accounts.http import AuthenticatedRequest
from reporting import rules
from reporting.models import AnnualReport

Crumbs = list[tuple[str, str | None]]


def get_report(request: AuthenticatedRequest, pk: int) -> AnnualReport:
    """A report that the reader may see, with its figures; 404 for strangers."""
    visible = AnnualReport.objects.visible_to(request.user).for_content()
    return get_object_or_404(visible.select_related("job"), pk=pk)


def get_own_report(request: AuthenticatedRequest, pk: int) -> AnnualReport:
    """A report that the reader's centre writes; 403 for those who only read."""
    report = get_report(request, pk)
    if not rules.can_write_report(request.user, report):
        raise PermissionDenied
    return report


def crumbs(report: AnnualReport, *more: str) -> Crumbs:
    """The way here; the last part has no address."""
    name = _("%(centre)s %(year)s") % {"centre": report.centre.short_name, "year": report.year}
    own = report.get_absolute_url() if more else None
    return [
        (_("Rapporter"), reverse("reporting:report_list")),
        (name, own),
        *[(text, None) for text in more],
    ]
