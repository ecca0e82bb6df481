"""Which year of which of one's own centres."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from centres.models import Centre


class StartForm(forms.Form):
    """Which year of which of one's own centres."""

    centre = forms.ModelChoiceField(queryset=Centre.objects.none(), widget=forms.HiddenInput)
    year = forms.IntegerField(
        label=_("År"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )

    def __init__(self, *args: Any, centres: Any, years: list[int] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        chosen: forms.ModelChoiceField[Centre] = self.fields["centre"]  # type: ignore[assignment]
        chosen.queryset = centres
        if years is not None:
            self.fields["year"].widget = forms.Select(choices=[(year, year) for year in years])
