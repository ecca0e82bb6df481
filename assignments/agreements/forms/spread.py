"""Which centre and year the spread is shown for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.plans.selects import DrawnSelect
from centres.models import Centre
from korus_portal.design.wrong_year import MESSAGES

FIRST_SHOWN = 2015


class SpreadForm(forms.Form):
    """Plain GET parameters. Of a year that cannot be shown nothing is."""

    aar = forms.TypedChoiceField(
        label=_("År"), required=False, coerce=int, widget=DrawnSelect, error_messages=MESSAGES
    )
    senter = forms.ChoiceField(label=_("Senter"), required=False, widget=DrawnSelect)

    def __init__(
        self, data: Mapping[str, Any], *, centres: Sequence[Centre], may_see_all: bool
    ) -> None:
        this_year = timezone.localdate().year
        self.centres = {centre.code: centre for centre in centres}
        self.first = None if may_see_all or not centres else centres[0]
        given = {"aar": str(this_year), **dict(data.items())}
        if self.first is not None and given.get("senter") not in self.centres:
            given["senter"] = self.first.code
        super().__init__(given)
        self.offer("aar", [(str(y), str(y)) for y in range(this_year, FIRST_SHOWN - 1, -1)])
        everyone = [("", _("Alle sentre"))] if may_see_all else []
        named = [(centre.code, centre.short_name) for centre in centres]
        self.offer("senter", [*everyone, *named])
        if len(named) + len(everyone) < 2:
            del self.fields["senter"]
        self.is_valid()

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def is_wrong_year(self) -> bool:
        return "aar" in self.errors

    @property
    def year(self) -> int:
        return self.cleaned_data.get("aar") or timezone.localdate().year

    @property
    def centre(self) -> Centre | None:
        """None shows every centre's, for those who may see that."""
        return self.centres.get(self.cleaned_data.get("senter", ""), self.first)
