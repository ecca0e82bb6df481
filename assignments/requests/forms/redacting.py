"""Which texts of a case to take out, and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from assignments.requests.actions.redacting import Redactable
from korus_portal.notifications.forms import WhichAndWhyForm


class RedactionForm(WhichAndWhyForm):
    """Which texts of a case to take out, and why."""

    why_help = _("Begrunnelsen står på tidslinjen. Ikke gjenta det som skal bort.")

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, texts: Iterable[Redactable]
    ) -> None:
        super().__init__(data, choices=[(one.key, label_of(one)) for one in texts])


def label_of(one: Redactable) -> str:
    """What it is, and how it begins: a dialogue has many messages by the same person."""
    return f"{capfirst(one.label)}: «{Truncator(one.text).chars(60)}»"
