"""The operator says which mail domains are a municipality's."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from assignments.requests.models import MailDomain
from korus_portal.accounts.access import is_administrator
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


@transaction.atomic
def save_domain(*, row: MailDomain, changed: Collection[str], by: User) -> None:
    """Requests confirmed by an address in it stay confirmed when it is corrected later."""
    if not is_administrator(by):
        raise PermissionDenied
    row.save()
    details = {"domain": row.domain, "columns": sorted(changed)}
    record("requests.maildomain_saved", row, by=by, details=details)


@transaction.atomic
def remove_domain(*, row: MailDomain, by: User) -> None:
    if not is_administrator(by):
        raise PermissionDenied
    record("requests.maildomain_removed", row, by=by, details={"domain": row.domain})
    row.delete()
