"""What is filled in about a report's money, with the error texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.grants.kroner import MOST, WRITTEN_APART, KronerField
from centres.grants.models import Grant, OtherIncome
from korus_portal.design.free_text import FreeTextField, refuse_identity_numbers
from korus_portal.design.widgets import DateInput
from korus_portal.files.forms import FilesField, choose_again
from reporting.actions.accounting import (
    AccountValues,
    CostValues,
    LineValues,
    cost_values,
)
from reporting.models import Account, AccountLine, AnnualReport, SharedCost

Sent = Mapping[str, Any] | None
NARROW = {"inputmode": "numeric", "autocomplete": "off", "size": 12}


class SignedKronerField(forms.IntegerField):
    """Like `KronerField`, but a line may also come out below nothing, as when money is returned."""

    default_error_messages = KronerField.default_error_messages

    def __init__(self, **options: Any) -> None:
        # Not «numeric»: some phones have no minus among the numbers.
        widget = forms.TextInput(attrs={**NARROW, "inputmode": "text"})
        super().__init__(min_value=-MOST, max_value=MOST, widget=widget, **options)

    prepare_value = KronerField.prepare_value

    def to_python(self, value: Any) -> int | None:
        text = WRITTEN_APART.sub("", str(value)) if value not in (None, "") else value
        return super().to_python(text.replace("\N{MINUS SIGN}", "-") if text else text)


def amount_field(label: Any, **options: Any) -> KronerField:
    return KronerField(label=label, widget=forms.TextInput(attrs=NARROW), **options)


class AccountForm(forms.Form):
    """One grant's accounts: what each line came to and why, what is left, and the auditor."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    carried_in = amount_field(gettext_lazy("Overført fra i fjor (kroner)"), required=False)
    carried = amount_field(
        gettext_lazy("Søkes overført til neste år (kroner)"),
        required=False,
        help_text=gettext_lazy("Skriv 0 hvis det er ingenting."),
    )
    repaid = amount_field(
        gettext_lazy("Betalt tilbake (kroner)"),
        required=False,
        help_text=gettext_lazy("Skriv 0 hvis det er ingenting."),
    )
    comment = FreeTextField(
        label=gettext_lazy("Merknad til regnskapet"), max_length=4000, required=False
    )
    auditor = forms.CharField(
        label=gettext_lazy("Revisor"),
        max_length=160,
        required=False,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("Navnet på revisoren eller firmaet."),
    )
    audited_on = forms.DateField(
        label=gettext_lazy("Bekreftet dato"), required=False, widget=DateInput
    )
    statement = FilesField(label=gettext_lazy("Revisorbekreftelse (høyst én fil)"))

    def __init__(
        self, data: Sent = None, files: Any = None, *, account: Account, proposed: int | None = None
    ) -> None:
        self.account, self.lines = account, list(account.lines.all())
        initial = stored_account(account)
        if account.carried_in is None:
            initial["carried_in"] = proposed
        super().__init__(data, files, initial=initial)
        for row in self.lines:
            self.fields[f"actual_{row.pk}"] = SignedKronerField(
                label=_("%(line)s: regnskap (kroner)") % {"line": row.line.name}, required=False
            )
            self.fields[f"reason_{row.pk}"] = forms.CharField(
                label=_("%(line)s: hvorfor avvik") % {"line": row.line.name},
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                validators=[refuse_identity_numbers],
            )

    def rows(self) -> Iterator[tuple[AccountLine, forms.BoundField, forms.BoundField]]:
        """Each line with its two fields."""
        for row in self.lines:
            yield row, self[f"actual_{row.pk}"], self[f"reason_{row.pk}"]

    def clean_statement(self) -> list[UploadedFile[bytes]]:
        chosen: list[UploadedFile[bytes]] = self.cleaned_data["statement"]
        if len(chosen) > 1:
            raise forms.ValidationError(_("Velg bare én fil."))
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name, day = cleaned.get("auditor"), cleaned.get("audited_on")
        if name and not day and "audited_on" not in self.errors:
            self.add_error("audited_on", _("Skriv datoen revisor bekreftet regnskapet."))
        if day and not name and "auditor" not in self.errors:
            self.add_error("auditor", _("Skriv hvem som bekreftet regnskapet."))
        if day and day > timezone.localdate():
            self.add_error("audited_on", _("Datoen er fram i tid."))
        choose_again(self, "statement")
        return cleaned

    def own(self) -> dict[str, Any]:
        """What was typed, by field."""
        left_out = ("version", "statement")
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}

    def values(self) -> AccountValues:
        typed = self.cleaned_data
        names = ("carried_in", "carried", "repaid", "comment", "auditor", "audited_on")
        lines = {
            row.pk: LineValues(typed[f"actual_{row.pk}"], typed[f"reason_{row.pk}"])
            for row in self.lines
        }
        return AccountValues(**{name: typed[name] for name in names}, lines=lines)


