"""The agreement's row, held until the transaction ends, and what every action asks of it."""

from django.core.exceptions import PermissionDenied

from assignments.agreements.actions.errors import WrongStateError
from assignments.agreements.models import Agreement, AgreementText
from korus_portal.accounts.models import User


def lock(agreement: Agreement) -> Agreement:
    rows = Agreement.objects.select_for_update(of=("self",))
    related = ("centre__organisation", "municipality__county", "municipality__parent")
    return rows.select_related(*related).get(pk=agreement.pk)


def lock_open(agreement: Agreement, *states: Agreement.State) -> Agreement:
    """The same, in one of the states and not deleted. Raises WrongStateError."""
    locked = lock(agreement)
    if locked.deleted_at is not None or (states and locked.state not in states):
        raise WrongStateError
    return locked


def demand(may: object) -> None:
    if not may:
        raise PermissionDenied


def add_text(
    agreement: Agreement, *, origin: AgreementText.Origin, content: dict[str, object], by: User
) -> AgreementText:
    """The next version. What it changes stands in its content too."""
    last = agreement.texts.order_by("-number").first()
    return AgreementText.objects.create(
        agreement=agreement,
        number=last.number + 1 if last else 1,
        origin=origin,
        content=content,
        change=str(content.get("change", "")),
        made_by=by,
    )
