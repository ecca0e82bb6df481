"""Putting a reported year right: the whole form once more, and why."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy

from assignments.activities.forms.activity import ActivityForm
from assignments.activities.forms.reasons import ReasonForm
from assignments.activities.models import Activity
from korus_portal.accounts.models import User
from korus_portal.design.free_text import refuse_identity_numbers

WHY = gettext_lazy("Begrunnelse")
SHOWN = gettext_lazy("Vises ved siden av tallet i neste årsrapport.")


class CorrectionForm(ActivityForm):
    """A corrected row starts as the old one; `stored` is None for what was forgotten."""

    correction_reason = forms.CharField(
        label=WHY, help_text=SHOWN, max_length=500, validators=[refuse_identity_numbers]
    )

    def __init__(
        self, data: Any = None, *, user: User, stored: Activity | None = None, preset: Any = ()
    ) -> None:
        super().__init__(data, user=user, stored=stored, preset=preset)
        self.initial["form_token"] = uuid4()
        self.fields.pop("more_dates", None)

    @property
    def is_confirming(self) -> bool:
        """A correction counts at once."""
        return True

    @property
    def reason(self) -> str:
        return str(self.cleaned_data["correction_reason"])


class WithdrawalForm(ReasonForm):
    """Why what was reported should not have been counted."""

    reason = forms.CharField(
        label=WHY, help_text=SHOWN, max_length=500, validators=[refuse_identity_numbers]
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
