"""What a centre answers about another's activity, and about two rows that look alike."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.activities.forms.activity_fields import HoursField
from assignments.activities.models import Activity, ActivityPartner, Overlap
from korus_portal.design.free_text import refuse_identity_numbers

State = ActivityPartner.State


class PartnerForm(forms.Form):
    """Whether the centre took part, and its own hours."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Var dere med?"),
        choices=[
            (State.ACCEPTED, gettext_lazy("Ja, vi var med")),
            (State.DECLINED, gettext_lazy("Nei, vi var ikke med")),
        ],
        widget=forms.RadioSelect,
    )
    hours = HoursField(
        label=gettext_lazy("Timer dere selv brukte"),
        help_text=gettext_lazy(
            "Arbeidstimer for deres egne ansatte, uten reise. La feltet stå tomt om dere ikke vet."
        ),
    )
    # What stood when the page was opened, so that two colleagues do not overwrite each other.
    was_state = forms.ChoiceField(choices=State.choices, widget=forms.HiddenInput)
    was_hours = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, partner: ActivityPartner) -> None:
        stored = {
            "answer": partner.state if partner.state != State.ASKED else None,
            "hours": partner.hours,
            "was_state": partner.state,
            "was_hours": "" if partner.hours is None else str(partner.hours),
        }
        super().__init__(data, initial=stored)

    def clean_was_hours(self) -> Decimal | None:
        text = self.cleaned_data["was_hours"]
        try:
            return Decimal(text) if text else None
        except InvalidOperation as error:
            raise forms.ValidationError(_("Åpne siden på nytt.")) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == State.DECLINED and cleaned.get("hours") is not None:
            self.add_error("hours", _("Timer føres bare når dere var med."))
        return cleaned

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["answer"] == State.ACCEPTED)

    @property
    def was(self) -> tuple[str, Decimal | None]:
        return self.cleaned_data["was_state"], self.cleaned_data["was_hours"]


class OverlapForm(forms.Form):
    """What two rows that look alike are."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Hva er dette?"),
        choices=[
            (Overlap.Outcome.JOINT, gettext_lazy("Felles arbeid, og hver sin del av det")),
            (Overlap.Outcome.SAME_EVENT, gettext_lazy("Samme arrangement")),
            (Overlap.Outcome.SEPARATE, gettext_lazy("To ulike aktiviteter")),
        ],
        widget=forms.RadioSelect,
    )
    leads = forms.ChoiceField(
        label=gettext_lazy("Hvem sin aktivitet står først?"),
        required=False,
        help_text=gettext_lazy(
            "Bare for samme arrangement: den som står først, teller i landet. Timene til begge "
            "legges sammen. Dere kan bare knytte deres egen aktivitet til en annen."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Begrunnelse"),
        required=False,
        max_length=300,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("Må fylles ut når det er to ulike aktiviteter."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        own: Activity,
        other: Activity,
        stored: Overlap | None = None,
    ) -> None:
        initial = {"outcome": stored.outcome, "reason": stored.reason} if stored else {}
        super().__init__(data, initial=initial)
        self.rows = {str(row.pk): row for row in (own, other)}
        names = [(str(row.pk), f"{row.centre.short_name}: {row.title}") for row in (other, own)]
        leads: Any = self.fields["leads"]
        leads.choices = [("", _("Den som ble registrert først")), *names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_separate = cleaned.get("outcome") == Overlap.Outcome.SEPARATE
        if is_separate and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Skriv hvorfor dette er to ulike aktiviteter."))
        return cleaned

    @property
    def chosen_lead(self) -> Activity | None:
        return self.rows.get(self.cleaned_data["leads"])
