"""What happens when the second side has signed: the version holds, and the agreement counts."""

from datetime import date
from typing import Any

from django.utils import timezone

from assignments.agreements import letters
from assignments.agreements.actions.errors import AgreementOverError
from assignments.agreements.counting import hold_years, write_facts
from assignments.agreements.models import Agreement, AgreementText, Commitment
from assignments.agreements.texts import is_whole
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


def settle(locked: Agreement, text: AgreementText, *, by: User) -> bool:
    """Let the version hold if nothing is missing any more. The caller holds the agreement's row.

    The moment is taken after the years are held: a year that was closed before stays as it was
    reported, and one that is closed afterwards has counted the agreement.
    """
    if text.signed_at is not None or not is_whole(text):
        return False
    is_first = locked.signed_at is None
    if not is_first and locked.last_day_in_force < timezone.localdate():
        raise AgreementOverError
    ends_on = date.fromisoformat(text.content["ends_on"])
    hold_years(locked, until=max(locked.ends_on, ends_on))
    text.signed_at = timezone.now()
    text.save(update_fields=["signed_at"])
    if is_first:
        locked.state, locked.signed_at = Agreement.State.SIGNED, text.signed_at
    else:
        apply_amendment(locked, text.content, ends_on)
    locked.version += 1
    locked.save()
    write_facts(locked)
    record("agreements.signed", locked, by=by, details={"number": text.number})
    letters.tell_both(locked, "signed" if is_first else "amended")
    return True


def apply_amendment(locked: Agreement, content: dict[str, Any], ends_on: date) -> None:
    locked.purpose, locked.ends_on = content["purpose"], ends_on
    Commitment.objects.bulk_create(
        Commitment(
            agreement=locked,
            side=row["side"],
            text=row["text"],
            owner=row["owner"],
            due_on=date.fromisoformat(row["due_on"]),
        )
        for row in content["commitments"]
        if row["is_new"]
    )
