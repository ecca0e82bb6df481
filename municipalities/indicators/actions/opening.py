"""The owner of figures opens them for others, with a reference, and can close them again."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from korus_portal.accounts.models import Organisation, User
from korus_portal.audit.log import record
from municipalities.indicators import rules
from municipalities.indicators.models import Opening, Source
from municipalities.models import Municipality


class AlreadyOpenError(Exception):
    """The same figures are open for the same receiver."""


@transaction.atomic
def open_figures(
    *,
    source: Source,
    municipality: Municipality | None,
    receiver: Organisation | None,
    reference: str,
    by: User,
) -> Opening:
    """Show a municipality's figures, or everyone's, to a receiver, or to all."""
    held = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    is_known = receiver is None or receiver.kind in rules.RECEIVER_KINDS
    if not rules.can_open(by, held, municipality) or not is_known:
        raise PermissionDenied
    same = Opening.objects.in_force().filter(
        source=held, municipality=municipality, receiver=receiver
    )
    if same.exists():
        raise AlreadyOpenError
    opening = Opening.objects.create(
        source=held,
        municipality=municipality,
        receiver=receiver,
        reference=reference,
        opened_by=by,
    )
    record("indicators.opened", opening, by=by, details=told_of(opening))
    return opening


@transaction.atomic
def end_opening(*, opening: Opening, by: User) -> Opening:
    """Close it. One that is closed stays as it was."""
    rows = Opening.objects.select_related("source", "municipality", "receiver")
    found = rows.select_for_update(of=("self",)).get(pk=opening.pk)
    if not rules.can_end(by, found):
        raise PermissionDenied
    if found.ended_at is None:
        found.ended_at, found.ended_by = timezone.now(), by
        found.save(update_fields=["ended_at", "ended_by"])
        record("indicators.opening_ended", found, by=by, details=told_of(found))
    return found


def told_of(opening: Opening) -> dict[str, str]:
    return {
        "source": opening.source.code,
        "municipality": opening.municipality.code if opening.municipality else "",
        "receiver": opening.receiver.name if opening.receiver else "",
        "reference": opening.reference,
    }
