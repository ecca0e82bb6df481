"""Who may open and send what under the addresses of `agreements`."""

from collections.abc import Callable
from typing import Any

LISTED = [302, 200, 200, 200, 200, 200, 200, 403, 200, 200]
DRAFTING = [302, 403, 403, 200, 200, 200, 403, 403, 403, 403]
# Signed, so those who work in the area, the directorate and the administrator see it too.
SIGNED = [302, 200, 404, 200, 200, 404, 200, 404, 200, 200]
PARTIES = [302, 200, 404, 200, 200, 404, 403, 404, 403, 403]
BINDING = [302, 200, 404, 403, 200, 404, 403, 404, 403, 403]
CENTRE = [302, 403, 404, 200, 200, 404, 403, 404, 403, 403]
LEADER = [302, 403, 404, 403, 200, 404, 403, 404, 403, 403]
# Sent to the agreement with a word about what stands in the way, or with what was done.
SENT_BY_PARTIES = [302, 302, 404, 302, 302, 404, 403, 404, 403, 403]
SENT_BY_BINDING = [302, 302, 404, 403, 302, 404, 403, 404, 403, 403]
SENT_BY_CENTRE = [302, 403, 404, 302, 302, 404, 403, 404, 403, 403]
SENT_BY_LEADER = [302, 403, 404, 403, 302, 404, 403, 404, 403, 403]
# A draft is the centre's own; what is offered is seen by both sides.
DRAFT = [302, 404, 404, 200, 200, 404, 404, 404, 404, 404]
DRAFT_LEADER = [302, 404, 404, 403, 200, 404, 404, 404, 404, 404]
DRAFT_SENT_BY_LEADER = [302, 404, 404, 403, 302, 404, 404, 404, 404, 404]
OFFERED = [302, 200, 404, 200, 200, 404, 404, 404, 404, 404]
OFFERED_BINDING = [302, 200, 404, 403, 200, 404, 404, 404, 404, 404]

GET: dict[str, list[int]] = {
    "agreements:agreement_list": LISTED,
    "agreements:agreement_new": DRAFTING,
    "agreements:agreement_detail": SIGNED,
    "agreements:agreement_detail#plan": DRAFT,
    "agreements:agreement_detail#offer": OFFERED,
    "agreements:agreement_history": PARTIES,
    "agreements:agreement_redact": LEADER,
    "agreements:agreement_edit": SENT_BY_CENTRE,
    "agreements:agreement_edit#plan": DRAFT,
    "agreements:agreement_delete": CENTRE,
    "agreements:agreement_delete#plan": DRAFT,
    "agreements:agreement_paper": PARTIES,
    "agreements:agreement_paper#plan": DRAFT_LEADER,
    "agreements:agreement_withdraw": BINDING,
    "agreements:agreement_signature": SENT_BY_PARTIES,
    "agreements:agreement_signature#offer": OFFERED,
    "agreements:agreement_approve": SENT_BY_BINDING,
    "agreements:agreement_approve#offer": OFFERED_BINDING,
    "agreements:agreement_amend": CENTRE,
    "agreements:agreement_end": BINDING,
    "agreements:agreement_meeting": PARTIES,
    "agreements:agreement_verify": BINDING,
    "agreements:agreement_case_number": PARTIES,
}

POST: dict[str, list[int]] = {
    "agreements:agreement_new": DRAFTING,
    "agreements:agreement_redact": LEADER,
    "agreements:agreement_edit": CENTRE,
    "agreements:agreement_edit#plan": DRAFT,
    "agreements:agreement_delete": CENTRE,
    "agreements:agreement_restore": SENT_BY_LEADER,
    "agreements:agreement_offer": SENT_BY_LEADER,
    "agreements:agreement_offer#plan": DRAFT_SENT_BY_LEADER,
    "agreements:agreement_paper": PARTIES,
    "agreements:agreement_withdraw": BINDING,
    "agreements:agreement_signature": PARTIES,
    "agreements:agreement_approve": BINDING,
    "agreements:agreement_approve#offer": OFFERED_BINDING,
    "agreements:agreement_amend": CENTRE,
    "agreements:agreement_end": BINDING,
    "agreements:agreement_renew": SENT_BY_CENTRE,
    "agreements:agreement_meeting": PARTIES,
    "agreements:agreement_verify": BINDING,
    "agreements:agreement_case_number": PARTIES,
    # A promise of the municipality: only its own contact may mark it.
    "agreements:commitment_done": [302, 302, 404, 403, 403, 404, 403, 404, 403, 403],
}


def made(world: Any, **values: Any) -> Any:
    from tests.agreements.factories import AgreementFactory  # noqa: PLC0415 - needs Django

    return AgreementFactory.create(
        centre=world.centre, municipality=world.municipality, created_by=world.person, **values
    )


def promise(world: Any) -> list[Any]:
    from tests.agreements.factories import CommitmentFactory  # noqa: PLC0415 - needs Django

    row = CommitmentFactory.create(agreement=made(world, signed=True))
    return [row.agreement_id, row.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "agreements:": lambda world: [made(world, signed=True).pk],
    "agreements:commitment_done": promise,
    "#plan": lambda world: [made(world).pk],
    "#offer": lambda world: [made(world, offered=True).pk],
}
