"""What is filled in about the municipalities to call, with the error texts."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from assignments.outreach.actions import colleagues_of
from assignments.outreach.gathering import FULL_AFTER
from assignments.outreach.models import Approach, Component, Contact
from assignments.outreach.narrowing import Narrowing, Taken
from assignments.outreach.score import NATIONAL, WHOLE, Weights
from assignments.outreach.values import ContactValues
from assignments.outreach.weighing import stamp
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.design.free_text import FreeTextField

NOTE_HELP = _(
    "Bare senteret ser notatet, men det kan bli gjenstand for innsyn. "
    "Ikke skriv opplysninger om enkeltpersoner."
)


class CallListForm(forms.Form):
    """What the list is narrowed to, as plain GET parameters. What cannot be used is not used."""

    senter = forms.ChoiceField(label=_("Senter"), required=False)
    fylke = forms.ChoiceField(label=_("Fylke"), required=False)
    tatt = forms.ChoiceField(
        label=_("Hvem følger opp"), required=False, choices=[("", _("Alle")), *Taken.choices]
    )
    aar = forms.TypedChoiceField(
        label=_("Full skår for stillhet etter"),
        required=False,
        coerce=int,
        choices=[
            (1, _("1 år uten kontakt")),
            *[(n, _("%(n)s år uten kontakt") % {"n": n}) for n in range(2, 6)],
        ],
    )
    liten = forms.BooleanField(label=_("Bare små kommuner (under 5 000)"), required=False)
    usentral = forms.BooleanField(label=_("Bare lite sentrale (klasse 5 og 6)"), required=False)
    alle = forms.BooleanField(label=_("Ta med dem som alt spør eller bruker dere"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        centre: Centre,
        centres: Iterable[Centre],
        counties: Iterable[tuple[str, str]],
    ) -> None:
        given = dict(data.items())
        super().__init__({"aar": str(FULL_AFTER), **given, "senter": centre.code})
        self._offer("senter", [(row.code, row.short_name) for row in centres])
        self._offer("fylke", [("", _("Alle")), *counties])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """A list with one thing to choose is no choice."""
        field: Any = self.fields[name]
        field.choices = choices
        if len([value for value, _label in choices if value]) < 2:
            del self.fields[name]

    def narrowing(self) -> Narrowing:
        self.is_valid()
        found = self.cleaned_data
        return Narrowing(
            county=found.get("fylke", ""),
            taken=found.get("tatt", ""),
            is_small=found.get("liten", False),
            is_remote=found.get("usentral", False),
            with_askers=found.get("alle", False),
        )


class ContactForm(forms.Form):
    """One attempt to reach the municipality."""

    day = forms.DateField(
        label=_("Dato"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Skriv datoen."), "invalid": _("Skriv en gyldig dato.")},
    )
    channel = forms.ChoiceField(
        label=_("Hvordan"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvordan dere tok kontakt.")},
    )
    result = forms.ChoiceField(
        label=_("Resultat"),
        help_text=_(
            "Bare et svar teller som kontakt. Kommunen og statsforvalteren ser resultatet."
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva som kom ut av det.")},
    )
    note = FreeTextField(
        label=_("Internt notat"),
        help_text=NOTE_HELP,
        required=False,
        max_length=2000,
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, stored: Mapping[str, Any] | None = None
    ) -> None:
        initial = {"day": timezone.localdate(), "form_token": uuid4(), **(stored or {})}
        super().__init__(data, initial=initial)
        for name, choices in (("channel", Contact.Channel), ("result", Contact.Result)):
            field: Any = self.fields[name]
            field.choices = [(value, capfirst(str(label))) for value, label in choices.choices]

    def refuse_day(self) -> None:
        self.add_error(
            "day", _("Datoen må være i dag eller før, og kommunen må ha vært til den dagen.")
        )

    def values(self) -> ContactValues:
        names = ("day", "channel", "result", "note")
        return ContactValues(**{name: self.cleaned_data[name] for name in names})


class HandOverForm(forms.Form):
    """Which colleague takes over."""

    to = forms.ModelChoiceField(
        label=_("Hvem skal følge opp kommunen?"),
        queryset=User.objects.none(),
        empty_label=_("Velg en kollega"),
        error_messages={
            "required": _("Velg en kollega."),
            "invalid_choice": _("Velg en som er rådgiver eller leder ved senteret."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, approach: Approach) -> None:
        super().__init__(data)
        others = colleagues_of(approach.centre).exclude(pk=approach.adviser_id)
        field: Any = self.fields["to"]
        field.queryset = others

    @property
    def has_nobody(self) -> bool:
        field: Any = self.fields["to"]
        return not field.queryset.exists()


class CommentForm(forms.Form):
    """What the county governor wants the centre to know."""

    text = FreeTextField(
        label=_("Kommentar til senteret"),
        help_text=_("Rådgiverne ved senteret leser den. Ikke skriv om enkeltpersoner."),
        max_length=1000,
        error_messages={"required": _("Skriv en kommentar.")},
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"form_token": uuid4()})


class WeightsForm(forms.Form):
    """Nine whole numbers that add up to one hundred."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, stored: Weights) -> None:
        super().__init__(data, initial={"seen": stamp(stored)})
        for component in Component:
            self.fields[component.value] = forms.IntegerField(
                label=capfirst(str(component.label)),
                help_text=_("Nasjonal vekt: %(weight)s") % {"weight": NATIONAL[component]},
                initial=stored[component],
                min_value=0,
                max_value=WHOLE,
                error_messages={
                    "required": _("Skriv et tall fra 0 til 100."),
                    "invalid": _("Skriv et helt tall fra 0 til 100."),
                    "min_value": _("Skriv et tall fra 0 til 100."),
                    "max_value": _("Skriv et tall fra 0 til 100."),
                },
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given = [cleaned.get(component.value) for component in Component]
        numbers = [number for number in given if number is not None]
        if len(numbers) == len(given) and sum(numbers) != WHOLE:
            raise forms.ValidationError(
                _("Vektene må til sammen være 100. Nå er de %(total)s."),
                params={"total": sum(numbers)},
            )
        return cleaned

    def tell_moved(self, stored: Weights) -> None:
        """Say how they stand now; sent once more, the reader has seen it."""
        now = ", ".join(f"{component.label} {stored[component]}" for component in Component)
        self.add_error(
            None,
            _(
                "Noen andre har endret vektene etter at du åpnet siden. Nå er de: %(now)s. "
                "Send på nytt for å bruke dine."
            )
            % {"now": now},
        )
        sent: Any = self.data
        data = sent.copy()
        data["seen"] = stamp(stored)
        self.data = data

    def weights(self) -> Weights:
        return {component: self.cleaned_data[component.value] for component in Component}
