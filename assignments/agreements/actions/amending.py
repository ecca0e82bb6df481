"""Amendments as new versions, the end before time, and the renewal."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from assignments.agreements import letters, rules
from assignments.agreements.actions.drafting import write_rows
from assignments.agreements.actions.errors import (
    AgreementOverError,
    OutsidePeriodError,
    PendingAmendmentError,
    WrongStateError,
)
from assignments.agreements.actions.keeping import add_text, demand, lock, lock_open
from assignments.agreements.content import content_of
from assignments.agreements.counting import write_facts
from assignments.agreements.models import Agreement, AgreementText
from assignments.agreements.texts import waiting_text
from assignments.agreements.values import (
    AgreementValues,
    AmendmentValues,
    columns_of,
    values_of,
)
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.years import hold_open, reportable_years
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from municipalities import structure
from municipalities.models import Municipality

State = Agreement.State


@transaction.atomic
def amend(
    *, agreement: Agreement, values: AmendmentValues, version: int, by: User
) -> AgreementText:
    """Make a new version; the old one holds until both sides have signed the new one."""
    locked = lock_open(agreement, State.SIGNED)
    demand(rules.works_with(by, locked))
    waiting = waiting_text(locked)
    content = amended(locked, values)
    if waiting is not None:
        if waiting.content == content:
            return waiting
        raise PendingAmendmentError
    if locked.version != version:
        raise StaleVersionError
    if locked.last_day_in_force < timezone.localdate():
        raise AgreementOverError
    text = add_text(locked, origin=AgreementText.Origin.TEMPLATE, content=content, by=by)
    record("agreements.amendment_offered", locked, by=by, details={"number": text.number})
    letters.tell(locked, "amendment_offered", by=by, text=text)
    return text


def amended(locked: Agreement, values: AmendmentValues) -> dict[str, Any]:
    """What the new version says: everything that holds, with the changes."""
    content = content_of(locked)
    new = [
        {
            "side": str(row.side),
            "text": row.text,
            "owner": row.owner,
            "due_on": row.due_on.isoformat(),
            "is_new": True,
        }
        for row in values.commitments
    ]
    changes = {"change": values.change, "purpose": values.purpose}
    changes["ends_on"] = values.ends_on.isoformat()
    return {**content, **changes, "commitments": [*content["commitments"], *new]}


@transaction.atomic
def end_agreement(*, agreement: Agreement, last_day: date, reason: str, by: User) -> Agreement:
    """End it before its time. Raises YearClosedError for a day before a year that is reported.

    Safe to repeat. An amendment that waits falls away.
    """
    locked = lock(agreement)
    demand(rules.sides_to_decide(by, locked))
    told = (last_day, reason)
    if locked.state == State.ENDED and (locked.ended_on, locked.ended_reason) == told:
        return locked
    if not rules.is_binding(locked):
        raise WrongStateError
    if not locked.starts_on <= last_day <= locked.ends_on:
        raise OutsidePeriodError
    reported = reportable_years(locked.starts_on, locked.ends_on)
    hold_open(locked.centre_id, *(year for year in reported if year > last_day.year))
    locked.state, locked.ended_on, locked.ended_by = State.ENDED, last_day, by
    locked.ended_reason = reason
    locked.version += 1
    locked.save()
    write_facts(locked)
    record("agreements.ended", locked, by=by, reason=reason)
    letters.tell(locked, "ended", by=by)
    return locked


@transaction.atomic
def renew(*, agreement: Agreement, by: User) -> Agreement:
    """A new draft with the same contents that points back. Safe to repeat: one renewal.

    For the municipality of today: the successor's, where the one that signed has merged.
    """
    locked = lock_open(agreement, State.SIGNED, State.ENDED)
    demand(rules.works_with(by, locked))
    before = Agreement.objects.filter(renews=locked).first()
    if before is not None:
        return before
    values = renewed(locked)
    draft = Agreement.objects.create(
        centre=locked.centre, created_by=by, renews=locked, **columns_of(values)
    )
    write_rows(draft, values)
    record("agreements.renewed", draft, by=by, details={"renews": locked.pk})
    return draft


def renewed(locked: Agreement) -> AgreementValues:
    """As long again from the day after, with what is not yet done."""
    old = values_of(locked)
    first = locked.last_day_in_force + timedelta(days=1)
    lasted = locked.ends_on - locked.starts_on
    undone = locked.commitments.filter(done_on=None).values_list("text", "due_on")
    left = set(undone)
    changes: dict[str, Any] = {
        "municipality": successor_of(locked.municipality),
        "starts_on": first,
        "ends_on": first + lasted,
        "commitments": tuple(row for row in old.commitments if (row.text, row.due_on) in left),
    }
    return AgreementValues(**(vars(old) | changes))


def successor_of(municipality: Municipality) -> Municipality:
    """What the municipality is today; itself where a split leaves that undecided."""
    if municipality.valid_to is None:
        return municipality
    today = structure.place_today_ids([municipality.pk])[municipality.pk]
    return Municipality.objects.get(pk=today)
