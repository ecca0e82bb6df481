"""The directorate's form: the grant and its letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.grants.forms.rows import WithRows, short
from centres.grants.kroner import KronerField
from centres.grants.models import Grant
from centres.grants.recipients import NEW_KINDS, Recipient, is_a_number, on_offer
from centres.grants.values import LABELS, LetterValues, letter_of
from centres.models import Centre
from korus_portal.accounts.models import Organisation
from korus_portal.design.free_text import refuse_identity_numbers
from korus_portal.design.widgets import DateInput, SuggestSelect
from korus_portal.files.forms import FilesField, choose_again

FIRST_YEAR, LAST_YEAR = 2000, 2100
CHANNELS = [(code, capfirst(name)) for code, name in Grant.Channel.choices]
HOST_KINDS = [(str(kind.value), capfirst(kind.label)) for kind in NEW_KINDS]


class RecipientField(forms.ModelChoiceField):  # type: ignore[type-arg]
    widget = SuggestSelect

    def label_from_instance(self, obj: Organisation) -> str:
        return f"{obj.name} ({obj.number})" if obj.number else obj.name


class LetterForm(WithRows):
    """What the letter says. `stored` is the grant being changed, None for a new one."""

    KINDS = ("line", "item")
    FILE = "letter"
    RECIPIENT = ("recipient_name", "recipient_number", "recipient_kind")

    centre = forms.ModelChoiceField(
        label=gettext_lazy("Senter"),
        queryset=Centre.objects.none(),
        to_field_name="code",
        empty_label=gettext_lazy("Velg senter"),
        error_messages={"required": gettext_lazy("Velg senteret som får tilskuddet.")},
    )
    year = forms.IntegerField(
        label=gettext_lazy("Tilskuddsår"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    scheme = forms.CharField(
        label=LABELS["scheme"],
        max_length=200,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("Navnet på ordningen, slik det står i brevet."),
        error_messages={"required": gettext_lazy("Skriv navnet på tilskuddsordningen.")},
    )
    recipient = RecipientField(
        label=LABELS["recipient"],
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("Ikke valgt"),
        help_text=gettext_lazy("Virksomheten som er juridisk ansvarlig for pengene."),
    )
    recipient_name = short(gettext_lazy("Navn på en mottaker som ikke er i listen"), 200)
    recipient_number = forms.CharField(
        label=gettext_lazy("Organisasjonsnummer"),
        required=False,
        max_length=11,
        validators=[RegexValidator(r"^[0-9 ]*\Z", gettext_lazy("Skriv ni siffer."))],
    )
    recipient_kind = forms.ChoiceField(
        label=gettext_lazy("Hva slags virksomhet"), choices=HOST_KINDS, required=False
    )
    letter_on = forms.DateField(label=LABELS["letter_on"], required=False, widget=DateInput)
    reference = short(LABELS["reference"], 120)
    letter = FilesField(label=gettext_lazy("Tilskuddsbrevet som fil"))
    report_due_on = forms.DateField(
        label=LABELS["report_due_on"],
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Står det ingen frist i brevet, gjelder portalens vanlige frist."),
    )
    report_channel = forms.ChoiceField(label=LABELS["report_channel"], choices=CHANNELS)
    auditor_from = KronerField(label=LABELS["auditor_from"])
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, files: Any = None, *, stored: Grant | None = None, **typed: Any
    ) -> None:
        values = letter_of(stored) if stored else None
        rows = {"line": values.lines, "item": values.items} if values else {}
        super().__init__(data, files, initial=initial_of(stored), rows=rows, **typed)
        self.stored = stored
        own: dict[str, Any] = self.fields
        own["recipient"].queryset = on_offer(stored.recipient_id if stored else None)
        if stored is None:
            own["centre"].queryset = Centre.objects.active(on=timezone.localdate())
            return
        del self.fields["centre"], self.fields["year"]
        if stored.letter_id:
            own["letter"].label = _("Nytt brev i stedet for det som ligger der")

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [bound for bound in self.own_fields if bound.name not in self.RECIPIENT]

    @property
    def recipient_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.RECIPIENT]

    @property
    def is_new_recipient_open(self) -> bool:
        return any(self[name].value() for name in ("recipient_name", "recipient_number"))

    def clean_letter(self) -> list[UploadedFile[bytes]]:
        chosen: list[UploadedFile[bytes]] = self.cleaned_data["letter"]
        if len(chosen) > 1:
            raise forms.ValidationError(_("Velg én fil."))
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        due, year = cleaned.get("report_due_on"), self.year_of_grant
        if due and year and due.year <= year:
            self.add_error("report_due_on", _("Fristen må være etter tilskuddsåret."))
        self.check_recipient()
        choose_again(self, self.FILE)
        return cleaned

    def check_recipient(self) -> None:
        """Chosen, or written: not both. A new one must have a number that can be real."""
        name = self.cleaned_data.get("recipient_name")
        number = (self.cleaned_data.get("recipient_number") or "").replace(" ", "")
        if name and self.cleaned_data.get("recipient"):
            self.add_error("recipient_name", _("Velg fra listen, eller skriv en ny. Ikke begge."))
        elif name and not is_a_number(number) and "recipient_number" not in self.errors:
            text = _("Skriv organisasjonsnummeret med ni siffer. Dette er ikke et gyldig nummer.")
            self.add_error("recipient_number", text)
        elif number and not name and "recipient_name" not in self.errors:
            self.add_error("recipient_name", _("Skriv navnet på mottakeren."))

    @property
    def year_of_grant(self) -> int | None:
        return self.stored.year if self.stored else self.cleaned_data.get("year")

    @property
    def new_recipient(self) -> Recipient | None:
        """Whom to add to the list of parties, when one was written."""
        cleaned = self.cleaned_data
        if not cleaned.get("recipient_name"):
            return None
        number = cleaned["recipient_number"].replace(" ", "")
        kind = Organisation.Kind(cleaned["recipient_kind"] or NEW_KINDS[0])
        return Recipient(cleaned["recipient_name"], number, kind)

    @property
    def upload(self) -> UploadedFile[bytes] | None:
        return next(iter(self.cleaned_data.get("letter") or []), None)

    def values(self, recipient: Organisation | None = None) -> LetterValues:
        cleaned = self.cleaned_data
        return LetterValues(
            scheme=cleaned["scheme"],
            recipient=recipient or cleaned["recipient"],
            reference=cleaned["reference"],
            letter_on=cleaned["letter_on"],
            report_due_on=cleaned["report_due_on"],
            report_channel=Grant.Channel(cleaned["report_channel"]),
            auditor_from=cleaned["auditor_from"],
            lines=self.row_values("line"),
            items=self.row_values("item"),
        )


def initial_of(stored: Grant | None) -> dict[str, Any]:
    if stored is None:
        return {
            "year": timezone.localdate().year,
            "auditor_from": Grant.AUDITOR_FROM,
            "report_channel": Grant.Channel.PORTAL,
        }
    names = ("scheme", "recipient", "reference", "letter_on", "report_due_on", "report_channel")
    own = {name: getattr(stored, name) for name in names}
    return {**own, "auditor_from": stored.auditor_from, "version": stored.version}
