"""A need and its words."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy

from assignments.needs.forms.evidence import EvidenceForm
from assignments.needs.forms.voices import Sent
from assignments.needs.models import Need
from assignments.needs.values import LABELS, NeedText, NeedValues, text_of
from assignments.plans.forms import ThemeField, themes_on_offer
from assignments.plans.selects import DrawnSuggest, capitalised
from korus_portal.design.free_text import FreeTextField
from municipalities.models import Municipality, Theme


def severities() -> list[tuple[str, Any]]:
    return capitalised((str(value), label) for value, label in Need.Severity.choices)


class NeedForm(EvidenceForm):
    """A new need of one municipality."""

    theme = ThemeField(
        label=gettext_lazy("Tema"),
        queryset=Theme.objects.none(),
        to_field_name="code",
        empty_label=gettext_lazy("Velg tema"),
        error_messages={"required": gettext_lazy("Velg temaet behovet gjelder.")},
    )
    severity = forms.TypedChoiceField(
        label=LABELS["severity"],
        coerce=int,
        widget=forms.RadioSelect,
        choices=severities,
        error_messages={"required": gettext_lazy("Velg hvor stort behovet er.")},
    )
    text = FreeTextField(
        label=LABELS["text"],
        max_length=2000,
        error_messages={
            "required": gettext_lazy("Skriv hva som mangler."),
        },
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    # The theme for which the open needs alike have been shown.
    seen_alike = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("voice", "theme", "severity", "text")
    OWN = ("voice", "theme", "severity", "text")

    def __init__(self, data: Sent = None, *, shown: Mapping[str, Any], **options: Any) -> None:
        super().__init__(data, initial={"form_token": uuid4(), **shown}, **options)
        field: Any = self.fields["theme"]
        field.queryset = themes_on_offer()

    def chosen_theme(self) -> Theme | None:
        """The theme shown or sent, None when it is none on offer."""
        try:
            found: Theme | None = self.fields["theme"].clean(self["theme"].value())
        except forms.ValidationError:
            return None
        return found

    def note_seen(self, theme: Theme | None) -> bool:
        """Let the form, sent again, say that needs alike were shown; whether it does already."""
        code = theme.code if theme else ""
        if self["seen_alike"].value() == code:
            return True
        if self.is_bound:
            sent: Any = self.data
            data = sent.copy()
            data["seen_alike"] = code
            self.data = data
        else:
            self.initial["seen_alike"] = code
        return False

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.OWN if name in self.fields]

    @property
    def evidence_fields(self) -> list[forms.BoundField]:
        return [bound for bound in self.visible_fields() if bound.name not in self.OWN]

    def values(self) -> NeedValues:
        cleaned = self.cleaned_data
        return NeedValues(
            municipality=self.municipality,
            theme=cleaned["theme"],
            severity=Need.Severity(cleaned["severity"]),
            text=cleaned["text"],
            evidence=self.cited(),
        )


class NeedEditForm(forms.Form):
    """Other words about the same need."""

    severity = forms.TypedChoiceField(
        label=LABELS["severity"], coerce=int, widget=forms.RadioSelect, choices=severities
    )
    text = FreeTextField(
        label=LABELS["text"],
        max_length=2000,
        error_messages={
            "required": gettext_lazy("Skriv hva som mangler."),
        },
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Sent = None, *, need: Need) -> None:
        super().__init__(data, initial={**vars(text_of(need)), "version": need.version})

    def values(self) -> NeedText:
        severity = Need.Severity(self.cleaned_data["severity"])
        return NeedText(severity=severity, text=self.cleaned_data["text"])


class PlaceForm(forms.Form):
    """Which municipality a new need is about."""

    kommune = forms.ModelChoiceField(
        label=gettext_lazy("Kommune"),
        queryset=Municipality.objects.none(),
        to_field_name="code",
        empty_label=gettext_lazy("Velg kommune"),
        widget=DrawnSuggest,
        error_messages={
            "required": gettext_lazy("Velg kommunen det gjelder."),
            "invalid_choice": gettext_lazy("Velg en av kommunene i listen."),
        },
    )

    def __init__(self, data: Sent = None, *, places: Any) -> None:
        super().__init__(data)
        field: Any = self.fields["kommune"]
        field.queryset = places
