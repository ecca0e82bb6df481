"""Sending a sheet of activities."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.activities.importing.reading import ENDINGS, TYPES
from assignments.plans.rules import own_centres
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.files import file_types
from korus_portal.files.forms import FilesField


class UploadForm(forms.Form):
    """Which centre, where there are several, and the file."""

    centre = forms.ModelChoiceField(
        label=gettext_lazy("Senter"),
        queryset=Centre.objects.none(),
        to_field_name="code",
        empty_label=gettext_lazy("Velg senter"),
        error_messages={"required": gettext_lazy("Velg hvilket senter aktivitetene hører til.")},
    )
    file = FilesField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy("CSV eller XLSX, høyst 20 MB og 50 000 rader."),
        widget=forms.FileInput,
    )

    def __init__(self, data: Any = None, files: Any = None, *, user: User) -> None:
        super().__init__(data, files)
        centres = own_centres(user)
        self.centres = list(centres)
        self.fields["file"].widget.attrs["accept"] = ENDINGS
        if len(self.centres) == 1:
            del self.fields["centre"]
        else:
            field: Any = self.fields["centre"]
            field.queryset = centres

    def clean_file(self) -> UploadedFile[bytes]:
        chosen: list[UploadedFile[bytes]] = self.cleaned_data["file"]
        if not chosen:
            raise forms.ValidationError(_("Velg en fil."))
        upload = chosen[0]
        if file_types.type_of(upload, upload.name or "") not in TYPES:
            raise forms.ValidationError(_("Send filen som CSV eller XLSX."))
        return upload

    @property
    def for_centre(self) -> Centre:
        chosen: Centre = self.cleaned_data.get("centre") or self.centres[0]
        return chosen
