"""Methods that services take into use: leaders and administrators add them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from assignments.plans import rules
from assignments.plans.models import Method
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


class MethodExistsError(Exception):
    """A method of that name is there already, with another scale or source."""


@transaction.atomic
def add_method(*, values: Mapping[str, Any], by: User) -> Method:
    """Add a method. The same sent twice is one. Raises MethodExistsError."""
    if not rules.can_add_method(by):
        raise PermissionDenied
    same = Method.objects.filter(**values).first()
    if same is not None:
        return same
    if Method.objects.filter(name__iexact=values["name"]).exists():
        raise MethodExistsError
    try:
        with transaction.atomic():
            method = Method.objects.create(**values, added_by=by)
    except IntegrityError as error:
        raise MethodExistsError from error
    record("plans.method_added", method, by=by)
    return method
