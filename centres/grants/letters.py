"""Who is told of a letter: the centre's leaders. What it says stands in the portal."""

from django.db.models import QuerySet

from centres.grants.models import Grant
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.notifications.outbox import notify


def leaders_of(centre: Centre) -> QuerySet[User]:
    held = Membership.objects.with_role(Role.LEADER).filter(organisation=centre.organisation_id)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")


def tell_leaders(grant: Grant, name: str, *, by: User) -> None:
    """`name` is «letter_registered» or «letter_changed»."""
    notify(
        leaders_of(grant.centre).exclude(pk=by.pk),
        kind=f"grants.{name}",
        template=f"grants/emails/{name}",
        about=grant,
        path=grant.get_absolute_url(),
        context={"grant": grant},
    )
