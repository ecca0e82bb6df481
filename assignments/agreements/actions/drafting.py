"""Drafts: made and changed by the centre, seen by nobody else until the leader sends them."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from assignments.agreements import rules
from assignments.agreements.actions.errors import WrongStateError
from assignments.agreements.actions.keeping import demand, lock, lock_open
from assignments.agreements.models import Agreement, Commitment, PlanAnchoring
from assignments.agreements.values import AgreementValues, columns_of, values_of
from assignments.plans.conflicts import AlreadySentError, StaleVersionError
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


@transaction.atomic
def create_draft(
    *,
    centre: Centre,
    values: AgreementValues,
    by: User,
    form_token: UUID | None = None,
    renews: Agreement | None = None,
) -> Agreement:
    """A new draft. The same form sent twice makes one.

    Raises AlreadySentError when the form was sent before with another content.
    """
    demand(rules.works_at(by, centre))
    agreement = Agreement(
        centre=centre, created_by=by, form_token=form_token, renews=renews, **columns_of(values)
    )
    first = insert_or_find(agreement)
    if first is not None:
        if values_of(first) != values:
            raise AlreadySentError(first)
        return first
    write_rows(agreement, values)
    return agreement


@transaction.atomic
def change_draft(
    *, agreement: Agreement, values: AgreementValues, version: int, by: User
) -> Agreement:
    """Store the draft, unless somebody else saved first."""
    locked = lock_open(agreement)
    demand(rules.works_with(by, locked))
    if locked.state != Agreement.State.DRAFT:
        raise WrongStateError
    if locked.version != version:
        raise StaleVersionError
    if values_of(locked) == values:
        return locked
    for name, value in columns_of(values).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    write_rows(locked, values)
    return locked


@transaction.atomic
def delete_draft(*, agreement: Agreement, reason: str, by: User) -> Agreement:
    """Take a draft away, with a reason; the leader may restore it. Its renewal may start anew."""
    locked = lock(agreement)
    demand(rules.works_with(by, locked))
    if locked.deleted_at is not None:
        return locked
    if locked.state != Agreement.State.DRAFT:
        raise WrongStateError
    details: dict[str, Any] = {"renews": locked.renews_id} if locked.renews_id else {}
    locked.deleted_at, locked.deleted_by, locked.deleted_reason = timezone.now(), by, reason
    locked.renews = None
    locked.version += 1
    locked.save()
    record("agreements.deleted", locked, by=by, reason=reason, details=details)
    return locked


@transaction.atomic
def restore_draft(*, agreement: Agreement, by: User) -> Agreement:
    """Bring a deleted draft back. Safe to repeat."""
    locked = lock(agreement)
    demand(rules.leads(by, locked))
    if locked.deleted_at is None:
        return locked
    locked.deleted_at, locked.deleted_by, locked.deleted_reason = None, None, ""
    locked.version += 1
    locked.save()
    record("agreements.restored", locked, by=by)
    return locked


def insert_or_find(agreement: Agreement) -> Agreement | None:
    """Insert the row, or return the one that the same form made before."""
    try:
        with transaction.atomic():
            agreement.save()
    except IntegrityError:
        token, by = agreement.form_token, agreement.created_by
        first = Agreement.objects.filter(form_token=token, created_by=by).first()
        if token is None or first is None:
            raise
        return first
    return None


def write_rows(agreement: Agreement, values: AgreementValues) -> None:
    """What stands in tables of its own. Rows of a draft are replaced as a whole."""
    agreement.themes.set(values.themes)
    agreement.needs.set(values.needs)
    agreement.plans.all().delete()
    PlanAnchoring.objects.bulk_create(
        PlanAnchoring(agreement=agreement, **vars(row)) for row in values.plans
    )
    agreement.commitments.all().delete()
    Commitment.objects.bulk_create(
        Commitment(agreement=agreement, **vars(row)) for row in values.commitments
    )
