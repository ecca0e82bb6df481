"""Both sides keep the case's number in their own archive."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from assignments.requests import rules
from assignments.requests.actions import steps
from assignments.requests.models import Holder, SupportRequest
from korus_portal.accounts.models import User


@transaction.atomic
def number_for_municipality(*, support_request: SupportRequest, number: str, by: User) -> None:
    """The number of the municipality that asked; its partners have none here."""
    locked = steps.lock(support_request)
    if not rules.stands_for_sender(by, locked):
        raise PermissionDenied
    locked.municipality_case_number = number
    locked.save(update_fields=["municipality_case_number"])


@transaction.atomic
def number_for_centre(*, holder: Holder, number: str, by: User) -> None:
    """The number of a centre that has the case."""
    locked = Holder.objects.select_for_update(of=("self",)).select_related("centre")
    own = locked.get(pk=holder.pk)
    if not rules.works_at(by, own.centre) or own.until is not None:
        raise PermissionDenied
    own.own_case_number = number
    own.save(update_fields=["own_case_number"])
