"""What came of some rows of a round: ticked in the list, or pasted from the mail program."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.rounds.forms.recipients import not_understood
from assignments.rounds.models import InformationRound
from assignments.rounds.recipients import read_pasted
from korus_portal.design.free_text import refuse_identity_numbers


class What(TextChoices):
    BOUNCED = "bounced", gettext_lazy("Kom i retur")
    DELIVERED = "delivered", gettext_lazy("Levert likevel")
    RECEIVER = "receiver", gettext_lazy("En annen funksjon fikk det")


class RowsForm(forms.Form):
    """Many rows at once."""

    what = forms.ChoiceField(
        label=gettext_lazy("Hva skal rettes?"),
        choices=What.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hva som skal rettes.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Hvorfor i retur"),
        help_text=gettext_lazy("For eksempel «ukjent adresse». Ikke skriv navn på personer."),
        max_length=200,
        validators=[refuse_identity_numbers],
        required=False,
    )
    receiver = forms.CharField(
        label=gettext_lazy("Hvilken funksjon fikk det"),
        max_length=120,
        validators=[refuse_identity_numbers],
        required=False,
    )
    pasted = forms.CharField(
        label=gettext_lazy("Lim inn adresser eller kommuner"),
        help_text=gettext_lazy(
            "I stedet for å krysse av: e-postadressene som kom i retur, kommunenummer eller navn."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=50_000,
        validators=[refuse_identity_numbers],
        required=False,
    )
    rows = forms.MultipleChoiceField(
        label=gettext_lazy("Mottakere"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: Any = None, *, information_round: InformationRound) -> None:
        super().__init__(data)
        self.day: date = information_round.day
        self.place_of = dict(information_round.rows.values_list("pk", "municipality"))
        field: Any = self.fields["rows"]
        field.choices = [(str(pk), str(pk)) for pk in self.place_of]
        self.chosen: set[int] = set()

    @property
    def ticked(self) -> set[int]:
        sent = {str(pk) for pk in self["rows"].value() or ()}
        return {pk for pk in self.place_of if str(pk) in sent}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("what") == What.BOUNCED and not cleaned.get("reason"):
            self.add_error("reason", _("Skriv hvorfor den kom i retur."))
        if cleaned.get("what") == What.RECEIVER and not cleaned.get("receiver"):
            self.add_error("receiver", _("Skriv hvilken funksjon som fikk det."))
        self.chosen = {int(pk) for pk in cleaned.get("rows") or ()} | self.pasted_rows()
        if not self.chosen and not {"rows", "pasted"} & set(self.errors):
            self.add_error("rows", _("Kryss av mottakere i listen, eller lim dem inn."))
        return cleaned

    def pasted_rows(self) -> set[int]:
        """The rows that the pasted text names; all of it must be understood."""
        found, wrong = read_pasted(self.cleaned_data.get("pasted", ""), on=self.day)
        row_of = {place: pk for pk, place in self.place_of.items()}
        others = [row.name for row in found if row.pk not in row_of]
        if wrong:
            self.add_error("pasted", not_understood(wrong))
        if others:
            text = _("Disse er ikke mottakere i runden: %(names)s.")
            self.add_error("pasted", text % {"names": ", ".join(others)})
        return {row_of[row.pk] for row in found if row.pk in row_of}
