"""Who may open and send what under the addresses of `mapping`."""

from collections.abc import Callable
from typing import Any

OWN_CENTRE = [302, 403, 403, 200, 200, 404, 403, 403, 403, 403]
ANY_CENTRE = [302, 403, 403, 200, 200, 200, 403, 403, 403, 403]
DONE_BY_OWN_CENTRE = [302, 403, 403, 302, 302, 404, 403, 403, 403, 403]

GET: dict[str, list[int]] = {
    # Whoever has the link answers, signed in or not.
    "mapping:answer": [200, 200, 200, 200, 200, 200, 200, 200, 200, 200],
    "mapping:answer#ended": [410, 410, 410, 410, 410, 410, 410, 410, 410, 410],
    "mapping:campaign_close": OWN_CENTRE,
    "mapping:campaign_detail": OWN_CENTRE,
    "mapping:campaign_edit": OWN_CENTRE,
    "mapping:campaign_invite": OWN_CENTRE,
    "mapping:campaign_list": [302, 200, 200, 200, 200, 200, 200, 403, 403, 403],
    "mapping:campaign_new": ANY_CENTRE,
    "mapping:campaign_preview": OWN_CENTRE,
    "mapping:campaign_questions": OWN_CENTRE,
    "mapping:campaign_redact": [302, 403, 403, 403, 200, 404, 403, 403, 403, 403],
    "mapping:invitation_list": OWN_CENTRE,
    # Not shared: the county governor gets no further than the directorate.
    "mapping:municipality_profile": [302, 200, 404, 200, 200, 404, 403, 403, 403, 403],
    "mapping:municipality_profile#shared": [302, 200, 404, 200, 200, 404, 200, 403, 403, 403],
    "mapping:question_list": ANY_CENTRE,
    "mapping:question_new": ANY_CENTRE,
    "mapping:results": OWN_CENTRE,
    "mapping:results_csv": OWN_CENTRE,
    "mapping:results_json": OWN_CENTRE,
}

POST: dict[str, list[int]] = {
    "mapping:answer": [302, 302, 302, 302, 302, 302, 302, 302, 302, 302],
    "mapping:answer_save": [200, 200, 200, 200, 200, 200, 200, 200, 200, 200],
    "mapping:answer_save#ended": [410, 410, 410, 410, 410, 410, 410, 410, 410, 410],
    "mapping:campaign_close": DONE_BY_OWN_CENTRE,
    "mapping:campaign_edit": OWN_CENTRE,
    "mapping:campaign_invite": OWN_CENTRE,
    "mapping:campaign_new": ANY_CENTRE,
    "mapping:campaign_open": DONE_BY_OWN_CENTRE,
    "mapping:campaign_questions": OWN_CENTRE,
    "mapping:campaign_redact": [302, 403, 403, 403, 200, 404, 403, 403, 403, 403],
    "mapping:campaign_remind": DONE_BY_OWN_CENTRE,
    "mapping:invitation_remove": DONE_BY_OWN_CENTRE,
    "mapping:question_new": ANY_CENTRE,
    "mapping:question_retire": DONE_BY_OWN_CENTRE,
    "mapping:sharing_set": [302, 302, 404, 403, 403, 404, 404, 403, 403, 403],
}


def _campaign(world: Any, **state: Any) -> Any:
    """KORUS Nord asks Alta's rusteam."""
    from tests.mapping.factories import CampaignFactory, InvitationFactory  # noqa: PLC0415 - needs Django

    campaign = CampaignFactory.create(centre=world.centre, created_by=world.person, **state)
    InvitationFactory.create(campaign=campaign, municipality=world.municipality)
    return campaign


def _closed_alta(world: Any, *, is_shared: bool = False) -> list[Any]:
    """Alta has results, and has or has not shared them."""
    from assignments.mapping.models import Sharing  # noqa: PLC0415 - needs Django

    campaign = _campaign(world, closed=True)
    if is_shared:
        Sharing.objects.create(campaign=campaign, municipality=world.municipality, by=world.person)
    return [world.municipality.code]


def _own_question(world: Any) -> list[Any]:
    from municipalities.models import Theme  # noqa: PLC0415 - needs Django
    from tests.mapping.factories import QuestionFactory  # noqa: PLC0415 - needs Django

    question = QuestionFactory.create(centre=world.centre, theme=Theme.objects.get())
    return [question.pk]


def _key(world: Any, **state: Any) -> list[Any]:
    return [_campaign(world, **state).invitations.get().key]


def _with_invitation(world: Any) -> list[Any]:
    campaign = _campaign(world)
    return [campaign.pk, campaign.invitations.get().pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "mapping:": lambda w: [_campaign(w).pk],
    "mapping:answer": lambda w: _key(w, opened=True),
    "mapping:answer#ended": lambda w: _key(w, closed=True),
    "mapping:answer_save": lambda w: _key(w, opened=True),
    "mapping:answer_save#ended": lambda w: _key(w, closed=True),
    "mapping:campaign_close": lambda w: [_campaign(w, opened=True).pk],
    "mapping:campaign_redact": lambda w: [_campaign(w, introduction="Hvorfor vi spør.").pk],
    "mapping:campaign_remind": lambda w: [_campaign(w, opened=True).pk],
    "mapping:invitation_remove": _with_invitation,
    "mapping:municipality_profile": _closed_alta,
    "mapping:municipality_profile#shared": lambda w: _closed_alta(w, is_shared=True),
    "mapping:question_retire": _own_question,
    "mapping:results": lambda w: [_campaign(w, closed=True).pk],
    "mapping:results_csv": lambda w: [_campaign(w, closed=True).pk],
    "mapping:results_json": lambda w: [_campaign(w, closed=True).pk],
    "mapping:sharing_set": lambda w: [w.municipality.code, _campaign(w, closed=True).pk],
}
