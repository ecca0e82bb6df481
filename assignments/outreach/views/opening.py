"""Whose list is opened, and the addresses that keep to it."""

from urllib.parse import urlencode
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments.outreach import rules
from assignments.outreach.desk import Desk, desk_of
from assignments.outreach.gathering import FULL_AFTER
from assignments.outreach.letters import address_of
from assignments.outreach.models import Approach, GovernorComment
from korus_portal.accounts.http import AuthenticatedRequest
from municipalities.models import Municipality

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
Crumb = tuple[str, str | None]


def let_in(request: AuthenticatedRequest) -> None:
    if not rules.can_open_list(request.user):
        raise PermissionDenied


def has_no_list(request: AuthenticatedRequest) -> bool:
    """The person may open lists, but no centre has one here, and none was named."""
    let_in(request)
    return not request.GET.get("senter") and desk_of(request.user) is None


def desk_in(request: AuthenticatedRequest) -> Desk:
    """Whose list is open. A centre that is not the person's own, nor its county's, is not there."""
    let_in(request)
    desk = desk_of(request.user, request.GET.get("senter", ""))
    if desk is None:
        raise Http404
    return desk


def municipality_at(code: str) -> Municipality:
    return get_object_or_404(Municipality.objects.select_related("county"), code=code)


def full_after(request: AuthenticatedRequest) -> int:
    """After how many years without contact the silence is full; the usual where none is chosen."""
    given = request.GET.get("aar", "")
    return int(given) if given in ("1", "2", "3", "4", "5") else FULL_AFTER


def address(name: str, desk: Desk, *args: str) -> str:
    return f"{reverse(name, args=args)}?{urlencode({'senter': desk.centre.code})}"


def chosen(request: AuthenticatedRequest, desk: Desk) -> str:
    """The choices of the address, for links that keep them."""
    kept = {name: value for name, value in request.GET.items() if value and name != "page"}
    return urlencode({**kept, "senter": desk.centre.code})


def sent(request: AuthenticatedRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def as_new(request: AuthenticatedRequest) -> QueryDict:
    """What was written, as a form that has not been sent before."""
    data = request.POST.copy()
    data["form_token"] = str(uuid4())
    return data


def crumbs(desk: Desk, municipality: Municipality, label: str = "") -> list[Crumb]:
    first: Crumb = (_("Bør kontaktes"), address("outreach:call_list", desk))
    if not label:
        return [first, (municipality.name, None)]
    return [first, (municipality.name, address_at(desk, municipality)), (label, None)]


def address_at(desk: Desk, municipality: Municipality) -> str:
    return address("outreach:call_detail", desk, municipality.code)


def crumbs_of(row: Approach | GovernorComment, label: str) -> list[Crumb]:
    """Of a page below the municipality's, where the row itself says whose list it is."""
    page = f"{reverse('outreach:call_list')}?{urlencode({'senter': row.centre.code})}"
    return [(_("Bør kontaktes"), page), (row.municipality.name, address_of(row)), (label, None)]
