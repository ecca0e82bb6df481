"""Why the operator must read a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from korus_portal.design.free_text import FreeTextField


class WhyReadForm(forms.Form):
    """The reason stands in the trail, for the other operators."""

    reason = FreeTextField(
        label=_("Hvorfor må du lese saken?"),
        help_text=_("Begrunnelsen blir stående i hendelsesloggen. Ikke skriv om enkeltpersoner."),
        max_length=500,
        error_messages={"required": _("Skriv hvorfor du må lese saken.")},
    )
