"""What somebody is writing, kept on the server until it is sent or thrown away."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.activities import rules
from assignments.activities.models import Activity, TypedForm
from korus_portal.accounts.models import User
from korus_portal.design.free_text import refuse_identity_numbers

# First half of the key of the advisory lock on a form; the second is taken from its token.
LOCK_CLASS = 7141
MOST_CHARACTERS = 60_000
MOST_FORMS = 20
KEPT_FOR = timedelta(days=30)
Typed = Mapping[str, Sequence[str]]


@transaction.atomic
def keep_typed(*, token: UUID, fields: Typed, by: User) -> TypedForm | None:
    """Keep what is typed so far; None when the form was sent meanwhile.

    A text with an identity number is refused here too, and an old form makes room for a new one.
    """
    if not rules.can_list_activities(by):
        raise PermissionDenied
    refuse_typed(fields)
    hold_token(token)
    mine = TypedForm.objects.visible_to(by)
    if Activity.objects.filter(form_token=token).exists():
        return None
    if not mine.filter(token=token).exists() and TypedForm.objects.filter(token=token).exists():
        raise PermissionDenied
    kept, _created = TypedForm.objects.update_or_create(
        token=token, user=by, defaults={"fields": storable(fields), "saved_at": timezone.now()}
    )
    newest = list(mine.order_by("-saved_at").values_list("pk", flat=True)[:MOST_FORMS])
    mine.exclude(pk__in=newest).delete()
    mine.filter(saved_at__lt=timezone.now() - KEPT_FOR).delete()
    return kept


def refuse_typed(fields: Typed) -> None:
    texts = [text for values in fields.values() for text in values]
    if sum(len(text) for text in texts) > MOST_CHARACTERS:
        raise ValidationError(_("Teksten er for lang."))
    for text in texts:
        refuse_identity_numbers(text)


def storable(fields: Typed) -> dict[str, list[str]]:
    """Without null characters, which PostgreSQL cannot keep; the form refuses them when sent."""
    return {
        name.replace("\x00", ""): [text.replace("\x00", "") for text in texts]
        for name, texts in fields.items()
    }


def hold_token(token: UUID) -> None:
    """Sending and keeping one form take turns, so that nothing sent comes back as typed."""
    with connection.cursor() as cursor:
        key = token.int % 2**31
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_CLASS, key])


def forget_typed(token: UUID | None, by: User) -> None:
    """In the transaction that stores what was typed."""
    if token is None:
        return
    hold_token(token)
    TypedForm.objects.visible_to(by).filter(token=token).delete()


@transaction.atomic
def throw_typed_away(*, token: UUID, by: User) -> None:
    """Safe to repeat."""
    TypedForm.objects.visible_to(by).filter(token=token).delete()
