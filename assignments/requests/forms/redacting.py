"""Which texts of a request to take out, and why."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from assignments.requests.actions.redacting import REDACTABLE
from assignments.requests.models import SupportRequest
from korus_portal.notifications.forms import WhichAndWhyForm
from korus_portal.notifications.redaction import is_left


class RedactionForm(WhichAndWhyForm):
    """Which texts of a request to take out, and why."""

    why_help = _("Begrunnelsen står på tidslinjen. Ikke gjenta det som skal bort.")

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, support_request: SupportRequest
    ) -> None:
        left = [name for name in REDACTABLE if is_left(getattr(support_request, name))]
        super().__init__(data, choices=[(name, label_of(name)) for name in left])


def label_of(name: str) -> str:
    return capfirst(str(SupportRequest._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
