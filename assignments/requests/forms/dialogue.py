"""What the sides write to each other and a centre for itself, with the error texts."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.requests.pasted import readable
from korus_portal.design.free_text import FreeTextField
from korus_portal.files.forms import FilesField, choose_again

MAX_TEXT = 4000


class PastedTextField(FreeTextField):
    """Free text that may come from Word: made readable before it is counted and checked."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(readable(str(value or ""))))


class DialogueForm(forms.Form):
    """Text and files. The token makes one of a form that is sent twice."""

    # Django's own `files` of a form is set on the instance; a field's name is taken off the class.
    files = FilesField()  # type: ignore[assignment]
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_token": uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        choose_again(self)
        return cleaned

    def refuse(self, message: str) -> None:
        """Say on top why it could not be done; chosen files have to be chosen again."""
        self.add_error(None, message)
        choose_again(self)

    def renew(self) -> None:
        """Let the form, sent again, be another message than the one its token made."""
        sent: Any = self.data
        data = sent.copy()
        data["form_token"] = str(uuid4())
        self.data = data


class WriteMessageForm(DialogueForm):
    text = PastedTextField(
        label=_("Melding"),
        help_text=_("Begge sider leser meldingen. Ikke skriv opplysninger om enkeltpersoner."),
        max_length=MAX_TEXT,
        error_messages={"required": _("Skriv hva du vil si.")},
    )
    field_order = ["text", "files", "form_token"]


class WriteNoteForm(DialogueForm):
    text = PastedTextField(
        label=_("Notat"),
        help_text=_(
            "Kommunen ser ikke notatet i portalen, men det kan bli gjenstand for innsyn."
            " Ikke skriv opplysninger om enkeltpersoner."
        ),
        max_length=MAX_TEXT,
        error_messages={"required": _("Skriv notatet.")},
    )
    is_shared = forms.BooleanField(label=_("Vis for de andre sentrene i saken"), required=False)
    field_order = ["text", "is_shared", "files", "form_token"]
