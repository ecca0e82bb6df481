"""Which figures of an indicator are asked for: year, county, structure."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.indicators.listing import structure_day
from municipalities.models import County

THEN, TODAY = "den-gang", "i-dag"


class FiguresForm(forms.Form):
    """What cannot be used is as if it were not asked for: the newest year, all counties."""

    aar = forms.ChoiceField(label=gettext_lazy("År"), required=False)
    fylke = forms.ChoiceField(label=gettext_lazy("Fylke"), required=False)
    struktur = forms.ChoiceField(
        label=gettext_lazy("Kommuner"),
        required=False,
        choices=[(THEN, gettext_lazy("Som da")), (TODAY, gettext_lazy("Som i dag"))],
    )

    def __init__(self, data: Any, *, years: list[int]) -> None:
        super().__init__(data)
        self.years, self.asked = years, data
        self._offer("aar", [(str(year), str(year)) for year in years])
        named = [(county.code, county.name) for county in self.counties]
        self._offer("fylke", [("", _("Hele landet")), *named])
        # Shown as what is used.
        county = self.county.code if self.county else ""
        self.data = {"aar": str(self.year), "fylke": county, "struktur": self.structure}

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @cached_property
    def year(self) -> int:
        asked = str(self.asked.get("aar", ""))
        if asked.isdecimal() and int(asked) in self.years:
            return int(asked)
        return self.years[0] if self.years else timezone.localdate().year

    @cached_property
    def structure(self) -> str:
        return TODAY if self.asked.get("struktur") == TODAY else THEN

    @cached_property
    def on(self) -> date:
        today = timezone.localdate()
        return structure_day(self.year, as_today=self.structure == TODAY, today=today)

    @cached_property
    def counties(self) -> list[County]:
        return list(County.objects.in_force(on=self.on))

    @cached_property
    def county(self) -> County | None:
        asked = self.asked.get("fylke")
        return next((county for county in self.counties if county.code == asked), None)

    def query(self) -> str:
        return urlencode(self.data)
