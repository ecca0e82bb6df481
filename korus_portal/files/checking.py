"""Asking what a document is: the file itself, or its hash. Nothing of it is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korus_portal.files.file_types import MAX_FILE

SHA256 = re.compile(r"^[0-9a-f]{64}$")


def hash_of(chunks: Iterable[bytes]) -> str:
    """SHA-256 of an uploaded file, piece by piece; nothing of it is kept."""
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(chunk)
    return found.hexdigest()


def read_hash(text: str) -> str:
    """The hash as people paste it: capitals, spaces and line breaks. Empty when it is none."""
    plain = re.sub(r"[\s:-]+", "", text).lower().removeprefix("sha256")
    return plain if SHA256.match(plain) else ""


class CheckForm(forms.Form):
    """The file is read for its hash and not kept."""

    file = forms.FileField(
        label=gettext_lazy("Dokumentet"),
        help_text=gettext_lazy("Vi regner ut kontrollsummen og lagrer ikke filen."),
        required=False,
        allow_empty_file=True,
    )
    sha256 = forms.CharField(
        label=gettext_lazy("Eller kontrollsummen (SHA-256)"),
        help_text=gettext_lazy("64 tegn: tall og bokstavene a til f."),
        max_length=200,
        required=False,
    )

    def clean_file(self) -> UploadedFile[bytes] | None:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > MAX_FILE:
            most = filesizeformat(MAX_FILE)
            raise forms.ValidationError(_("Filen er for stor. Høyst %(most)s.") % {"most": most})
        return file

    def clean_sha256(self) -> str:
        given: str = self.cleaned_data["sha256"]
        if given and not read_hash(given):
            raise forms.ValidationError(
                _("Dette er ikke en kontrollsum. Den har 64 tegn: tall og bokstavene a til f.")
            )
        return read_hash(given)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("file") and not cleaned.get("sha256"):
            raise forms.ValidationError(_("Velg en fil, eller lim inn kontrollsummen."))
        return cleaned

    def hash(self) -> str:
        """Of the file where both are given."""
        file = self.cleaned_data.get("file")
        return hash_of(file.chunks()) if file is not None else self.cleaned_data["sha256"]
