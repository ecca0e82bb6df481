"""How `/samordning/` is narrowed. What is not understood is left out, never an error page."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.activities.overlap_list import DECIDED, OPEN, Narrowed
from assignments.plans.rules import own_centres
from assignments.plans.selects import DrawnSelect
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import County, Theme

YEARS_BACK = 5


class OverlapChoice(forms.Form):
    centre = forms.ModelChoiceField(
        label=gettext_lazy("Senter"),
        queryset=Centre.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=None,
        widget=DrawnSelect,
    )
    year = forms.TypedChoiceField(
        label=gettext_lazy("År"), coerce=int, required=False, empty_value=None, widget=DrawnSelect
    )
    theme = forms.ModelChoiceField(
        label=gettext_lazy("Tema"),
        queryset=Theme.objects.select_related("parent"),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("Alle temaer"),
        widget=DrawnSelect,
    )
    county = forms.ModelChoiceField(
        label=gettext_lazy("Fylke"),
        queryset=County.objects.filter(valid_to=None).order_by("name"),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("Alle fylker"),
        widget=DrawnSelect,
    )
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False, widget=DrawnSelect)

    def __init__(self, data: Any = None, *, user: User) -> None:
        self.centres, self.this_year = list(own_centres(user)), timezone.localdate().year
        first = self.centres[0].code if self.centres else None
        super().__init__(data, initial={"centre": first, "year": self.this_year})
        fields: dict[str, Any] = self.fields
        fields["centre"].queryset = own_centres(user)
        years = range(self.this_year, self.this_year - YEARS_BACK, -1)
        fields["year"].choices = [(year, str(year)) for year in years]
        fields["status"].choices = [(OPEN, _("Ikke avklart")), (DECIDED, _("Avklart"))]
        if len(self.centres) == 1:
            del self.fields["centre"]

    def chosen(self, name: str) -> Any:
        """None for what is not chosen or not understood."""
        if not self.is_bound:
            return None
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def state(self) -> str:
        return self.chosen("status") or OPEN

    def narrowed(self) -> Narrowed:
        return Narrowed(
            centre=self.chosen("centre") or self.centres[0],
            year=self.chosen("year") or self.this_year,
            theme=self.chosen("theme"),
            county=self.chosen("county"),
        )
