"""How a file is answered: who may keep it, what is unchanged since last time, and who took it."""

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag

from korus_portal.accounts.http import PortalRequest
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from reporting.dashboard.exports.files import Asked


def sent(request: PortalRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Open data may be kept, when asked about again, and read by the pages of others; what
    somebody got signed in is kept by nobody."""
    if isinstance(request.user, User):
        response["Cache-Control"] = "private, no-store"
        return response
    response["Cache-Control"] = "no-cache"
    if isinstance(response, HttpResponse):
        set_response_etag(response)
        etag = response["ETag"]
        response = get_conditional_response(request, etag=etag, response=response) or response
    # Without credentials: the browser sends nobody's session along.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def remember(request: PortalRequest, asked: Asked) -> None:
    """Who is signed in gets more in the file than a visitor, so it is noted who took it."""
    if isinstance(request.user, User) and request.method == "GET":
        details = {"query": request.GET.urlencode(), "figure": asked.figure, "form": asked.form}
        record("reporting.coverage_exported", request.user, by=request.user, details=details)
