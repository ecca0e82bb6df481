"""Everything that changes agreements. One function per thing a person can do."""

from assignments.agreements.actions.amending import amend, end_agreement, renew
from assignments.agreements.actions.drafting import (
    change_draft,
    create_draft,
    delete_draft,
    restore_draft,
)
from assignments.agreements.actions.errors import (
    AgreementError,
    AgreementOverError,
    AlreadySignedError,
    NothingToSignError,
    OtherVersionError,
    OutsidePeriodError,
    PendingAmendmentError,
    WrongStateError,
)
from assignments.agreements.actions.following import (
    add_meeting,
    mark_done,
    set_case_number,
    verify,
)
from assignments.agreements.actions.offering import add_paper, offer, offer_paper, withdraw
from assignments.agreements.actions.signing import approve, register_signature

__all__ = [
    "AgreementError",
    "AgreementOverError",
    "AlreadySignedError",
    "NothingToSignError",
    "OtherVersionError",
    "OutsidePeriodError",
    "PendingAmendmentError",
    "WrongStateError",
    "add_meeting",
    "add_paper",
    "amend",
    "approve",
    "change_draft",
    "create_draft",
    "delete_draft",
    "end_agreement",
    "mark_done",
    "offer",
    "offer_paper",
    "register_signature",
    "renew",
    "restore_draft",
    "set_case_number",
    "verify",
    "withdraw",
]
