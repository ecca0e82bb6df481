"""Several rows of a kind inside one form: plans and commitments, with empty ones to fill in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.agreements.models import Commitment
from assignments.agreements.values import CommitmentValues, PlanValues
from assignments.plans.selects import DrawnSelect, capitalised
from korus_portal.design.free_text import refuse_identity_numbers
from korus_portal.design.widgets import DateInput

EMPTY_ROWS, MOST_ROWS = 2, 40
SIDES = capitalised(Commitment.Side.choices)


def short(label: Any, most: int, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=False,
        validators=[refuse_identity_numbers],
        **options,
    )


def year_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1990, max_value=2100, required=False)


def plan_fields() -> dict[str, forms.Field]:
    return {
        "plan": short(gettext_lazy("Plan"), 200),
        "chapter": short(gettext_lazy("Kapittel"), 120),
        "first_year": year_field(gettext_lazy("Fra år")),
        "last_year": year_field(gettext_lazy("Til år")),
        "evidence": short(gettext_lazy("Lenke eller saksnummer"), 300),
    }


def commitment_fields() -> dict[str, forms.Field]:
    return {
        "side": forms.ChoiceField(
            label=gettext_lazy("Hvem"),
            choices=[("", gettext_lazy("Velg")), *SIDES],
            required=False,
            widget=DrawnSelect,
        ),
        "text": short(gettext_lazy("Hva"), 300),
        "owner": short(
            gettext_lazy("Ansvarlig funksjon"),
            120,
            help_text=gettext_lazy("En funksjon, ikke navnet på en person."),
        ),
        "due_on": forms.DateField(label=gettext_lazy("Frist"), required=False, widget=DateInput),
    }


PLAN_NEEDS = {
    "plan": gettext_lazy("Skriv hvilken plan."),
    "first_year": gettext_lazy("Skriv første år."),
    "last_year": gettext_lazy("Skriv siste år."),
}
COMMITMENT_NEEDS = {
    "side": gettext_lazy("Velg hvem som skal gjøre det."),
    "text": gettext_lazy("Skriv hva som skal gjøres."),
    "owner": gettext_lazy("Skriv hvilken funksjon som har ansvaret."),
    "due_on": gettext_lazy("Skriv fristen."),
}


class WithRows(forms.Form):
    """A form with rows named `<kind>-<number>-<column>`. A row left empty is no row."""

    KINDS: Mapping[str, Any] = {"plan": plan_fields, "commitment": commitment_fields}
    NEEDS: Mapping[str, Mapping[str, Any]] = {"plan": PLAN_NEEDS, "commitment": COMMITMENT_NEEDS}

    def add_rows(self, kind: str, stored: Sequence[Any] = ()) -> None:
        """As many as are stored or sent, and some empty ones."""
        number = max(len(stored), self.sent_rows(kind)) + (0 if self.is_bound else EMPTY_ROWS)
        for index in range(min(number, MOST_ROWS)):
            for name, column in self.KINDS[kind]().items():
                key = f"{kind}-{index}-{name}"
                self.fields[key] = column
                if index < len(stored):
                    self.initial[key] = getattr(stored[index], name)

    def sent_rows(self, kind: str) -> int:
        numbers = [
            int(parts[1]) + 1
            for name in self.data
            if len(parts := name.split("-")) == 3 and parts[0] == kind and parts[1].isdecimal()
        ]
        return max(numbers, default=0)

    def bound_rows(self, kind: str) -> Iterator[list[forms.BoundField]]:
        index = 0
        while f"{kind}-{index}-{next(iter(self.NEEDS[kind]))}" in self.fields:
            yield [self[f"{kind}-{index}-{name}"] for name in self.KINDS[kind]()]
            index += 1

    @property
    def plan_rows(self) -> list[list[forms.BoundField]]:
        return list(self.bound_rows("plan"))

    @property
    def commitment_rows(self) -> list[list[forms.BoundField]]:
        return list(self.bound_rows("commitment"))

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """Everything outside the rows."""
        return [bound for bound in self if "-" not in bound.name]

    def filled(self, kind: str) -> list[tuple[str, dict[str, Any]]]:
        """The rows in which anything is written, each with the beginning of its names."""
        found = []
        for index, bound in enumerate(self.bound_rows(kind)):
            names = [one.name for one in bound]
            row = {name.split("-")[2]: self.cleaned_data.get(name) for name in names}
            if any(value not in (None, "") for value in row.values()) or any(
                name in self.errors for name in names
            ):
                found.append((f"{kind}-{index}-", row))
        return found

    def clean_rows(self, kind: str) -> None:
        for beginning, row in self.filled(kind):
            for name, message in self.NEEDS[kind].items():
                if row.get(name) in (None, "") and beginning + name not in self.errors:
                    self.add_error(beginning + name, message)
            first, last = row.get("first_year"), row.get("last_year")
            if first and last and last < first:
                self.add_error(beginning + "last_year", _("Siste år kan ikke være før første."))

    def plan_values(self) -> tuple[PlanValues, ...]:
        return tuple(PlanValues(**row) for _beginning, row in self.filled("plan"))

    def commitment_values(self) -> tuple[CommitmentValues, ...]:
        return tuple(
            CommitmentValues(**{**row, "side": Commitment.Side(row["side"])})
            for _beginning, row in self.filled("commitment")
        )
