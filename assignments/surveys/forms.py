"""What is entered about a round and about the tasks that follow it up."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.plans.places import label_of
from assignments.plans.selects import DrawnSuggest
from assignments.surveys import rules
from assignments.surveys.models import SurveyRound
from assignments.surveys.values import LABELS, RoundValues, values_of
from korus_portal.accounts.models import User
from korus_portal.design.free_text import refuse_identity_numbers
from korus_portal.design.widgets import DateInput
from municipalities.models import Municipality

# Ungdata began in 2010; a round is not planned further ahead than two intervals.
FIRST_YEAR, YEARS_AHEAD = 2010, 6


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One municipality or district, by its code."""

    widget = DrawnSuggest

    def label_from_instance(self, obj: Municipality) -> str:
        return label_of(obj.name, obj.parent.name if obj.parent else None, "")


class SurveyRoundForm(forms.Form):
    """A round. `stored` is the one being changed, None for a new one."""

    municipality = PlaceField(
        label=LABELS["municipality"], queryset=Municipality.objects.none(), to_field_name="code"
    )
    survey = forms.ChoiceField(
        label=LABELS["survey"], choices=SurveyRound.Survey.choices, widget=forms.RadioSelect
    )
    year = forms.IntegerField(
        label=LABELS["year"], help_text=gettext_lazy("Året runden gjelder, med fire sifre.")
    )
    carried_out_on = forms.DateField(
        label=LABELS["carried_out_on"],
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("Siste dag med svar. La feltet stå tomt når runden er planlagt."),
    )
    presented_on = forms.DateField(
        label=LABELS["presented_on"],
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("Dagen resultatene ble lagt fram."),
    )
    parties = forms.CharField(
        label=LABELS["parties"],
        max_length=300,
        required=False,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("Virksomheter, ikke personer: kommunen, senteret, fylkeskommunen."),
    )
    reference = forms.CharField(
        label=LABELS["reference"],
        max_length=300,
        required=False,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("Hvor opplysningene kommer fra: sak, avtale eller nettside."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        stored: SurveyRound | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial_of(stored) if stored else initial)
        self.today = timezone.localdate()
        self.offer_places(rules.registrable(user, on=self.today), stored)
        if stored is None:
            del self.fields["version"]

    def offer_places(self, places: Any, stored: SurveyRound | None) -> None:
        """A round of a code that has expired may stay where it is."""
        if stored is not None:
            places = places | Municipality.objects.filter(pk=stored.municipality_id)
        field: Any = self.fields["municipality"]
        field.queryset = places.select_related("parent").distinct()

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        last = self.today.year + YEARS_AHEAD
        if not FIRST_YEAR <= year <= last:
            raise ValidationError(
                _("Skriv et år fra %(first)d til %(last)d.") % {"first": FIRST_YEAR, "last": last}
            )
        return year

    def clean_carried_out_on(self) -> date | None:
        return self.not_ahead("carried_out_on")

    def clean_presented_on(self) -> date | None:
        return self.not_ahead("presented_on")

    def not_ahead(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day > self.today:
            raise ValidationError(
                _("Datoen er i framtida. Fyll ut feltet når det har skjedd."), code="ahead"
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        done, presented = cleaned.get("carried_out_on"), cleaned.get("presented_on")
        year = cleaned.get("year")
        if done and year and abs(done.year - year) > 1:
            self.add_error(
                "carried_out_on", _("Datoen er langt fra året %(year)d.") % {"year": year}
            )
        if presented and not done and "carried_out_on" not in self.errors:
            self.add_error(
                "carried_out_on", _("Skriv når den ble gjennomført, siden den er lagt fram.")
            )
        if presented and done and presented < done:
            self.add_error("presented_on", _("Datoen er før undersøkelsen ble gjennomført."))
        return cleaned

    def values(self) -> RoundValues:
        cleaned = {name: self.cleaned_data[name] for name in LABELS}
        return RoundValues(**{**cleaned, "survey": SurveyRound.Survey(cleaned["survey"])})


def initial_of(found: SurveyRound) -> dict[str, Any]:
    values = values_of(found)
    stored = {name: getattr(values, name) for name in LABELS}
    return {**stored, "municipality": values.municipality.code, "version": found.version}


class TaskForm(forms.Form):
    """A task: what, whose, by when."""

    text = forms.CharField(
        label=gettext_lazy("Oppgave"),
        max_length=300,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("Ikke skriv opplysninger om enkeltpersoner."),
    )
    owner = forms.CharField(
        label=gettext_lazy("Ansvarlig funksjon"),
        max_length=120,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy(
            "En stilling eller en tjeneste, ikke et navn: folkehelsekoordinator."
        ),
    )
    due_on = forms.DateField(label=gettext_lazy("Frist"), widget=DateInput, required=False)
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"form_token": uuid4()})

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day and not FIRST_YEAR <= day.year <= timezone.localdate().year + YEARS_AHEAD:
            raise ValidationError(_("Året er feil skrevet."))
        return day
