"""Who may open and send what under the addresses of requests: case."""

from collections.abc import Callable
from typing import Any

STRANGERS = [404, 404, 404, 404, 404]
# A step that the request's state does not allow leads back to it, whoever has it.
OUT_OF_STEP = [302, 403, 404, 302, 302, *STRANGERS]
OWNERS = [302, 403, 404, 200, 200, *STRANGERS]
LEADER = [302, 403, 404, 403, 200, *STRANGERS]
NOBODY = [302, 403, 404, 403, 403, *STRANGERS]
RECEIVER = [302, 403, 404, 403, 403, 200, 404, 404, 404, 404]
# Who has it already, or only may know of it, does not ask to get it.
NO_ASKER = [302, 403, 404, 403, 403, 404, 403, 404, 404, 404]
OPERATOR = [302, 403, 403, 403, 403, 403, 403, 403, 403, 200]

GET: dict[str, list[int]] = {
    "requests:outline_list": [302, 403, 403, 200, 200, 200, 200, 403, 403, 403],
    "requests:request_outline": [302, 403, 403, 302, 302, 404, 200, 403, 403, 403],
    "requests:request_assign": LEADER,
    "requests:request_clarify": OUT_OF_STEP,
    "requests:request_close": OUT_OF_STEP,
    "requests:request_withdraw": [302, 200, 404, 403, 403, *STRANGERS],
    "requests:request_hand_over": OWNERS,
    "requests:request_ask": NO_ASKER,
    "requests:request_join": NOBODY,
    "requests:request_leave": NOBODY,
    "requests:hand_over_answer": RECEIVER,
    "requests:request_operate": OPERATOR,
}

POST: dict[str, list[int]] = {
    "requests:request_assign": LEADER,
    "requests:request_clarify": OUT_OF_STEP,
    "requests:request_start": OUT_OF_STEP,
    "requests:request_close": OUT_OF_STEP,
    "requests:request_withdraw": [302, 302, 404, 403, 403, *STRANGERS],
    "requests:request_hand_over": OWNERS,
    "requests:request_ask": NO_ASKER,
    "requests:request_join": NOBODY,
    "requests:request_leave": NOBODY,
    "requests:request_number": [302, 302, 404, 403, 403, *STRANGERS],
    "requests:hand_over_answer": RECEIVER,
    "requests:hand_over_take_back": [302, 403, 404, 302, 302, 403, 404, 404, 404, 404],
    "requests:partner_confirm": [302, 403, 302, 403, 403, *STRANGERS],
    "requests:partner_leave": [302, 403, 302, 403, 403, *STRANGERS],
    "requests:request_operate": OPERATOR,
}


def offered_elsewhere(world: Any) -> list[Any]:
    """The centre asks the other one whether it will be in the case too."""
    from assignments.requests.models import HandOver  # noqa: PLC0415 - needs Django
    from centres.models import Centre  # noqa: PLC0415
    from tests.factories import CentreFactory  # noqa: PLC0415

    elsewhere = Centre.objects.exclude(pk=world.centre.pk).first() or CentreFactory.create()
    row = HandOver.objects.create(
        support_request=world.request,
        kind=HandOver.Kind.SHARE,
        from_centre=world.centre,
        to_centre=elsewhere,
        reason="Dere kan dette.",
        asked_by=world.person,
        answer_due_on=world.request.answer_due_on,
    )
    return [world.request.case_number, row.pk]


def asked_for_elsewhere(world: Any) -> list[Any]:
    """Alta has asked for Utsira too."""
    from assignments.requests.models import PartnerMunicipality  # noqa: PLC0415 - needs Django
    from tests.factories import MunicipalityFactory  # noqa: PLC0415

    row = PartnerMunicipality.objects.create(
        support_request=world.request, municipality=MunicipalityFactory.create(code="1151")
    )
    return [world.request.case_number, row.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "requests:hand_over_answer": offered_elsewhere,
    "requests:hand_over_take_back": offered_elsewhere,
    "requests:partner_confirm": asked_for_elsewhere,
    "requests:partner_leave": asked_for_elsewhere,
    "requests:request_number": lambda world: [world.request.case_number, "kommune"],
}
