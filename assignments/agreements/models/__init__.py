"""Agreements with focus municipalities, their written versions, and how they are kept."""

from assignments.agreements.models.agreement import (
    Agreement,
    AgreementQuerySet,
    Commitment,
    PlanAnchoring,
)
from assignments.agreements.models.following import FollowUpMeeting, Reminder, Verification
from assignments.agreements.models.text import AgreementDocument, AgreementText, Signature

__all__ = [
    "Agreement",
    "AgreementDocument",
    "AgreementQuerySet",
    "AgreementText",
    "Commitment",
    "FollowUpMeeting",
    "PlanAnchoring",
    "Reminder",
    "Signature",
    "Verification",
]
