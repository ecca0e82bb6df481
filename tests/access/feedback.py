"""Who may open and send what under the addresses of `feedback`."""

from collections.abc import Callable
from typing import Any

EVERYBODY = [200] * 10
LIST = [302, 403, 403, 200, 200, 200, 403, 200, 403, 403]
NEW = [302, 403, 403, 200, 200, 200, 403, 403, 403, 403]
RESULTS = [302, 403, 403, 200, 200, 200, 403, 403, 200, 403]
# The organisation's own are in `tests/feedback/test_through_organisation.py`.
ONE = [302, 403, 403, 200, 200, 404, 403, 404, 403, 403]
SENT = [302, 403, 403, 302, 302, 404, 403, 404, 403, 403]
REDACT = [302, 403, 403, 403, 200, 404, 403, 404, 403, 403]

GET: dict[str, list[int]] = {
    "feedback:form_list": LIST,
    "feedback:form_new": NEW,
    "feedback:results": RESULTS,
    "feedback:results_csv": RESULTS,
    "feedback:form_detail": ONE,
    "feedback:form_sheet": ONE,
    "feedback:comment_redact": REDACT,
    "feedback:answer": EVERYBODY,
    "feedback:thanks": EVERYBODY,
}

POST: dict[str, list[int]] = {
    "feedback:form_new": NEW,
    "feedback:form_close": SENT,
    "feedback:form_send": SENT,
    "feedback:comment_redact": REDACT,
    # Nothing is filled in.
    "feedback:answer": [422] * 10,
}


def form_of_the_centre(world: Any) -> Any:
    """About an activity of KORUS Nord's in Alta."""
    from tests.feedback.factories import FeedbackFormFactory  # noqa: PLC0415 - needs Django

    return FeedbackFormFactory.create(activity=world.activity, made_by=world.person)


def comment_in_sight(world: Any) -> list[Any]:
    from tests.feedback.factories import answer  # noqa: PLC0415 - needs Django

    form = form_of_the_centre(world)
    answer(form, 5, 4, 3)
    first = form.answers.first()
    first.comment = "Fint opplegg."
    first.save()
    return [form.pk, first.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "feedback:": lambda world: [form_of_the_centre(world).pk],
    "feedback:answer": lambda world: [form_of_the_centre(world).key],
    "feedback:thanks": lambda world: [form_of_the_centre(world).key],
    "feedback:comment_redact": comment_in_sight,
}
