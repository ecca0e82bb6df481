"""Letters about activities that several centres have a part in. They name no people."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from assignments.activities.models import Activity
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.notifications.outbox import notify


def tell(name: str, activity: Activity, to: Iterable[User], **context: Any) -> None:
    notify(
        to,
        kind=f"activities.{name}",
        template=f"activities/emails/{name}",
        about=activity,
        path=activity.get_absolute_url(),
        context={"activity": activity, **context},
    )


def leaders_of(centre: Centre) -> QuerySet[User]:
    held = Membership.objects.with_role(Role.LEADER).filter(organisation=centre.organisation_id)
    return User.objects.filter(pk__in=held.values("user")).order_by("pk")


def own_people(activity: Activity) -> QuerySet[User]:
    """Who registered it, while that person still works at the centre; else its leaders."""
    works = Membership.objects.with_role(Role.ADVISER, Role.LEADER)
    works = works.filter(organisation=activity.centre.organisation_id)
    own = User.objects.filter(pk=activity.registered_by_id, pk__in=works.values("user"))
    return own if own.exists() else leaders_of(activity.centre)
