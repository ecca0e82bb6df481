"""What the directorate answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from korus_portal.design.free_text import FreeTextField


class ReturnForm(forms.Form):
    comment = FreeTextField(
        label=_("Merknader til senteret"),
        max_length=8000,
        help_text=_(
            "Skriv hva som må rettes eller utdypes. Senteret får merknadene på e-post og en ny "
            "versjon å arbeide i. Ikke skriv opplysninger om enkeltpersoner."
        ),
        error_messages={"required": _("Skriv hva senteret må rette eller utdype.")},
    )
    prefix = "return"


class ApproveForm(forms.Form):
    comment = FreeTextField(
        label=_("Vurdering"),
        required=False,
        max_length=8000,
        help_text=_(
            "Vurdering av måloppnåelsen. Senteret kan lese den. "
            "Ikke skriv opplysninger om enkeltpersoner."
        ),
    )
    prefix = "approve"
