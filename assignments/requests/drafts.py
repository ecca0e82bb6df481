"""Reading forms that were not sent."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from assignments.requests.models import RequestDraft, SupportRequest
from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import User


def drafts_of(user: Viewer) -> QuerySet[RequestDraft]:
    """One's own, the latest first; not those that were sent while a last save was under way."""
    sent = SupportRequest.objects.filter(form_token=OuterRef("form_token")).order_by()
    return RequestDraft.objects.visible_to(user).filter(~Exists(sent))


def draft_with(user: Viewer, form_token: UUID) -> RequestDraft | None:
    return drafts_of(user).filter(form_token=form_token).first()


def sent_from(user: User, form_token: UUID) -> SupportRequest | None:
    """What the person has sent from this form."""
    return SupportRequest.objects.filter(form_token=form_token, submitted_by=user).first()
