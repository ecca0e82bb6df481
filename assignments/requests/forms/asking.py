"""What is filled in about a request, with the error texts."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from assignments.plans.forms import ThemeField, themes_on_offer
from assignments.requests.models import SupportRequest
from assignments.requests.suggestions import Suggestions, suggest
from centres.routing import Suggestion
from korus_portal.accounts.models import Role, User
from korus_portal.design.free_text import TOO_LONG, FreeTextField, refuse_identity_numbers
from municipalities.models import Municipality, Theme

# The suggestion follows the theme and the municipality; nothing else of the form is sent along.
FOLLOW = {
    "hx-get": reverse_lazy("requests:request_new"),
    "hx-trigger": "change",
    "hx-target": "#forslag",
    "hx-include": "#id_theme, #id_municipality",
}

# Fields that hold several values.
SEVERAL = frozenset({"partners"})


class SupportRequestForm(forms.ModelForm):  # type: ignore[type-arg]
    """A request from one of the municipalities for which the person is a contact.

    What can be asked follows from municipality and theme, so the form knows its suggestions from
    the start: from what was sent, from the address, or from what stands first.
    """

    municipality = forms.ModelChoiceField(
        label=_("Kommune"),
        queryset=Municipality.objects.none(),
        to_field_name="code",
        empty_label=None,
        widget=forms.Select(attrs=FOLLOW),
        error_messages={"required": _("Velg kommunen det gjelder.")},
    )
    theme = ThemeField(
        label=_("Tema"),
        queryset=Theme.objects.none(),
        to_field_name="code",
        empty_label=_("Vet ikke"),
        required=False,
        widget=forms.Select(attrs=FOLLOW),
    )
    centre = forms.ChoiceField(
        label=_("Hvem vil dere spørre?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Velg hvem dere vil spørre."),
            "invalid_choice": _("Senteret kan ikke spørres om dette temaet. Velg ett av disse."),
        },
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = SupportRequest
        fields = ["municipality", "theme", "centre", "text", "wished_form", "urgency", "reach"]
        field_classes = {"text": FreeTextField}
        widgets = {"text": forms.Textarea(attrs={"rows": 6}), "urgency": forms.RadioSelect}
        error_messages = {
            "text": {"required": _("Skriv hva dere trenger hjelp til.")},
            "reach": {
                "required": _("Skriv hvordan senteret når dere."),
                "max_length": TOO_LONG,
            },
        }
        help_texts = {"reach": _("Telefon eller e-post på jobb, og når det passer.")}

    def __init__(self, data: Mapping[str, Any] | None = None, *, by: User, shown: Any = ()) -> None:
        """`shown` is what the fields hold when nothing is sent yet; unusable values fall away."""
        places = places_of(by)
        initial = {"form_token": uuid4(), "reach": reach_of(by), **dict(shown)}
        super().__init__(data, initial=initial)
        self.fields["theme"].queryset = themes_on_offer()  # type: ignore[attr-defined]
        self._offer_places(places)
        self.fields["reach"].validators.append(refuse_identity_numbers)
        self._write_choices_large()
        self.suggestions = self._suggest()
        self._offer_centres()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.only_place:
            cleaned["municipality"] = self.only_place
        if "centre" in cleaned:
            cleaned["centre"] = self.suggestions.find(cleaned["centre"])
        return cleaned

    def _write_choices_large(self) -> None:
        for name in ("wished_form", "urgency"):
            field: Any = self.fields[name]
            field.choices = [(value, capfirst(str(label))) for value, label in field.choices]

    def _offer_places(self, places: QuerySet[Municipality]) -> None:
        """Who stands for one municipality alone is not asked which."""
        self.fields["municipality"].queryset = places  # type: ignore[attr-defined]
        self.only_place = places[0] if len(places) == 1 else None
        if self.only_place:
            del self.fields["municipality"]
        self.place = self.only_place or self._named("municipality") or places.first()

    def _suggest(self) -> Suggestions:
        if self.place is None:
            return Suggestions(to_ask=[], to_call=[])
        return suggest(self.place, self._named("theme"))

    def _offer_centres(self) -> None:
        to_ask = self.suggestions.to_ask
        self.fields["centre"].choices = [choice_of(row) for row in to_ask]  # type: ignore[attr-defined]
        codes = [row.centre.code for row in to_ask]
        if not codes:
            message = _("Ingen kan spørres her om dette temaet. Velg et annet, eller ta kontakt.")
            self.fields["centre"].error_messages["required"] = message
        if len(codes) > 1:
            self.fields["centre"].help_text = _("Vi foreslår det som står øverst.")
        if codes and self.initial.get("centre") not in codes:
            self.initial["centre"] = codes[0]

    def _named(self, name: str) -> Any:
        """The row that a list field names, or None when it names none."""
        source = self.data if self.is_bound else self.initial
        try:
            return self.fields[name].clean(source.get(name))
        except forms.ValidationError:
            return None


def typed_in(sent: QueryDict) -> dict[str, str | list[str]]:
    """What was typed in the form's fields, unchecked; other names fall away."""
    fields = SupportRequestForm.base_fields
    return {
        name: sent.getlist(name) if name in SEVERAL else sent[name]
        for name in sent
        if name in fields and name != "form_token"
    }


def places_of(user: User) -> QuerySet[Municipality]:
    """Municipalities and districts in force for which the person is a contact."""
    parties = user.parties(Role.CONTACT)
    in_force = Municipality.objects.places_in_force(on=timezone.localdate())
    return in_force.filter(organisation__in=parties)


def reach_of(user: User) -> str:
    return ", ".join(part for part in (user.name, user.phone, user.email) if part)


def choice_of(row: Suggestion) -> tuple[str, str]:
    """The centre and, in the same breath, why it is suggested."""
    label = f"{row.centre}: {row.reason[:1].lower()}{row.reason[1:]}"
    if not row.is_verified:
        label = _("%(centre)s Ansvarsområdet er ikke bekreftet.") % {"centre": label}
    return row.centre.code, label
