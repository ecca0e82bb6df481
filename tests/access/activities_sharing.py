"""Who may answer, correct, coordinate, and read the history of an activity."""

from collections.abc import Callable
from typing import Any

STAFF = [302, 403, 403, 200, 200, 200, 403, 403, 403, 403]
OWN = [302, 404, 404, 200, 200, 404, 404, 404, 404, 404]
# The year is open: there the row itself is changed.
BACK = [302, 404, 404, 302, 302, 404, 404, 404, 404, 404]
# Only who works at the centre that is asked; not even who asked.
ASKED = [302, 404, 404, 404, 404, 200, 404, 404, 404, 404]

GET: dict[str, list[int]] = {
    "activities:activity_correct": BACK,
    "activities:activity_history": OWN,
    "activities:activity_withdraw": OWN,
    "activities:correction_new": STAFF,
    "activities:partner_answer": ASKED,
    "activities:partner_list": STAFF,
    "overlaps:overlap_decide": OWN,
    "overlaps:overlap_list": STAFF,
}

POST: dict[str, list[int]] = {
    "activities:activity_correct": OWN,
    "activities:activity_withdraw": OWN,
    "activities:correction_new": STAFF,
    "activities:partner_answer": ASKED,
    "overlaps:overlap_decide": OWN,
    "overlaps:overlap_undo": BACK,
}


def asked_elsewhere(world: Any) -> list[Any]:
    """KORUS Nord says that the centre of `leader_elsewhere` took part."""
    from assignments.activities.models import ActivityPartner  # noqa: PLC0415 - needs Django

    centre = other_centre(world)
    ActivityPartner.objects.create(activity=world.activity, centre=centre, asked_by=world.person)
    return [world.activity.pk, centre.code]


def two_alike(world: Any) -> list[Any]:
    """A row of KORUS Nord, and one of another centre."""
    from tests.factories import ActivityFactory  # noqa: PLC0415 - needs Django

    other = ActivityFactory.create(centre=other_centre(world), registered_by=world.person)
    return [world.activity.pk, other.pk]


def other_centre(world: Any) -> Any:
    """That of `leader_elsewhere`, or a new one where nobody from there is asked."""
    from centres.models import Centre  # noqa: PLC0415 - needs Django
    from tests.factories import CentreFactory  # noqa: PLC0415 - needs Django

    return Centre.objects.exclude(pk=world.centre.pk).first() or CentreFactory.create()


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "activities:partner_answer": asked_elsewhere,
    "overlaps:": two_alike,
}
