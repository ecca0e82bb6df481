"""Several rows of a kind inside one form, as many as one needs, also without JavaScript."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from centres.grants.actions import GrantError, RowError
from centres.grants.kroner import KronerField
from centres.grants.models import GrantItem
from centres.grants.values import BudgetValues, ItemValues, LineValues
from korus_portal.design.free_text import FreeTextField, refuse_identity_numbers
from korus_portal.files.forms import choose_again

EMPTY_ROWS, MORE_ROWS, MOST_ROWS = 3, 5, 200
ITEM_KINDS = [("", _("Velg")), *((code, capfirst(name)) for code, name in GrantItem.Kind.choices)]


def short(label: Any, most: int, **options: Any) -> forms.CharField:
    checks = [refuse_identity_numbers]
    return forms.CharField(
        label=label, max_length=most, required=False, validators=checks, **options
    )


def line_fields() -> dict[str, forms.Field]:
    return {
        "chapter": short(_("Kapittel"), 10),
        "item": short(_("Post"), 10),
        "amount": KronerField(label=_("Beløp i kroner"), required=False),
    }


def item_fields() -> dict[str, forms.Field]:
    return {
        "kind": forms.ChoiceField(label=_("Type"), choices=ITEM_KINDS, required=False),
        "number": short(
            _("Nummer i brevet"), 12, help_text=_("Som trykt, for eksempel 3.2 eller 4 b.")
        ),
        "text": FreeTextField(
            label=_("Tekst"),
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        ),
    }


def budget_fields() -> dict[str, forms.Field]:
    return {
        "name": short(_("Budsjettpost"), 160, help_text=_("For eksempel lønn eller reise.")),
        "amount": KronerField(label=_("Budsjett i kroner"), required=False),
    }


@dataclass(frozen=True)
class RowKind:
    """What a kind of row asks for, what must be there, and what may stand only once."""

    fields: Callable[[], dict[str, forms.Field]]
    values: Any
    needs: Mapping[str, Any]
    keys: tuple[str, ...]
    twice: Any


ROWS = {
    "line": RowKind(
        line_fields,
        LineValues,
        {"chapter": _("Skriv kapittelet."), "item": _("Skriv posten.")},
        ("chapter", "item"),
        _("Dette kapittelet og denne posten står alt over. Skriv én linje med hele beløpet."),
    ),
    "item": RowKind(
        item_fields,
        ItemValues,
        {
            "kind": _("Velg om punktet er et mål, et kriterium eller et krav."),
            "number": _("Skriv nummeret punktet har i brevet."),
            "text": _("Skriv hva punktet sier."),
        },
        ("number",),
        _("Et punkt over har samme nummer."),
    ),
    "budget": RowKind(
        budget_fields,
        BudgetValues,
        {"name": _("Skriv hva posten gjelder."), "amount": _("Skriv beløpet, eller 0.")},
        ("name",),
        _("En post over har samme navn."),
    ),
}


class WithRows(forms.Form):
    """A form with rows named `<kind>-<number>-<column>`. A row left empty is no row.

    `typed` is what stands in a form whose writer asks for more rows of the kind `more`: it is
    shown as it stands, and not checked yet.
    """

    KINDS: tuple[str, ...] = ()
    FILE = ""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        initial: Mapping[str, Any],
        rows: Mapping[str, Sequence[Any]],
        typed: Mapping[str, Any] | None = None,
        more: str = "",
    ) -> None:
        known = {**initial, **initial_rows(rows)} if typed is None else dict(typed)
        super().__init__(data, files, initial=known)
        empty = 0 if self.is_bound or typed is not None else EMPTY_ROWS
        for kind in self.KINDS:
            count = sent_rows(kind, self.data if self.is_bound else known)
            self.add_rows(kind, count + (MORE_ROWS if kind == more else empty))

    def add_rows(self, kind: str, count: int) -> None:
        for number in range(min(count, MOST_ROWS)):
            columns = ROWS[kind].fields()
            columns["pk"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
            self.fields |= {f"{kind}-{number}-{name}": one for name, one in columns.items()}

    def bound_rows(self, kind: str) -> Iterator[list[forms.BoundField]]:
        names = [*ROWS[kind].fields(), "pk"]
        number = 0
        while f"{kind}-{number}-pk" in self.fields:
            yield [self[f"{kind}-{number}-{name}"] for name in names]
            number += 1

    @property
    def line_rows(self) -> list[list[forms.BoundField]]:
        return list(self.bound_rows("line"))

    @property
    def item_rows(self) -> list[list[forms.BoundField]]:
        return list(self.bound_rows("item"))

    @property
    def budget_rows(self) -> list[list[forms.BoundField]]:
        return list(self.bound_rows("budget"))

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """Everything outside the rows."""
        return [bound for bound in self if "-" not in bound.name]

    def filled(self, kind: str) -> list[tuple[str, dict[str, Any]]]:
        """The rows in which anything is written, each with the beginning of its names."""
        found = []
        for number, bound in enumerate(self.bound_rows(kind)):
            names = [one.name for one in bound if not one.is_hidden]
            row = {name.split("-")[2]: self.cleaned_data.get(name) for name in names}
            is_written = any(value not in (None, "") for value in row.values())
            if is_written or any(name in self.errors for name in names):
                row["pk"] = self.cleaned_data.get(f"{kind}-{number}-pk")
                found.append((f"{kind}-{number}-", row))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for kind in self.KINDS:
            self.clean_rows(ROWS[kind], self.filled(kind))
        return cleaned

    def clean_rows(self, kind: RowKind, rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
        before = set()
        for beginning, row in rows:
            for name, message in kind.needs.items():
                if row.get(name) in (None, "") and beginning + name not in self.errors:
                    self.add_error(beginning + name, message)
            key = tuple(row.get(name) for name in kind.keys)
            if all(key) and key in before:
                self.add_error(beginning + kind.keys[0], kind.twice)
            before.add(key)

    def row_values(self, kind: str) -> tuple[Any, ...]:
        return tuple(made(ROWS[kind].values, row) for _beginning, row in self.filled(kind))

    def refuse(self, refusal: GrantError) -> None:
        """Say why at the field it is about; a chosen file has to be chosen again."""
        target = refusal.field
        if isinstance(refusal, RowError) and refusal.number is not None:
            beginning, _row = self.filled(refusal.kind)[refusal.number]
            target = beginning + ROWS[refusal.kind].keys[0]
        self.add_error(target, str(refusal))
        choose_again(self, self.FILE)


def made(values: Any, row: Mapping[str, Any]) -> Any:
    own = dict(row)
    if "kind" in own:
        own["kind"] = GrantItem.Kind(own["kind"])
    return values(**own)


def initial_rows(rows: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    return {
        f"{kind}-{number}-{column.name}": getattr(row, column.name)
        for kind, stored in rows.items()
        for number, row in enumerate(stored)
        for column in fields(row)
    }


def sent_rows(kind: str, data: Iterable[str]) -> int:
    """One more than the highest number that a name of the kind holds."""
    numbers = [
        int(parts[1]) + 1
        for name in data
        if len(parts := name.split("-")) == 3
        and parts[0] == kind
        and parts[1].isascii()
        and parts[1].isdecimal()
        and len(parts[1]) < 4
    ]
    return max(numbers, default=0)
