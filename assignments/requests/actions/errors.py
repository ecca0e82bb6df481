"""Why something could not be done to a request, for the pages to say in plain words."""

from assignments.requests.models import HandOver, SupportRequest


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


class AlreadyDoneError(OutOfStepError):
    """An earlier click, or a colleague, has done just this."""


class NotThereError(OutOfStepError):
    """Whoever is to get the request does not work at the centre (any more)."""


class NobodyThereError(OutOfStepError):
    """Nobody at the centre would read what it is offered."""


class AlreadyOfferedError(OutOfStepError):
    """The centre is in it already, or has an offer to answer; or the request is about to move."""


class OthersHelpError(OutOfStepError):
    """Another centre in the case has said that it helps: the owner hands it over instead."""


class HandOverEndedError(OutOfStepError):
    """The hand-over was answered, taken back or expired in the meantime."""

    def __init__(self, support_request: SupportRequest, hand_over: HandOver) -> None:
        super().__init__(support_request)
        self.hand_over = hand_over
