"""Choosing files to attach, with the error texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from korus_portal.design.free_text import refuse_identity_numbers
from korus_portal.files import file_types
from korus_portal.files.file_types import MAX_FILE, MAX_FILES, MAX_FORM, UnfitFileError


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once. Each error names its file and says what to do.

    A browser forgets chosen files when a form comes back: a form that is refused for another
    reason calls `choose_again`.
    """

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Vedlegg"))
        kwargs.setdefault(
            "help_text",
            gettext_lazy(
                "PDF, Word, Excel, PowerPoint, OpenDocument, bilder eller tekst."
                " Høyst 20 MB for hver fil."
            ),
        )
        super().__init__(required=False, **kwargs)
        self.widget.attrs["accept"] = file_types.ACCEPT

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        chosen = [data] if isinstance(data, UploadedFile) else list(data or [])
        if errors := [*_of_all(chosen), *_of_each(chosen)]:
            raise forms.ValidationError(errors)
        return chosen


def choose_again(form: forms.BaseForm, field: str = "files") -> None:
    """Say which good files have to be chosen anew, when something else in the form is refused."""
    chosen = form.cleaned_data.get(field) or []
    if form.errors and chosen:
        names = ", ".join(upload.name for upload in chosen)
        form.add_error(field, _("Velg filene på nytt: %(names)s.") % {"names": names})


def _of_all(chosen: Sequence[UploadedFile[bytes]]) -> list[str]:
    errors = []
    if len(chosen) > MAX_FILES:
        errors.append(
            ngettext("Velg høyst %(most)d fil.", "Velg høyst %(most)d filer.", MAX_FILES)
            % {"most": MAX_FILES}
        )
    total = sum(upload.size or 0 for upload in chosen)
    if total > MAX_FORM:
        errors.append(
            _("Filene er på %(size)s til sammen. Send høyst %(most)s om gangen.")
            % {"size": filesizeformat(total), "most": filesizeformat(MAX_FORM)}
        )
    return errors


def _of_each(chosen: Sequence[UploadedFile[bytes]]) -> list[str]:
    errors = []
    for upload in chosen:
        size = upload.size or 0
        if size > MAX_FILE:
            errors.append(
                _("«%(name)s» er på %(size)s. Del den opp eller lag den mindre, høyst %(most)s.")
                % {
                    "name": upload.name,
                    "size": filesizeformat(size),
                    "most": filesizeformat(MAX_FILE),
                }
            )
            continue
        try:
            file_types.type_of(upload, upload.name or "")
            refuse_identity_numbers(upload.name or "")
        except UnfitFileError as error:
            errors.append(f"«{upload.name}» {error}")
        except forms.ValidationError:
            errors.append(
                _("«%(name)s» har et fødselsnummer i navnet. Gi filen et annet navn.")
                % {"name": upload.name}
            )
    return errors
