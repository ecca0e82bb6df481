"""Letters about tiltak that others have a part in. They name no people."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from assignments.plans.models import Assignment, Statement
from centres.models import Centre
from korus_portal.accounts.models import Membership, Organisation, Role, User
from korus_portal.notifications.outbox import notify


def tell(name: str, assignment: Assignment, to: Iterable[User], **context: Any) -> None:
    notify(
        to,
        kind=f"plans.{name}",
        template=f"plans/emails/{name}",
        about=assignment,
        path=assignment.get_absolute_url(),
        context={"assignment": assignment, **context},
    )


def tell_of(name: str, statement: Statement, to: Iterable[User]) -> None:
    """The organisation answers on a page of its own; the centre reads its tiltak."""
    is_asked = name == "statement_named"
    own_page = reverse("plans:statement_answer", args=[statement.pk])
    notify(
        to,
        kind=f"plans.{name}",
        template=f"plans/emails/{name}",
        about=statement,
        path=own_page if is_asked else statement.assignment.get_absolute_url(),
        context={"statement": statement, "assignment": statement.assignment},
    )


def leaders_of(centre: Centre) -> QuerySet[User]:
    return holders_of(centre.organisation_id, Role.LEADER)


def members_of(organisation: Organisation) -> QuerySet[User]:
    return holders_of(organisation.pk, Role.USER_ORGANISATION)


def holders_of(organisation_id: int, role: str) -> QuerySet[User]:
    held = Membership.objects.with_role(role).filter(organisation=organisation_id)
    return User.objects.filter(pk__in=held.values("user")).order_by("pk")
