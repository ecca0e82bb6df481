"""Writing the trail, in the transaction of whatever it tells about."""

from typing import Any

from django.db.models import Model

from korus_portal.accounts.models import User
from korus_portal.audit.models import Event


def record(
    kind: str,
    about: Model,
    *,
    by: User | None,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> Event:
    """Store that `by` did `kind` with `about`. `by` is None for what the portal does itself."""
    return Event.objects.create(
        kind=kind,
        by_id=by.pk if by else None,
        by_name=by.name if by else "",
        object_type=about._meta.label_lower,
        object_id=str(about.pk),
        object_text=str(about)[:300],
        reason=reason,
        details=details or {},
    )
