"""What is asked about notifications, and whoever takes out a text: which, and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korus_portal.design.free_text import FreeTextField
from korus_portal.notifications import kinds
from korus_portal.notifications.models import Letter, LetterQuerySet, Mode


class ChoicesForm(forms.Form):
    """How one wants to be told, group by group."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, chosen: Mapping[kinds.Group, Mode]
    ) -> None:
        super().__init__(data)
        for group in kinds.choosable():
            self.fields[group.value] = forms.ChoiceField(
                label=group.label,
                help_text=kinds.HOLDS[group],
                choices=Mode.choices,
                initial=chosen.get(group, Mode.AT_ONCE),
                widget=forms.RadioSelect,
                error_messages={"required": _("Velg hvordan du vil få vite det.")},
            )


class ReadForm(forms.Form):
    """The newest notice that the person was shown."""

    newest = forms.IntegerField(min_value=0, max_value=2**62)


class RetryForm(forms.Form):
    """Which letters to send again: the chosen ones, or every one that was given up."""

    every = forms.BooleanField(required=False)
    letters: Any = forms.ModelMultipleChoiceField(Letter.objects.none(), required=False)

    def __init__(self, data: Mapping[str, Any], *, letters: LetterQuerySet) -> None:
        super().__init__(data)
        chosen: Any = self.fields["letters"]
        chosen.queryset = letters

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not found.get("every") and not found.get("letters"):
            raise forms.ValidationError(_("Velg minst ett brev."), code="required")
        return found


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
