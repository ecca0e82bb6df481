"""Which year and kind of centre the national summary is of."""

from django import forms
from django.utils.translation import gettext_lazy as _

from centres.models import Centre
from reporting.national import reading
from reporting.national.reading import Choice


def years() -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in reading.years()]


class NationalForm(forms.Form):
    """The choice stands in the address, so that it can be shared."""

    aar = forms.TypedChoiceField(label=_("År"), coerce=int, choices=years)
    type = forms.ChoiceField(
        label=_("Type senter"),
        required=False,
        choices=[("", _("Alle sentre")), *Centre.Kind.choices],
    )

    def choice(self) -> Choice:
        return Choice(self.cleaned_data["aar"], self.cleaned_data["type"])
