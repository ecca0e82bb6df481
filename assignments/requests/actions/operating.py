"""The operator reads a case: only with a reason, which the trail keeps."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from assignments.requests.models import SupportRequest
from korus_portal.accounts.access import is_administrator
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


@transaction.atomic
def read_as_operator(*, case_number: str, reason: str, by: User) -> SupportRequest | None:
    """The case, once the reason is in the trail; None when there is no such case."""
    if not is_administrator(by):
        raise PermissionDenied
    rows = SupportRequest.objects.select_related("municipality", "centre", "theme", "adviser")
    found = rows.filter(case_number=case_number).first()
    if found is not None:
        record("requests.read_by_operator", found, by=by, reason=reason)
    return found
