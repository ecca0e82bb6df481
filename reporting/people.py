"""Who is told about a report on each side, and who may be asked to approve it."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from centres.models import Centre
from korus_portal.accounts.models import Role, User
from reporting.models import AnnualReport


def directorate() -> QuerySet[User]:
    """Everybody who reads reports at the directorate."""
    held = Q(memberships__role=Role.DIRECTORATE, memberships__ended_at=None)
    return User.objects.filter(held, is_active=True).distinct()


def leaders(centre: Centre) -> QuerySet[User]:
    return holders(centre, Role.LEADER)


def staff(centre: Centre) -> QuerySet[User]:
    """Advisers and leaders: whoever may write may be asked to approve."""
    return holders(centre, Role.ADVISER, Role.LEADER).order_by("name", "pk")


def holders(centre: Centre, *roles: Role) -> QuerySet[User]:
    held = Q(
        memberships__role__in=roles,
        memberships__organisation=centre.organisation_id,
        memberships__ended_at=None,
    )
    return User.objects.filter(held, is_active=True).distinct()


def approvers(report: AnnualReport) -> list[User]:
    return [row.user for row in report.approvers.select_related("user")]


def but(people: Iterable[User], by: User) -> list[User]:
    """Nobody is told what he or she did."""
    return [person for person in people if person.pk != by.pk]
