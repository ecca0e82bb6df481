"""The panels of a case page that are made elsewhere: dialogue, notes, files, clock, feedback."""

from typing import Any

from assignments.requests.case_reader import Case
from assignments.requests.clock_page import clock_context
from assignments.requests.dialogue_page import dialogue_context


def panels_of(case: Case) -> dict[str, Any]:
    found, user = case.request, case.user
    return {**dialogue_context(found, user), **clock_context(found, user)}
