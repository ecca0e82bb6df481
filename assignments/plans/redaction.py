"""Which texts of a tiltak or an activity to take out, and why. The leader fills it in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from korus_portal.design.free_text import FreeTextField
from korus_portal.notifications.redaction import is_left


def texts_left(row: Model, names: Iterable[str]) -> list[str]:
    """The columns among `names` that hold a text which is not taken out yet."""
    return [name for name in names if is_left(getattr(row, name))]


class RedactionForm(forms.Form):
    """The texts of `row` that are left, to choose from."""

    texts = forms.MultipleChoiceField(
        label=_("Hva skal sladdes?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én tekst.")},
    )
    reason = FreeTextField(
        label=_("Hvorfor sladdes teksten?"),
        help_text=_("Ikke gjenta det som skal bort."),
        max_length=500,
        error_messages={"required": _("Skriv hvorfor teksten sladdes.")},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, row: Model, names: Iterable[str]
    ) -> None:
        super().__init__(data)
        chosen: Any = self.fields["texts"]
        chosen.choices = [(name, label_of(row, name)) for name in texts_left(row, names)]


def label_of(row: Model, name: str) -> str:
    column: Any = row._meta.get_field(name)
    return str(capfirst(column.verbose_name))
