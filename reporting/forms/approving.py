"""Who approves inside the centre, the approval itself, and how the report is handed in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.agreements.forms.proof import WithProof
from korus_portal.accounts.models import Organisation, User
from korus_portal.design.free_text import FreeTextField, refuse_identity_numbers
from korus_portal.design.widgets import DateInput
from reporting import people, recipients
from reporting.actions.submitting import Signed
from reporting.models import AnnualReport


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ReviewForm(forms.Form):
    """Those who approve before the report leaves the house; the leader unless others are named."""

    approvers = PeopleField(
        queryset=User.objects.none(),
        label=gettext_lazy("Hvem godkjenner internt?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Én eller flere. Alle som er valgt, må godkjenne."),
        error_messages={"required": gettext_lazy("Velg minst én godkjenner.")},
    )

    def __init__(self, data: Any = None, *, report: AnnualReport, user: User) -> None:
        super().__init__(data)
        field: Any = self.fields["approvers"]
        field.queryset = people.staff(report.centre)
        named = [person.pk for person in people.approvers(report)]
        self.initial["approvers"] = named or [user.pk]


class ContentForm(WithProof):
    """«Godkjent i portalen»: of what was shown, by somebody who proves anew who it is."""

    has_read = forms.BooleanField(
        label=gettext_lazy("Jeg har lest rapporten og godkjenner den."),
        error_messages={"required": gettext_lazy("Bekreft at du har lest rapporten.")},
    )
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    field_order = ("has_read", "secret")

    def __init__(self, data: Any = None, *, user: User, sha256: str) -> None:
        super().__init__(data, user=user, initial={"sha256": sha256})


class SendBackForm(forms.Form):
    comment = FreeTextField(
        label=gettext_lazy("Kommentar"),
        max_length=2000,
        help_text=gettext_lazy(
            "Hva må endres? Bare senteret leser kommentaren. "
            "Ikke skriv opplysninger om enkeltpersoner."
        ),
        error_messages={"required": gettext_lazy("Skriv hva som må endres.")},
    )
    prefix = "back"


class SubmitForm(forms.Form):
    """Who signed for the organisation that received the money."""

    recipient = forms.ChoiceField(
        label=gettext_lazy("Tilskuddsmottaker"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvem det er signert for.")},
    )
    recipient_number = forms.CharField(
        label=gettext_lazy("Organisasjonsnummer"),
        max_length=11,
        required=False,
        help_text=gettext_lazy("Ni siffer. Trengs når portalen ikke har nummeret."),
        error_messages={
            "required": gettext_lazy("Skriv et gyldig organisasjonsnummer med ni siffer.")
        },
    )
    signed_by = forms.CharField(
        label=gettext_lazy("Hvem har signert?"),
        max_length=120,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("Den som kan binde mottakeren."),
        error_messages={"required": gettext_lazy("Skriv hvem som har signert.")},
    )
    signed_as = forms.CharField(
        label=gettext_lazy("Stilling eller fullmakt"),
        max_length=120,
        validators=[refuse_identity_numbers],
        error_messages={"required": gettext_lazy("Skriv stilling eller fullmakt.")},
    )
    signed_on = forms.DateField(
        label=gettext_lazy("Dato for signaturen"),
        widget=DateInput,
        error_messages={"required": gettext_lazy("Skriv datoen.")},
    )

    def __init__(self, data: Any = None, *, report: AnnualReport) -> None:
        super().__init__(data)
        self.report = report
        self.parties = {str(party.pk): party for party in recipients.offered(report)}
        field: Any = self.fields["recipient"]
        field.choices = [(key, shown(party)) for key, party in self.parties.items()]
        if len(self.parties) == 1:
            field.widget = forms.HiddenInput()
            self.initial["recipient"] = next(iter(self.parties))
        known = [recipients.is_number(party.number) for party in self.parties.values()]
        if all(known):
            del self.fields["recipient_number"]
        elif not any(known):
            self.fields["recipient_number"].required = True

    @property
    def only(self) -> str:
        """The recipient when there is no choice."""
        found = [shown(party) for party in self.parties.values()]
        return found[0] if len(found) == 1 else ""

    def clean_signed_on(self) -> date:
        found: date = self.cleaned_data["signed_on"]
        if found > timezone.localdate():
            raise forms.ValidationError(_("Datoen er fram i tid."))
        if found.year < self.report.year:
            raise forms.ValidationError(_("Datoen er før rapportåret."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        party = self.parties.get(cleaned.get("recipient", ""))
        if party is None or recipients.is_number(party.number):
            return cleaned
        typed = cleaned.get("recipient_number", "").replace(" ", "")
        if not recipients.is_number(typed):
            self.add_error(
                "recipient_number", _("Skriv et gyldig organisasjonsnummer med ni siffer.")
            )
        cleaned["recipient_number"] = typed
        return cleaned

    def signed(self) -> Signed:
        cleaned = self.cleaned_data
        party = self.parties[cleaned["recipient"]]
        own = party.number if recipients.is_number(party.number) else ""
        return Signed(
            recipient=party,
            recipient_name=party.name,
            recipient_number=own or cleaned["recipient_number"],
            signed_by=cleaned["signed_by"],
            signed_as=cleaned["signed_as"],
            signed_on=cleaned["signed_on"],
        )


def shown(party: Organisation) -> str:
    return f"{party.name} ({party.number})" if party.number else party.name


class HandInForm(forms.Form):
    """What the other channel calls the report, and the day it was handed in there."""

    reference = forms.CharField(
        label=gettext_lazy("Referanse"),
        max_length=120,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("Slik den står på kvitteringen."),
        error_messages={"required": gettext_lazy("Skriv referansen.")},
    )
    handed_in_on = forms.DateField(
        label=gettext_lazy("Levert dato"),
        widget=DateInput,
        error_messages={"required": gettext_lazy("Skriv datoen.")},
    )
    prefix = "levert"

    def __init__(self, data: Any = None, *, report: AnnualReport) -> None:
        super().__init__(data)
        self.report = report

    def clean_handed_in_on(self) -> date:
        found: date = self.cleaned_data["handed_in_on"]
        if found > timezone.localdate():
            raise forms.ValidationError(_("Datoen er fram i tid."))
        if self.report.submitted_at and found < timezone.localdate(self.report.submitted_at):
            raise forms.ValidationError(_("Datoen er før rapporten ble frosset i portalen."))
        return found
