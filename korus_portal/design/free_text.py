"""Text that people write freely: it warns against personal details and stops identity numbers."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.no import fodselsnummer

TOO_LONG = _("Teksten har %(show_value)d tegn. Skriv høyst %(limit_value)d.")
ELEVEN_DIGITS = re.compile(r"(?<!\d)\d{6}[ .-]?\d{5}(?!\d)")


def refuse_identity_numbers(text: str) -> None:
    """Raise ValidationError when the text holds a valid fødselsnummer or D-number."""
    for found in ELEVEN_DIGITS.findall(text):
        if fodselsnummer.is_valid(found.replace(".", "").replace("-", "").replace(" ", "")):
            raise ValidationError(
                _("Teksten inneholder et fødselsnummer. Ta det bort før du lagrer."),
                code="identity_number",
            )


class FreeTextField(forms.CharField):
    """A text area for free text about services, never about persons."""

    default_error_messages = {"max_length": TOO_LONG}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        warning = _("Ikke skriv opplysninger om enkeltpersoner.")
        kwargs["help_text"] = kwargs.get("help_text") or warning
        super().__init__(**kwargs)
        self.validators.append(refuse_identity_numbers)
