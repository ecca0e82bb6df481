"""Meetings, the yearly check, case numbers, and reasons."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.agreements.models import Agreement, Commitment, Verification
from assignments.plans.selects import DrawnSelect, capitalised
from korus_portal.design.free_text import FreeTextField, refuse_identity_numbers
from korus_portal.design.widgets import DateInput


class MeetingForm(forms.Form):
    held_on = forms.DateField(label=gettext_lazy("Dato"), widget=DateInput)
    present = forms.CharField(
        label=gettext_lazy("Hvem var med?"),
        max_length=300,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("Funksjoner, ikke navn."),
    )
    summary = FreeTextField(label=gettext_lazy("Hva ble sagt og avtalt?"), max_length=3000)
    next_on = forms.DateField(label=gettext_lazy("Neste møte"), widget=DateInput, required=False)
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"form_token": uuid4()})

    def clean_held_on(self) -> Any:
        found = self.cleaned_data["held_on"]
        if found > timezone.localdate():
            raise forms.ValidationError(_("Møtet kan skrives inn når det har vært."))
        return found


class WithSide(forms.Form):
    """For which side; not asked where there is only one."""

    side = forms.ChoiceField(label=gettext_lazy("For hvem?"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, sides: Iterable[Any], **options: Any) -> None:
        super().__init__(data, **options)
        field: Any = self.fields["side"]
        offered = [Commitment.Side(side) for side in sides]
        field.choices = capitalised([(one.value, one.label) for one in offered])
        if len(offered) == 1:
            field.widget = forms.HiddenInput()
            self.initial["side"] = offered[0].value


class VerifyForm(WithSide):
    year = forms.TypedChoiceField(label=gettext_lazy("År"), coerce=int, widget=DrawnSelect)
    result = forms.ChoiceField(
        label=gettext_lazy("Følges avtalen?"),
        choices=capitalised(Verification.Result.choices),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg ett av svarene.")},
    )
    text = FreeTextField(
        label=gettext_lazy("Begrunnelse"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy(
            "Må fylles ut når avtalen ikke følges fullt ut."
            " Ikke skriv opplysninger om enkeltpersoner."
        ),
    )

    def __init__(self, data: Any = None, *, years: list[int], sides: Iterable[Any]) -> None:
        super().__init__(data, sides=sides)
        field: Any = self.fields["year"]
        field.choices = [(year, str(year)) for year in years]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_kept = cleaned.get("result") in (None, Verification.Result.KEPT)
        if not is_kept and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Skriv hva som ikke følges, og hvorfor."))
        return cleaned


class CaseNumberForm(WithSide):
    case_number = forms.CharField(
        label=gettext_lazy("Saksnummer i eget arkiv"),
        max_length=60,
        required=False,
        validators=[refuse_identity_numbers],
    )


class ReasonForm(forms.Form):
    """Why a draft is deleted or a version taken back."""

    reason = FreeTextField(
        label=gettext_lazy("Hvorfor?"),
        max_length=300,
        error_messages={"required": gettext_lazy("Skriv hvorfor.")},
    )


class EndForm(forms.Form):
    last_day = forms.DateField(label=gettext_lazy("Siste dag avtalen gjelder"), widget=DateInput)
    reason = FreeTextField(
        label=gettext_lazy("Hvorfor avsluttes den?"),
        max_length=500,
        error_messages={"required": gettext_lazy("Skriv hvorfor.")},
    )

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        self.agreement = agreement
        super().__init__(data)

    def clean_last_day(self) -> Any:
        found = self.cleaned_data["last_day"]
        if not self.agreement.starts_on <= found <= self.agreement.ends_on:
            raise forms.ValidationError(_("Siste dag må ligge i avtaleperioden."))
        return found


class OfferForm(forms.Form):
    """The draft that the leader has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
