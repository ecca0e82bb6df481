"""What a need rests on."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.mapping.models import Campaign
from assignments.needs.evidence import (
    campaigns_on_offer,
    requests_on_offer,
    text_of_value,
    values_on_offer,
)
from assignments.needs.forms.voices import SHORT, Sent, WithVoice
from assignments.needs.models import Evidence
from assignments.needs.values import Cited
from assignments.plans.selects import DrawnSuggestMultiple
from assignments.requests.models import SupportRequest
from korus_portal.accounts.models import User
from korus_portal.design.free_text import FreeTextField
from korus_portal.design.widgets import DateInput
from municipalities.indicators.models import IndicatorValue
from municipalities.models import Municipality


class ValuesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    widget = DrawnSuggestMultiple

    def label_from_instance(self, obj: IndicatorValue) -> str:
        return text_of_value(obj, is_visible=True)


class RequestsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: SupportRequest) -> str:
        return f"{obj.case_number}: {obj.theme or _('tema ikke valgt')} ({obj.centre})"


class EvidenceForm(WithVoice):
    """What a need rests on. Lists with nothing to choose from are left out."""

    indicator_values = ValuesField(
        label=gettext_lazy("Indikatorer"),
        queryset=IndicatorValue.objects.none(),
        required=False,
        help_text=gettext_lazy("Tall om kommunen som du kan se."),
    )
    campaigns = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Kartlegginger"),
        queryset=Campaign.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    requests = RequestsField(
        label=gettext_lazy("Henvendelser"),
        queryset=SupportRequest.objects.none(),
        to_field_name="case_number",
        required=False,
    )
    dialogue_text = FreeTextField(
        label=gettext_lazy("Sagt i dialog med kommunen"),
        help_text=gettext_lazy(
            "Hvor det kom fram, og hva. Ikke skriv opplysninger om enkeltpersoner."
        ),
        max_length=500,
        required=False,
        widget=SHORT,
    )
    dialogue_day = forms.DateField(
        label=gettext_lazy("Dato for dialogen"), required=False, widget=DateInput
    )
    governor_text = FreeTextField(
        label=gettext_lazy("Sagt av statsforvalteren"),
        help_text=gettext_lazy(
            "For eksempel et tilsyn eller et brev. Ikke skriv opplysninger om enkeltpersoner."
        ),
        max_length=500,
        required=False,
        widget=SHORT,
    )
    governor_day = forms.DateField(
        label=gettext_lazy("Dato for det statsforvalteren sa"), required=False, widget=DateInput
    )

    def __init__(
        self, data: Sent = None, *, user: User, municipality: Municipality, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.municipality = municipality
        also = self["indicator_values"].value() or [""]
        values = values_on_offer(user, municipality, also=str(also[0]))
        campaigns = [row.pk for row in campaigns_on_offer(user, municipality)]
        self.offer("indicator_values", values)
        self.offer("campaigns", Campaign.objects.filter(pk__in=campaigns))
        self.offer("requests", requests_on_offer(user, municipality))

    def offer(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = rows
        if not rows.exists():
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for kind in ("dialogue", "governor"):
            self.clean_said(f"{kind}_text", f"{kind}_day")
        if not self.errors and not self.cited():
            self.add_error(
                "dialogue_text",
                _("Velg eller skriv minst ett grunnlag, så andre kan se hva behovet bygger på."),
            )
        return cleaned

    def clean_said(self, text: str, day: str) -> None:
        """Words and the day they were said belong together."""
        if text in self.errors or day in self.errors:
            return
        said, said_on = self.cleaned_data[text], self.cleaned_data[day]
        if said and not said_on:
            self.add_error(day, _("Skriv datoen."))
        if said_on and not said:
            self.add_error(text, _("Skriv hva som ble sagt, eller ta bort datoen."))
        if said_on and said_on > timezone.localdate():
            self.add_error(day, _("Datoen er fram i tid."))

    def cited(self) -> tuple[Cited, ...]:
        """Everything chosen and written."""
        chosen, kinds = self.cleaned_data, Evidence.Kind
        values = chosen.get("indicator_values", ())
        found = [Cited(kind=kinds.INDICATOR, indicator_value=row) for row in values]
        found += [Cited(kind=kinds.MAPPING, campaign=row) for row in chosen.get("campaigns", ())]
        asked = chosen.get("requests", ())
        found += [Cited(kind=kinds.REQUEST, support_request=row) for row in asked]
        for kind in (kinds.DIALOGUE, kinds.GOVERNOR):
            text, day = chosen.get(f"{kind}_text"), chosen.get(f"{kind}_day")
            if text and day:
                found.append(Cited(kind=kind, text=text, day=day))
        return tuple(found)
