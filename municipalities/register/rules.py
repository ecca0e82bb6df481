"""Who may change the register of municipalities."""

from korus_portal.accounts.access import Viewer, is_administrator


def can_manage_register(viewer: Viewer) -> bool:
    """The administrator alone: what is applied here moves every figure of the portal."""
    return is_administrator(viewer)