def stored_account(account: Account) -> dict[str, Any]:
    """What is stored now, by field."""
    names = ("version", "carried_in", "carried", "repaid", "comment", "auditor", "audited_on")
    stored: dict[str, Any] = {name: getattr(account, name) for name in names}
    for row in account.lines.all():
        stored[f"actual_{row.pk}"], stored[f"reason_{row.pk}"] = row.actual, row.reason
    return stored


class CostForm(forms.Form):
    """A cost that several pay for: one field for each grant and each other income of the year."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=gettext_lazy("Kostnad"),
        max_length=160,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("For eksempel leie av lokaler."),
    )
    amount = amount_field(gettext_lazy("Hele kostnaden (kroner)"))

    def __init__(
        self,
        data: Sent = None,
        *,
        grants: Iterable[Grant],
        incomes: Iterable[OtherIncome],
        cost: SharedCost | None = None,
    ) -> None:
        super().__init__(data, initial=stored_cost(cost) if cost else {})
        self.payers = {f"grant_{row.pk}": row.scheme for row in grants}
        self.payers |= {f"income_{row.pk}": row.source for row in incomes}
        for payer, label in self.payers.items():
            text = _("Andel fra %(payer)s (kroner)") % {"payer": label}
            self.fields[payer] = amount_field(text, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.values().parts:
            raise forms.ValidationError(_("Skriv hva minst ett tilskudd eller én inntekt betaler."))
        return cleaned

    def own(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def values(self) -> CostValues:
        typed = self.cleaned_data
        parts = {payer: typed[payer] for payer in self.payers if typed[payer]}
        return CostValues(typed["name"], typed["amount"], parts)

    def seen_values(self) -> CostValues:
        """What the form was opened on. Something else than the portal wrote is no version."""
        try:
            stored = json.loads(self.cleaned_data["seen"])
            return CostValues(stored["name"], stored["amount"], stored["parts"])
        except (ValueError, TypeError, KeyError):
            return CostValues("", 0, {})


def stored_cost(cost: SharedCost) -> dict[str, Any]:
    values = cost_values(cost)
    return {
        "seen": cost_text(values),
        "name": values.name,
        "amount": values.amount,
        **values.parts,
    }


def cost_text(values: CostValues) -> str:
    return json.dumps(
        {"name": values.name, "amount": values.amount, "parts": values.parts}, sort_keys=True
    )


class WaiverForm(forms.Form):
    """Why a warning may stand."""

    name = forms.CharField(widget=forms.HiddenInput, max_length=200)
    reason = forms.CharField(
        label=gettext_lazy("Hvorfor kan varselet stå?"),
        max_length=500,
        validators=[refuse_identity_numbers],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def payers(report: AnnualReport) -> dict[str, Any]:
    """Who may pay a part of a cost in the report's year."""
    of_year = {"centre": report.centre_id, "year": report.year}
    return {
        "grants": list(Grant.objects.filter(**of_year).order_by("scheme", "pk")),
        "incomes": list(OtherIncome.objects.filter(**of_year).order_by("pk")),
    }
