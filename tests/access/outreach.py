"""Who may open and send what under the addresses of `outreach`."""

from collections.abc import Callable
from typing import Any

GET: dict[str, list[int]] = {
    "outreach:approach_hand_over": [302, 403, 403, 200, 200, 404, 403, 403, 403, 403],
    "outreach:call_detail": [302, 403, 403, 200, 200, 404, 200, 403, 403, 403],
    "outreach:call_export": [302, 403, 403, 200, 200, 200, 200, 403, 403, 403],
    "outreach:call_list": [302, 403, 403, 200, 200, 200, 200, 403, 403, 403],
    "outreach:comment_new": [302, 403, 403, 403, 403, 403, 200, 403, 403, 403],
    "outreach:comment_redact": [302, 403, 403, 403, 200, 404, 403, 403, 403, 403],
    "outreach:contact_edit": [302, 403, 403, 200, 200, 404, 403, 403, 403, 403],
    "outreach:contact_new": [302, 403, 403, 200, 200, 404, 403, 403, 403, 403],
    "outreach:contact_redact": [302, 403, 403, 403, 200, 404, 403, 403, 403, 403],
    "outreach:weights": [302, 403, 403, 403, 200, 200, 403, 403, 403, 403],
}

POST: dict[str, list[int]] = {
    "outreach:approach_end": [302, 403, 403, 302, 302, 404, 403, 403, 403, 403],
    "outreach:approach_hand_over": [302, 403, 403, 200, 200, 404, 403, 403, 403, 403],
    "outreach:call_take": [302, 403, 403, 302, 302, 404, 403, 403, 403, 403],
    "outreach:comment_new": [302, 403, 403, 403, 403, 403, 200, 403, 403, 403],
    "outreach:comment_redact": [302, 403, 403, 403, 200, 404, 403, 403, 403, 403],
    "outreach:contact_edit": [302, 403, 403, 200, 200, 404, 403, 403, 403, 403],
    "outreach:contact_new": [302, 403, 403, 200, 200, 404, 403, 403, 403, 403],
    "outreach:contact_redact": [302, 403, 403, 403, 200, 404, 403, 403, 403, 403],
    "outreach:weights": [302, 403, 403, 403, 200, 200, 403, 403, 403, 403],
    "outreach:weights_reset": [302, 403, 403, 403, 302, 302, 403, 403, 403, 403],
}


def place(world: Any) -> list[Any]:
    return [world.municipality.code]


def approach(world: Any) -> list[Any]:
    """One that the adviser has."""
    return [approach_of(world).pk]


def approach_of(world: Any) -> Any:
    from tests.outreach.factories import ApproachFactory  # noqa: PLC0415 - needs Django

    held = {"centre": world.centre, "municipality": world.municipality}
    return ApproachFactory.create(**held, adviser=world.draft.registered_by)


def contact(world: Any) -> list[Any]:
    from tests.outreach.factories import ContactFactory  # noqa: PLC0415 - needs Django

    return [ContactFactory.create(approach=approach_of(world), note="Et internt notat.").pk]


def comment(world: Any) -> list[Any]:
    from korus_portal.accounts.models import User  # noqa: PLC0415 - needs Django
    from municipalities.models import CountyGovernor  # noqa: PLC0415 - needs Django
    from tests.outreach.factories import GovernorCommentFactory  # noqa: PLC0415 - needs Django

    office = CountyGovernor.objects.get()
    made = GovernorCommentFactory.create(
        centre=world.centre,
        municipality=world.municipality,
        organisation=office.organisation,
        by=User.objects.get(email="governor@prove.example"),
    )
    return [made.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "outreach:": place,
    "outreach:approach_end": approach,
    "outreach:approach_hand_over": approach,
    "outreach:contact_new": approach,
    "outreach:contact_edit": contact,
    "outreach:contact_redact": contact,
    "outreach:comment_redact": comment,
}
