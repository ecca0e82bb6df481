"""Whole kroner, as people write them and as pages show them."""

import re
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The largest that the columns hold.
MOST = 2_147_483_647
WRITTEN_APART = re.compile(r"[\s.\u00a0\u202f]|kr|,-$", re.IGNORECASE)


def kroner(amount: int | None) -> str:
    """«450 000 kr»; nothing for what is unknown."""
    if amount is None:
        return ""
    return _("%(n)s kr") % {"n": number_format(amount, force_grouping=True)}


class KronerField(forms.IntegerField):
    """«450 000», «450.000» and «kr 450000» are the same amount."""

    default_error_messages = {
        "invalid": gettext_lazy("Skriv beløpet i hele kroner, for eksempel 450 000."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(min_value=0, max_value=MOST, **options)

    def prepare_value(self, value: Any) -> Any:
        """What is stored is shown in groups of three; what was typed stays as typed."""
        return number_format(value, force_grouping=True) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        return super().to_python(WRITTEN_APART.sub("", str(value)) if value else value)
