"""Which rounds the list shows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.plans.selects import DrawnSelect
from centres.models import Centre

FIRST_SHOWN = 2015


class ChoosingForm(forms.Form):
    """Year and centre as plain GET parameters. What cannot be used is not used."""

    aar = forms.ChoiceField(label=_("År"), required=False, widget=DrawnSelect)
    senter = forms.ChoiceField(label=_("Senter"), required=False, widget=DrawnSelect)
    slettede = forms.BooleanField(label=_("Bare slettede runder"), required=False)

    def __init__(
        self, data: Mapping[str, Any], *, centres: Sequence[Centre], sees_deleted: bool
    ) -> None:
        this_year = timezone.localdate().year
        super().__init__({"aar": str(this_year), **dict(data.items())})
        self.centres = {centre.code: centre for centre in centres}
        years = [(str(year), str(year)) for year in range(this_year, FIRST_SHOWN - 1, -1)]
        self.offer("aar", [("", _("Alle år")), *years])
        named = [(centre.code, centre.short_name) for centre in centres]
        self.offer("senter", [("", _("Alle sentre")), *named])
        if len(centres) < 2:
            del self.fields["senter"]
        if not sees_deleted:
            del self.fields["slettede"]
        self.is_valid()

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def year(self) -> int | None:
        chosen = self.cleaned_data.get("aar")
        return int(chosen) if chosen else None

    @property
    def centre(self) -> Centre | None:
        """The one that was chosen, or the only one there is."""
        if len(self.centres) == 1:
            return next(iter(self.centres.values()))
        return self.centres.get(self.cleaned_data.get("senter", ""))

    @property
    def is_deleted(self) -> bool:
        return bool(self.cleaned_data.get("slettede"))

    @property
    def period(self) -> tuple[date, date] | None:
        return (date(self.year, 1, 1), date(self.year, 12, 31)) if self.year else None
