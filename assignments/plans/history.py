"""The name by which the work of the centres knows `korus_portal.notifications.history`."""

from korus_portal.notifications.history import (
    Change,
    FieldChange,
    Traced,
    history_of,
    names_of,
    user_of,
)

__all__ = ["Change", "FieldChange", "Traced", "history_of", "names_of", "user_of"]
