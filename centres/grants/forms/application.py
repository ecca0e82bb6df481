"""The centre's form: what was applied for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.grants.forms.rows import WithRows, short
from centres.grants.kroner import KronerField
from centres.grants.models import Grant
from centres.grants.values import APPLICATION_COLUMNS, LABELS, ApplicationValues, application_of
from korus_portal.design.widgets import DateInput
from korus_portal.files.forms import FilesField, choose_again


class ApplicationForm(WithRows):
    """What was applied for, and the budget that the accounts will follow."""

    KINDS = ("budget",)
    FILE = "application"

    applied_on = forms.DateField(label=LABELS["applied_on"], required=False, widget=DateInput)
    applied_amount = KronerField(label=LABELS["applied_amount"], required=False)
    application_reference = short(LABELS["application_reference"], 120)
    application = FilesField(label=gettext_lazy("Søknaden som fil"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, stored: Grant, **typed: Any) -> None:
        initial = {name: getattr(stored, name) for name in APPLICATION_COLUMNS}
        initial["version"] = stored.version
        rows = {"budget": application_of(stored).application_lines}
        super().__init__(data, files, initial=initial, rows=rows, **typed)
        if stored.application_id:
            self.fields["application"].label = _("Ny søknad i stedet for den som ligger der")

    def clean_application(self) -> list[UploadedFile[bytes]]:
        chosen: list[UploadedFile[bytes]] = self.cleaned_data["application"]
        if len(chosen) > 1:
            raise forms.ValidationError(_("Velg én fil."))
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        choose_again(self, self.FILE)
        return cleaned

    @property
    def upload(self) -> UploadedFile[bytes] | None:
        return next(iter(self.cleaned_data.get("application") or []), None)

    def values(self) -> ApplicationValues:
        own = {name: self.cleaned_data[name] for name in APPLICATION_COLUMNS}
        return ApplicationValues(**own, application_lines=self.row_values("budget"))
