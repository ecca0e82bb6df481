"""Who may read the national summary. Pure questions: no writes, no HTTP."""

from korus_portal.accounts.access import Viewer, is_directorate


def can_read_national_summary(user: Viewer) -> bool:
    """The directorate: it holds every received report side by side."""
    return is_directorate(user)
