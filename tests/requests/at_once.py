"""Several people at the same moment, on requests."""

from collections.abc import Callable

from assignments.plans.conflicts import AlreadySentError
from assignments.requests.actions.errors import OutOfStepError
from tests.at_once import DONE
from tests.at_once import at_once as run_at_once

__all__ = ["DONE", "at_once"]


def at_once(*works: Callable[[], object]) -> list[str]:
    return run_at_once(*works, refusals=(OutOfStepError, AlreadySentError))
