"""The two lists from SSB and the day they are in force from."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korus_portal.design.widgets import DateInput
from municipalities.register.actions import ReadFile
from municipalities.register.comparing import compare
from municipalities.register.klass import (
    MOST_BYTES,
    ChangeRow,
    CodeList,
    UnreadableError,
    read_changes,
    read_codes,
    shortened,
)
from municipalities.register.snapshot import register_around

FIRST_DAY = date(2018, 1, 1)
# Between the name and the content of a file that is kept in the page.
MARK = "|"


class KeepableFileField(forms.FileField):
    """A file that must be chosen, unless the page carries it from last time."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        return super().clean(data, initial) if data else None


class RegisterUploadForm(forms.Form):
    """Reads and checks both files against the register. A file that could be read stays in the
    page when the other could not, so that it need not be chosen again."""

    use_required_attribute = False

    valid_from = forms.DateField(
        label=gettext_lazy("Gjelder fra"),
        widget=DateInput,
        help_text=gettext_lazy("Datoen listene gjelder fra hos SSB, som regel 1. januar."),
    )
    codes = KeepableFileField(
        label=gettext_lazy("Kodeliste"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=gettext_lazy("Alle kommuner på datoen, som CSV fra SSB (Klass 131)."),
    )
    changes = KeepableFileField(
        label=gettext_lazy("Endringsliste"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=gettext_lazy(
            "Endringene på datoen, som CSV fra SSB. Uten endringer har filen bare overskrifter."
        ),
    )
    codes_kept = forms.CharField(required=False, widget=forms.HiddenInput)
    changes_kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code_list = CodeList()
        self.change_rows: list[ChangeRow] = []
        self.files_read: dict[str, ReadFile] = {}

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < FIRST_DAY:
            raise forms.ValidationError(_("Registeret begynner i 2017. Velg en senere dato."))
        return day

    def clean(self) -> dict[str, Any]:
        day = self.cleaned_data.get("valid_from")
        codes = self.read("codes", lambda content: read_codes(content, day=day or date.max))
        changes = self.read("changes", lambda content: read_changes(content, day=day or date.max))
        if day and codes is not None and changes is not None:
            self.code_list, self.change_rows = codes, changes
            self.compare(day)
        self.keep_files()
        return self.cleaned_data

    def read(self, name: str, reader: Callable[[bytes], Any]) -> Any:
        """What the file holds; None, with the reason beside the field, when it cannot be used."""
        if name in self.errors:
            return None
        file = chosen(self.cleaned_data.get(name)) or kept(self.cleaned_data.get(f"{name}_kept"))
        if file is None:
            self.add_error(name, _("Velg en fil."))
            return None
        try:
            found = reader(file.content) if "valid_from" in self.cleaned_data else None
        except UnreadableError as error:
            self.add_error(name, forms.ValidationError(error.problems))
            return None
        self.files_read[name] = file
        return found

    def compare(self, day: date) -> None:
        found = compare(register_around(day), self.code_list, self.change_rows)
        for name in ("valid_from", "codes", "changes"):
            texts = [problem.text for problem in found.problems if problem.field == name]
            if texts:
                self.add_error(name, forms.ValidationError(shortened(texts)))

    def keep_files(self) -> None:
        """A browser cannot fill in a file again: the page carries what was read."""
        data = {name: self.data.get(name) for name in self.data}
        for name in ("codes", "changes"):
            file = self.files_read.get(name)
            data[f"{name}_kept"] = packed(file) if file else ""
            if file:
                text = _("Valgt: %(name)s. Velg en ny fil for å bytte den.")
                self[name].help_text = text % {"name": file.name}
        self.data = data


def chosen(upload: UploadedFile[bytes] | None) -> ReadFile | None:
    """One byte more than allowed is enough to refuse the rest."""
    if not upload:
        return None
    return ReadFile(upload.name or "", upload.read(MOST_BYTES + 1))


def packed(file: ReadFile) -> str:
    return f"{file.name}{MARK}{base64.b64encode(file.content).decode()}"


def kept(value: str | None) -> ReadFile | None:
    name, _mark, content = (value or "").rpartition(MARK)
    try:
        return ReadFile(name, base64.b64decode(content, validate=True)) if name else None
    except binascii.Error:
        return None
