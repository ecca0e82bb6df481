"""Giving several requests to one adviser: each is tried by itself, and each answers for itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied

from assignments.requests.actions import deciding
from assignments.requests.actions.errors import AlreadyDoneError, OutOfStepError
from assignments.requests.models import SupportRequest
from korus_portal.accounts.models import User


@dataclass
class Outcome:
    given: list[SupportRequest] = field(default_factory=list)
    # Those that the adviser had already.
    had: list[SupportRequest] = field(default_factory=list)
    not_allowed: list[SupportRequest] = field(default_factory=list)
    too_late: list[OutOfStepError] = field(default_factory=list)


def assign_many(*, requests: Iterable[SupportRequest], adviser: User, by: User) -> Outcome:
    """Not one transaction: a colleague who was first with one must not stop the others."""
    outcome = Outcome()
    for row in requests:
        try:
            deciding.assign_request(support_request=row, adviser=adviser, by=by)
        except PermissionDenied:
            outcome.not_allowed.append(row)
        except AlreadyDoneError:
            outcome.had.append(row)
        except OutOfStepError as error:
            outcome.too_late.append(error)
        else:
            outcome.given.append(row)
    return outcome
