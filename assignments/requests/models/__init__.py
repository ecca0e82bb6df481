"""Support requests and everything that belongs to a case."""

from assignments.requests.models.asking import GuestAsk, MailDomain, RequestDraft
from assignments.requests.models.clock import LetterTemplate, RequestReminder
from assignments.requests.models.dialogue import Message, Note
from assignments.requests.models.feedback import RequestFeedback
from assignments.requests.models.files import (
    Attachment,
    AttachmentContent,
    CaseExport,
    CaseExportPart,
)
from assignments.requests.models.holding import HandOver, Holder, PartnerMunicipality
from assignments.requests.models.request import SupportRequest, SupportRequestQuerySet
from assignments.requests.models.saved import QueueExport, SavedFilter
from assignments.requests.models.timeline import CaseCounter, RequestEvent

__all__ = [
    "Attachment",
    "AttachmentContent",
    "CaseCounter",
    "CaseExport",
    "CaseExportPart",
    "GuestAsk",
    "HandOver",
    "Holder",
    "LetterTemplate",
    "MailDomain",
    "Message",
    "Note",
    "PartnerMunicipality",
    "QueueExport",
    "RequestDraft",
    "RequestEvent",
    "RequestFeedback",
    "RequestReminder",
    "SavedFilter",
    "SupportRequest",
    "SupportRequestQuerySet",
]
