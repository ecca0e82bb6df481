"""What a person has typed and not sent, for the top of the form."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from assignments.activities.models import Activity, TypedForm
from korus_portal.accounts.models import User

SHOWN = 5
KINDS = dict(Activity.Kind.choices)


@dataclass(frozen=True)
class Unsent:
    token: UUID
    title: str
    day: str
    saved_at: datetime


def unsent_of(user: User, *, apart_from: str = "") -> list[Unsent]:
    """Latest first, without the one that is open."""
    rows = TypedForm.objects.visible_to(user)[: SHOWN + 1]
    return [as_shown(row) for row in rows if str(row.token) != apart_from][:SHOWN]


def as_shown(row: TypedForm) -> Unsent:
    title, kind = one(row, "title"), KINDS.get(one(row, "kind"))
    words = title or (capfirst(str(kind)) if kind else _("Aktivitet uten type"))
    text = Truncator(words).chars(60)
    return Unsent(token=row.token, title=text, day=one(row, "starts_on"), saved_at=row.saved_at)


def one(row: TypedForm, name: str) -> str:
    values = row.fields.get(name) or [""]
    return str(values[-1])
