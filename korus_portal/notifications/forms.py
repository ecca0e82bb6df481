"""What is asked whoever takes out a text: which, and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korus_portal.design.free_text import FreeTextField


class WhyForm(forms.Form):
    """Why a text is taken out."""

    reason = FreeTextField(
        label=_("Hvorfor sladdes teksten?"),
        help_text=_("Ikke gjenta det som skal bort."),
        max_length=500,
        error_messages={"required": _("Skriv hvorfor teksten sladdes.")},
    )


class WhichAndWhyForm(WhyForm):
    """Texts to choose from, by name and label, and why. `why_help` says where the reason stands."""

    why_help: Any = _("Ikke gjenta det som skal bort.")
    texts = forms.MultipleChoiceField(
        label=_("Hva skal sladdes?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én tekst.")},
    )
    field_order = ("texts", "reason")

    def __init__(
        self, data: Mapping[str, Any] | None, *, choices: Iterable[tuple[str, Any]]
    ) -> None:
        super().__init__(data)
        self.left = list(choices)
        chosen: Any = self.fields["texts"]
        chosen.choices = self.left
        self.fields["reason"].help_text = self.why_help

    @property
    def is_empty(self) -> bool:
        """True when no text is left to take out."""
        return not self.left
