"""Whom a round went to: five ways to choose, which may be put together."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.plans.places import PlacesField, places_named
from assignments.plans.selects import DrawnSuggestMultiple
from assignments.rounds.recipients import Choice, chosen_places, read_pasted
from centres import catchments
from centres.models import Centre
from korus_portal.design.free_text import refuse_identity_numbers
from municipalities.models import County, Municipality

MOST_SHOWN = 20


class RecipientsForm(forms.Form):
    """Recipients alone; a form about a whole round has these fields too."""

    catchment = forms.BooleanField(
        label=gettext_lazy("Alle kommunene i ansvarsområdet den dagen"), required=False
    )
    counties = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Alle kommunene i disse fylkene"),
        queryset=County.objects.none(),
        to_field_name="code",
        widget=DrawnSuggestMultiple,
        required=False,
    )
    places = PlacesField(label=gettext_lazy("Enkelte kommuner og bydeler"), required=False)
    pasted = forms.CharField(
        label=gettext_lazy("Lim inn kommuner"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Kommunenummer eller navn, ett på hver linje eller med komma mellom."
        ),
        max_length=20_000,
        validators=[refuse_identity_numbers],
        required=False,
    )
    districts = forms.ChoiceField(
        label=gettext_lazy("Bydeler i kommunene du har valgt"),
        choices=[
            ("", gettext_lazy("Ingen egne rader for bydeler")),
            ("oslo", gettext_lazy("Bydelene i Oslo")),
            ("all", gettext_lazy("Bydelene i Oslo, Bergen, Stavanger og Trondheim")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    RECIPIENT_FIELDS = ("catchment", "counties", "places", "pasted", "districts")

    def offer_recipients(self, on: date) -> None:
        counties: Any = self.fields["counties"]
        counties.queryset = County.objects.in_force(on=on)
        places: Any = self.fields["places"]
        places.offer(on=on, also=self["places"].value() or ())

    def clean_recipients(self, centre: Centre, on: date) -> list[Municipality]:
        """Everything that was chosen, as it was on the day; what is wrong stands at its field."""
        named = self.named_places(on)
        pasted, wrong = read_pasted(self.cleaned_data.get("pasted", ""), on=on)
        if wrong:
            self.add_error("pasted", not_understood(wrong))
        whole = self.cleaned_data.get("catchment", False)
        if whole and not catchments.municipality_ids(centre, on=on):
            self.add_error("catchment", _("Ansvarsområdet er ikke kjent den dagen."))
        choice = Choice(
            catchment=whole,
            counties=list(self.cleaned_data.get("counties") or ()),
            places=[*named, *pasted],
            districts=self.cleaned_data.get("districts", ""),
        )
        found = chosen_places(centre, choice, on=on)
        if not found and not self.errors:
            self.add_error("places", _("Velg minst én kommune eller bydel."))
        return found

    def named_places(self, on: date) -> list[Municipality]:
        try:
            return places_named(self.cleaned_data.get("places") or (), on=on)
        except ValidationError as error:
            self.add_error("places", error)
            return []


class AddRecipientsForm(RecipientsForm):
    """Those that were forgotten in a round that stands."""

    def __init__(self, data: Any = None, *, centre: Centre, day: date) -> None:
        super().__init__(data)
        self.centre, self.day = centre, day
        self.chosen: list[Municipality] = []
        self.offer_recipients(day)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.chosen = self.clean_recipients(self.centre, self.day)
        return cleaned


def not_understood(wrong: list[str]) -> str:
    """Names every part, or the first ones of many."""
    text = "; ".join(one.rstrip(".") for one in wrong[:MOST_SHOWN])
    if len(wrong) > MOST_SHOWN:
        text += _(" og %(n)d til") % {"n": len(wrong) - MOST_SHOWN}
    return _("Disse kjenner vi ikke igjen: %(text)s.") % {"text": text}
