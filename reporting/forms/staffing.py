"""Årsverk and other income of the year, with the error texts."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.plans.fields import NumberText
from korus_portal.design.free_text import refuse_identity_numbers
from reporting.actions.staffing import IncomeValues, YearValues
from reporting.forms.money import Sent, amount_field

# Empty rows below those that are stored; saved, there are as many again.
NEW_ROWS = 3


def fte_field(label: Any) -> NumberText:
    return NumberText(label=label, required=False, min_value=0, max_digits=6, decimal_places=2)


class YearForm(forms.Form):
    """Rows whose source is emptied are taken away."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    agreed = fte_field(gettext_lazy("Avtalte årsverk"))
    filled = fte_field(gettext_lazy("Besatte årsverk (gjennomsnitt i året)"))

    def __init__(self, data: Sent = None, *, stored: YearValues) -> None:
        super().__init__(data, initial=initial_of(stored))
        # Also those the page was opened with: what was typed about them is not lost.
        kept = {*stored.incomes, *seen_ids(data)}
        self.numbers = [*sorted(kept), *range(0, -NEW_ROWS, -1)]
        for place, number in enumerate(self.numbers, start=1):
            self.add_row(number, place)

    def add_row(self, number: int, place: int) -> None:
        row = {"row": place}
        self.fields[f"source_{number}"] = forms.CharField(
            label=_("Inntekt %(row)s: hvem pengene kommer fra") % row,
            max_length=160,
            required=False,
            validators=[refuse_identity_numbers],
        )
        label = _("Inntekt %(row)s: beløp (kroner)") % row
        self.fields[f"amount_{number}"] = amount_field(label, required=False)
        self.fields[f"public_{number}"] = forms.BooleanField(
            label=_("Inntekt %(row)s: offentlig tilskudd") % row, required=False
        )

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        for number in self.numbers:
            yield self[f"source_{number}"], self[f"amount_{number}"], self[f"public_{number}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        taken: set[str] = set()
        for number in self.numbers:
            source, amount = cleaned.get(f"source_{number}"), cleaned.get(f"amount_{number}")
            if source and amount is None and f"amount_{number}" not in self.errors:
                self.add_error(f"amount_{number}", _("Skriv beløpet."))
            if amount and not source and f"source_{number}" not in self.errors:
                self.add_error(f"source_{number}", _("Skriv hvem pengene kommer fra."))
            if source and source in taken:
                self.add_error(f"source_{number}", _("Denne inntekten står to ganger."))
            taken.add(source or "")
        return cleaned

    def values(self) -> YearValues:
        typed = self.cleaned_data
        incomes = {
            number: IncomeValues(
                typed[f"source_{number}"], typed[f"amount_{number}"], typed[f"public_{number}"]
            )
            for number in self.numbers
            if typed[f"source_{number}"]
        }
        return YearValues(typed["agreed"], typed["filled"], incomes)

    def seen_values(self) -> YearValues:
        """What the form was opened on. Something else than the portal wrote is no version."""
        return seen_year(self.cleaned_data["seen"]) or YearValues(None, None, {0: NOTHING})


NOTHING = IncomeValues("", 0, is_public_grant=False)


def initial_of(stored: YearValues) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "seen": year_text(stored),
        "agreed": stored.agreed,
        "filled": stored.filled,
    }
    for pk, row in stored.incomes.items():
        initial[f"source_{pk}"], initial[f"amount_{pk}"] = row.source, row.amount
        initial[f"public_{pk}"] = row.is_public_grant
    return initial


def year_text(values: YearValues) -> str:
    rows = {
        str(pk): [row.source, row.amount, row.is_public_grant] for pk, row in values.incomes.items()
    }
    fte = [None if part is None else f"{part:.2f}" for part in (values.agreed, values.filled)]
    return json.dumps({"fte": fte, "incomes": rows})


def seen_year(text: str) -> YearValues | None:
    try:
        stored = json.loads(text)
        agreed, filled = (None if part is None else Decimal(part) for part in stored["fte"])
        rows = {int(pk): IncomeValues(*row) for pk, row in stored["incomes"].items()}
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        return None
    return YearValues(agreed, filled, rows)


def seen_ids(data: Sent) -> set[int]:
    found = seen_year(str(data.get("seen", ""))) if data else None
    return {pk for pk in found.incomes if pk > 0} if found else set()
