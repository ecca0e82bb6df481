"""The rows of the user list, in two queries however many there are."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from korus_portal.accounts.models import Membership, User


def users(wanted: dict[str, Any]) -> QuerySet[User]:
    """Users by name, those who match what the search form asks for."""
    held = Membership.objects.current().filter(user=OuterRef("pk"))
    found = User.objects.all()
    if text := wanted.get("q"):
        where = Exists(held.filter(organisation__name__icontains=text))
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text) | where)
    if role := wanted.get("role"):
        found = found.filter(Exists(held.filter(role=role)))
    if state := wanted.get("is_active"):
        found = found.filter(is_active=state == "1")
    current = Membership.objects.current().select_related("organisation")
    return found.prefetch_related(Prefetch("memberships", current, to_attr="held_now"))
