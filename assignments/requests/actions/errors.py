"""Why something could not be done to a request, for the pages to say in plain words."""

from assignments.requests.models import SupportRequest


class CentreCannotBeAskedError(Exception):
    """The centre is not responsible for the theme there, or has nobody who reads requests."""


class OutOfStepError(Exception):
    """Somebody was first: the request, as it is now, no longer allows the step."""

    def __init__(self, support_request: SupportRequest) -> None:
        super().__init__(support_request.status)
        self.support_request = support_request


class AlreadyTakenError(OutOfStepError):
    """A colleague, or an earlier click, has taken the request."""


class AlreadyDecidedError(OutOfStepError):
    """Somebody answered first: a double click, or a colleague."""


class EndedError(OutOfStepError):
    """The request was closed, declined or withdrawn in the meantime."""


class MovedError(OutOfStepError):
    """The request went to another centre in the meantime."""
