"""Giving a stored file away, once the row that points at it has said who may read it."""

from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header


class Downloadable(Protocol):
    """A stored file, or an attachment of a request."""

    name: Any
    content_type: Any
    content: Any

    @property
    def is_readable(self) -> bool: ...


def file_response(request: HttpRequest, file: Downloadable, back_url: str) -> HttpResponse:
    """The file, to be saved and never shown in the portal's own name; or why it must wait."""
    if not file.is_readable:
        context = {"file": file, "back_url": back_url}
        return render(request, "files/file_waits.html", context, status=409)
    response = HttpResponse(bytes(file.content.content), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file.name
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
