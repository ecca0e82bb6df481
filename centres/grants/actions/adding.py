"""Recipients that are not among the parties yet."""

from django.db import transaction

from centres.grants import rules
from centres.grants.actions.keeping import demand
from centres.grants.recipients import Recipient
from korus_portal.accounts.models import Organisation, User
from korus_portal.audit.log import record


@transaction.atomic
def add_recipient(*, recipient: Recipient, by: User) -> Organisation:
    """The party with the number, made when there is none."""
    demand(rules.gives_money(by))
    rows = Organisation.objects.select_for_update()
    first = rows.filter(number=recipient.number).order_by("pk").first()
    if first is not None:
        return first
    made = Organisation.objects.create(
        name=recipient.name, number=recipient.number, kind=recipient.kind
    )
    record("grants.recipient_added", made, by=by)
    return made
