"""What a leader says of a tiltak in one year's report."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.plans.models import AssignmentYear
from assignments.plans.selects import capitalised
from assignments.plans.values import YEAR_LABELS, YearValues
from korus_portal.design.free_text import FreeTextField


class AssignmentYearForm(forms.Form):
    """What the tiltak is in one year's report."""

    status = forms.ChoiceField(
        label=YEAR_LABELS["status"],
        choices=capitalised(AssignmentYear.Status.choices),
        widget=forms.RadioSelect,
    )
    change_text = FreeTextField(
        label=YEAR_LABELS["change_text"],
        help_text=gettext_lazy(
            "Må fylles ut ved vesentlig dreining. Ikke skriv opplysninger om enkeltpersoner."
        ),
        max_length=4000,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_changed = cleaned.get("status") == AssignmentYear.Status.CHANGED
        if is_changed and not cleaned.get("change_text") and "change_text" not in self.errors:
            self.add_error("change_text", _("Skriv hva som er endret."))
        return cleaned

    def values(self) -> YearValues:
        status = AssignmentYear.Status(self.cleaned_data["status"])
        is_changed = status == AssignmentYear.Status.CHANGED
        text = self.cleaned_data["change_text"] if is_changed else ""
        return YearValues(status=status, change_text=text)
