"""Who may open and send what under the addresses of `surveys`."""

from collections.abc import Callable
from typing import Any

GET: dict[str, list[int]] = {
    "surveys:place_list": [302, 200, 200, 200, 200, 200, 200, 403, 403, 403],
    "surveys:round_detail": [302, 200, 404, 200, 200, 404, 200, 404, 404, 404],
    "surveys:round_edit": [302, 200, 404, 200, 200, 404, 403, 404, 404, 404],
    "surveys:round_list": [302, 200, 200, 200, 200, 200, 200, 403, 403, 403],
    "surveys:round_new": [302, 200, 200, 200, 200, 200, 403, 403, 403, 403],
}

POST: dict[str, list[int]] = {
    "surveys:round_edit": [302, 200, 404, 200, 200, 404, 403, 404, 404, 404],
    "surveys:round_new": [302, 200, 200, 200, 200, 200, 403, 403, 403, 403],
    "surveys:task_mark": [302, 302, 404, 302, 302, 404, 403, 404, 404, 404],
    "surveys:task_new": [302, 200, 404, 200, 200, 404, 403, 404, 404, 404],
}


def a_round(w: Any) -> list[Any]:
    from tests.surveys.factories import SurveyRoundFactory  # noqa: PLC0415 - needs Django

    return [SurveyRoundFactory.create(municipality=w.municipality, registered_by=w.person).pk]


def a_task(w: Any) -> list[Any]:
    from tests.surveys.factories import (  # noqa: PLC0415 - needs Django
        FollowUpTaskFactory,
        SurveyRoundFactory,
    )

    found = SurveyRoundFactory.create(municipality=w.municipality, registered_by=w.person)
    task = FollowUpTaskFactory.create(survey_round=found, added_by=w.person)
    return [found.pk, task.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "surveys:": a_round,
    "surveys:task_mark": a_task,
}
