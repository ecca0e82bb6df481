"""The field by which a person proves anew who it is, for any approval in the portal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.agreements.proof import Proof, asked_of, is_proven
from korus_portal.accounts.limits import TooOftenError
from korus_portal.accounts.models import User


class WithProof(forms.Form):
    """A code where the person has a second factor, in demo mode else the password again."""

    secret = forms.CharField(
        label=gettext_lazy("Passordet ditt"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data: Any = None, *, user: User, **options: Any) -> None:
        super().__init__(data, **options)
        self.user = user
        field: Any = self.fields["secret"]
        if asked_of(user) == Proof.CODE:
            field.label = gettext_lazy("Engangskode")
            field.widget = forms.TextInput(
                attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
            )
        field.help_text = gettext_lazy("Slik vet vi at det er du som godkjenner.")

    def clean(self) -> dict[str, Any]:
        """The proof comes last: a code is used up when it is asked about."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self.clean_proof(cleaned["secret"])
        return cleaned

    def clean_proof(self, secret: str) -> None:
        try:
            if not is_proven(self.user, secret):
                wrong = (
                    _("Koden er feil.")
                    if asked_of(self.user) == Proof.CODE
                    else _("Passordet er feil.")
                )
                self.add_error("secret", wrong)
        except TooOftenError:
            self.add_error("secret", _("For mange forsøk. Vent fem minutter og prøv igjen."))
