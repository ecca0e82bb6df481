"""How a queue is narrowed, who is given what, and what a choice is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assignments.plans.selects import DrawnSelect, DrawnSuggest, capitalised
from assignments.requests.models import SavedFilter, SupportRequest
from assignments.requests.numbers.scope import Period
from assignments.requests.queue.choice import NAMES, Answered, Choice, Confirmed, Mark, Part
from assignments.requests.queue.loads import Load
from assignments.requests.queue.offer import Offer
from korus_portal.design.widgets import DateInput

# These stand folded away: they are what the figures lead to.
FURTHER = ("bekreftet", "eierskap", "svar", "grunn", "videre", "fra", "til")


def one_of(label: Any, everything: Any, **more: Any) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=label, required=False, widget=more.pop("widget", DrawnSelect), **more
    )
    field.empty = everything  # type: ignore[attr-defined]
    return field


class QueueForm(forms.Form):
    """The choice as fields. What is not understood is said at its field; the rest still holds."""

    status = one_of(_("Status"), _("Alle åpne"))
    tema = one_of(_("Tema"), _("Alle"))
    radgiver = one_of(_("Rådgiver"), _("Alle"))
    kommune = one_of(_("Kommune"), _("Alle"), widget=DrawnSuggest)
    fylke = one_of(_("Fylke"), _("Alle"))
    merke = one_of(_("Merke"), _("Alle"))
    over_fristen = forms.BooleanField(label=_("Bare over fristen"), required=False)
    bekreftet = one_of(_("Bekreftet av kommunen"), _("Alle"))
    eierskap = one_of(_("Vår del"), _("Alle"))
    svar = one_of(_("Første svar"), _("Alle"))
    grunn = one_of(_("Grunn til at vi ikke kan bistå"), _("Alle"))
    videre = one_of(_("Vist videre til"), _("Alle"))
    fra = forms.DateField(label=_("Sendt fra og med"), required=False, widget=DateInput)
    til = forms.DateField(label=_("Sendt til og med"), required=False, widget=DateInput)

    def __init__(self, data: Mapping[str, Any], *, offer: Offer) -> None:
        super().__init__(data)
        options: dict[str, Iterable[tuple[str, Any]]] = {
            "status": offer.statuses,
            "tema": offer.themes,
            "radgiver": offer.advisers,
            "kommune": offer.municipalities,
            "fylke": offer.counties,
            "merke": Mark.choices,
            "bekreftet": Confirmed.choices,
            "eierskap": Part.choices,
            "svar": Answered.choices,
            "grunn": capitalised(SupportRequest.DeclineCode.choices),
            "videre": offer.pointers,
        }
        for name, rows in options.items():
            field: Any = self.fields[name]
            field.choices = [("", field.empty), *rows]
        if not offer.pointers:
            del self.fields["videre"]

    @property
    def first(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in FURTHER]

    @property
    def further(self) -> list[forms.BoundField]:
        return [field for field in self if field.name in FURTHER]

    @property
    def is_further_used(self) -> bool:
        return any(self.data.get(name) for name in FURTHER)


class PeriodForm(forms.Form):
    """First and last day of sending; where none is chosen, those that are shown."""

    fra = forms.DateField(label=_("Sendt fra og med"), required=False, widget=DateInput)
    til = forms.DateField(label=_("Sendt til og med"), required=False, widget=DateInput)

    def __init__(self, data: Mapping[str, Any], *, period: Period) -> None:
        shown = {"fra": period.first.isoformat(), "til": period.last.isoformat()}
        super().__init__({name: data.get(name) or value for name, value in shown.items()})

    @property
    def is_unreadable(self) -> bool:
        """A text that is no day: the figures of another period would be taken for the one meant."""
        return any(self.has_error(name, "invalid") for name in self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("fra"), cleaned.get("til")
        if first and last and last < first:
            self.add_error("til", _("Siste dag er før første dag. Bare den første dagen er med."))
        return cleaned


class Ticks(forms.MultipleChoiceField):
    """Case numbers. One that has left the queue is told of by the action, row by row."""

    def valid_value(self, value: str) -> bool:
        return re.fullmatch("[0-9]{4}-[0-9]{5,7}", value) is not None


class AssignForm(forms.Form):
    """Ticked requests, and who gets them."""

    sak = Ticks(
        label=_("Saker"),
        error_messages={
            "required": _("Kryss av minst én sak."),
            "invalid_choice": _("«%(value)s» er ikke et saksnummer."),
        },
    )
    til = forms.ChoiceField(
        label=_("Gi de valgte sakene til"),
        widget=DrawnSelect,
        error_messages={
            "required": _("Velg hvem som skal ha sakene."),
            "invalid_choice": _("Velg en som er rådgiver eller leder ved senteret."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, loads: Iterable[Load]) -> None:
        super().__init__(data)
        til: Any = self.fields["til"]
        here = [load for load in loads if load.adviser_id and load.is_here]
        til.choices = [("", _("Velg rådgiver")), *((str(x.adviser_id), x.label) for x in here)]

    @property
    def ticked(self) -> set[str]:
        value = self["sak"].value()
        return set(value) if isinstance(value, list) else set()


class SavedFilterForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the choice is called, and whether colleagues see it."""

    class Meta:
        model = SavedFilter
        fields = ["name", "is_shared"]
        error_messages = {
            "name": {
                "required": _("Skriv hva filteret skal hete."),
                "max_length": _("Navnet kan ha høyst %(limit_value)s tegn."),
            }
        }

    def refuse_name(self) -> None:
        self.add_error("name", _("Du har et filter som heter dette. Velg et annet navn."))


def in_words(choice: Choice, offer: Offer) -> str:
    """The choice as it is read: «Status: Alle åpne. Rådgiver: Ingen»."""
    form = QueueForm({}, offer=offer)
    made = {NAMES[name]: value for name, value in choice.made.items()}
    said = [f"{form.fields['status'].label}: {label_of(form, 'status', choice.status)}"]
    for word, value in made.items():
        if word == "over_fristen":
            said.append(str(form.fields[word].label))
        elif word != "status":
            label = form.fields[word].label if word in form.fields else _("Vist videre til")
            said.append(f"{label}: {label_of(form, word, value)}")
    return ". ".join(said)


def label_of(form: QueueForm, word: str, value: Any) -> str:
    if isinstance(value, date):
        return date_format(value, "d.m.Y")
    options = getattr(form.fields.get(word), "choices", ())
    return str(dict(options).get(value, value))
