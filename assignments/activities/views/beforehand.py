"""What the form of a new activity holds before anybody types: by link, by draft, by another row."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from assignments.activities.forms.activity_initial import initial_of_again, initial_of_typed
from assignments.activities.models import Activity, TypedForm
from assignments.plans.models import Assignment
from korus_portal.accounts.http import AuthenticatedRequest

# More digits than this is no number of a row.
LONGEST_NUMBER = 18


def beforehand(request: AuthenticatedRequest) -> dict[str, Any]:
    """A draft goes before a row to repeat, and that before what the link names."""
    if request.GET.get("kladd"):
        return _typed(request, request.GET["kladd"])
    again = _number(request, "som")
    if again is not None:
        own = Activity.objects.visible_to(request.user).kept_by(request.user)
        return initial_of_again(get_object_or_404(own, pk=again))
    return _linked(request)


def _typed(request: AuthenticatedRequest, text: str) -> dict[str, Any]:
    """Nothing when it was sent or thrown away meanwhile."""
    try:
        token = UUID(text)
    except ValueError:
        return {}
    kept = TypedForm.objects.visible_to(request.user).filter(token=token).first()
    return initial_of_typed(kept) if kept else {}


def _linked(request: AuthenticatedRequest) -> dict[str, Any]:
    """An accepted request names place and theme; the page of a tiltak names the tiltak."""
    codes = {"main_theme": "theme", "centre": "centre"}
    preset: dict[str, Any] = {
        field: request.GET[name] for field, name in codes.items() if request.GET.get(name)
    }
    municipality = request.GET.get("municipality", "")
    if municipality.isdigit():
        preset["municipalities"] = [municipality]
    number = _number(request, "tiltak")
    if number is not None:
        seen = Assignment.objects.visible_to(request.user)
        assignment = seen.filter(pk=number, deleted_at=None).first()
        preset |= {"assignment": assignment} if assignment else {}
    return preset


def _number(request: AuthenticatedRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if is_number(text) else None


def is_number(text: str) -> bool:
    """Of a row; «²» is a digit and no number."""
    return text.isdecimal() and len(text) <= LONGEST_NUMBER
