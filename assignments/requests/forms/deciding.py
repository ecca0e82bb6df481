"""The centre's answer, with the error texts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from korus_portal.design.free_text import FreeTextField


class MessageForm(forms.Form):
    """A few words with an acceptance."""

    message = FreeTextField(
        label=_("Melding til kommunen"),
        required=False,
        max_length=2000,
    )


class ReasonForm(forms.Form):
    """Why a centre cannot help. The municipality reads it."""

    reason = FreeTextField(
        label=_("Hvorfor kan dere ikke bistå?"),
        help_text=_("Kommunen ser begrunnelsen. Ikke skriv opplysninger om enkeltpersoner."),
        max_length=2000,
        error_messages={
            "required": _("Skriv hvorfor dere ikke kan bistå."),
        },
    )
