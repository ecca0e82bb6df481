"""Letters about the municipalities to call. They say where to read, never what was written."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.urls import reverse

from assignments.outreach.models import Approach, GovernorComment
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.notifications.outbox import notify


def write(to: Iterable[User], name: str, about: Model, path: str, context: dict[str, Any]) -> None:
    notify(
        to,
        kind=f"outreach.{name}",
        template=f"outreach/emails/{name}",
        about=about,
        path=path,
        context=context,
    )


def leaders_of(centre: Centre) -> QuerySet[User]:
    held = Membership.objects.with_role(Role.LEADER).filter(organisation=centre.organisation_id)
    return User.objects.filter(pk__in=held.values("user"))


def address_of(row: Approach | GovernorComment) -> str:
    """The municipality's page in the list of the centre."""
    page = reverse("outreach:call_detail", args=[row.municipality.code])
    return f"{page}?{urlencode({'senter': row.centre.code})}"
