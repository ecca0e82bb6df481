"""Keeping a form as it is typed, until it is sent or thrown away."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.requests import rules
from assignments.requests.models import RequestDraft, SupportRequest
from korus_portal.accounts.models import User
from korus_portal.design.free_text import refuse_identity_numbers

Typed = Mapping[str, str | list[str]]
# All fields together: many times what can be sent, so that a long text can be shortened later.
MOST_CHARACTERS = 50_000
DAYS_KEPT = 180


@transaction.atomic
def save_draft(*, by: User, form_token: UUID, typed: Typed) -> RequestDraft | None:
    """Store what was typed in the form, unchecked but for what may not be stored at all.

    None when the form has been sent: a save that was under way then comes too late. Raises
    ValidationError for an identity number, and for more text than is kept.
    """
    if not rules.can_ask(by):
        raise PermissionDenied
    values = {name: _storable(value) for name, value in typed.items()}
    _check("\n".join(_texts(values)))
    if SupportRequest.objects.filter(form_token=form_token).exists():
        return None
    RequestDraft.objects.bulk_create(
        [RequestDraft(user=by, form_token=form_token)], ignore_conflicts=True
    )
    draft = RequestDraft.objects.select_for_update().get(form_token=form_token)
    if draft.user_id != by.pk:
        raise PermissionDenied
    draft.typed, draft.saved_at = values, timezone.now()
    draft.save(update_fields=["typed", "saved_at"])
    return draft


@transaction.atomic
def throw_away(*, by: User, form_token: UUID) -> None:
    """Safe to repeat; nobody throws away another's."""
    RequestDraft.objects.visible_to(by).filter(form_token=form_token).delete()


def forget_old() -> int:
    """Drafts that nobody has touched for half a year. Swept by beat."""
    limit = timezone.now() - timedelta(days=DAYS_KEPT)
    return RequestDraft.objects.filter(saved_at__lt=limit).delete()[0]


def _storable(value: str | list[str]) -> str | list[str]:
    """PostgreSQL keeps no null bytes, and half a character of a broken paste is none."""
    if isinstance(value, list):
        return [_clean(part) for part in value]
    return _clean(value)


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _texts(values: Typed) -> list[str]:
    return ["\n".join(value) if isinstance(value, list) else value for value in values.values()]


def _check(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        given = {"count": len(text), "most": MOST_CHARACTERS}
        raise ValidationError(
            _("Teksten har %(count)d tegn. Et utkast kan ha høyst %(most)d.") % given
        )
    refuse_identity_numbers(text)
