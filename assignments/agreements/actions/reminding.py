"""Telling both sides, once, what an agreement waits for. Swept by beat.

A row in Reminder says what was told; it is written with the letters. A merged municipality's
successor is told once that the agreement has to be renewed, and its facts end with it (rule 26).
"""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from assignments.agreements import letters
from assignments.agreements.actions.keeping import lock
from assignments.agreements.counting import write_facts
from assignments.agreements.due import FIRST_MONTH, left_behind, needing_attention, with_attention
from assignments.agreements.models import Agreement, Reminder
from assignments.needs.places import places_now

Kind = Reminder.Kind
Told = tuple[Reminder.Kind, str]


def remind() -> int:
    """Tell what is due. Returns how many agreements somebody was told about."""
    today = timezone.localdate()
    told = 0
    for row in needing_attention(with_attention(Agreement.objects.signed(), today=today)):
        told += _remind(row, today)
    return told


def follow_structure() -> int:
    """End what ended with its municipality, and ask the successor to renew. Returns how many."""
    today = timezone.localdate()
    gone = Agreement.objects.signed().filter(municipality__valid_to__lt=today)
    for row in gone.filter(ends_on__gt=F("municipality__valid_to")):
        _end_facts(row)
    untold = Agreement.objects.filter(left_behind(today), successor_told_at=None)
    return sum(_tell_successor(row) for row in untold)


@transaction.atomic
def _remind(row: Agreement, today: date) -> bool:
    """Look again under the lock: another worker may have been first."""
    locked = lock(row)
    told = set(locked.reminders.values_list("kind", "about"))
    new = [due for due in _due(row, today) if due not in told]
    for kind, about in new:
        Reminder.objects.create(agreement=locked, kind=kind, about=about)
    for kind in dict.fromkeys(kind for kind, _about in new):
        letters.tell_both(locked, f"remind_{kind.value}")
    return bool(new)


def _due(row: Agreement, today: date) -> list[Told]:
    """What is to be told, each with a name of its own, so that it is told once."""
    found: list[Told] = []
    if getattr(row, "lacks_check", False):
        is_autumn = today.month >= FIRST_MONTH
        found.append((Kind.VERIFY, str(today.year) if is_autumn else f"{today.year} etter et år"))
    if getattr(row, "ends_soon", False):
        found.append((Kind.ENDING, row.ends_on.isoformat()))
    if getattr(row, "has_late", False):
        late = row.commitments.filter(done_on=None, due_on__lt=today)
        found += [(Kind.LATE, f"{one.pk} {one.due_on.isoformat()}") for one in late]
    return found


@transaction.atomic
def _end_facts(row: Agreement) -> None:
    write_facts(lock(row))


@transaction.atomic
def _tell_successor(row: Agreement) -> bool:
    locked = lock(row)
    if locked.successor_told_at is not None:
        return False
    locked.successor_told_at = timezone.now()
    locked.save(update_fields=["successor_told_at"])
    readers = letters.people_of(locked, letters.Side.CENTRE) | letters.people(
        letters.contacts_in(*places_now(locked.municipality))
    )
    letters.write(locked, readers, "must_renew")
    return True
