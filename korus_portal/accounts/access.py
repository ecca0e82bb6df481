"""Which parties a viewer stands for. Visitors stand for none, so that every rule can ask alike."""

from django.contrib.auth.models import AnonymousUser

from korus_portal.accounts.models import Role, User

Viewer = User | AnonymousUser


def parties(viewer: Viewer, *roles: str) -> set[int]:
    """Ids of the organisations where the viewer holds one of `roles`; any role when none given."""
    return viewer.parties(*roles) if isinstance(viewer, User) else set()


def holds(viewer: Viewer, *roles: str, organisation_id: int | None = None) -> bool:
    return isinstance(viewer, User) and viewer.has_role(*roles, organisation_id=organisation_id)


def is_administrator(viewer: Viewer) -> bool:
    return holds(viewer, Role.ADMINISTRATOR)


def is_directorate(viewer: Viewer) -> bool:
    return holds(viewer, Role.DIRECTORATE)
