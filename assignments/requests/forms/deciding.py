"""The centre's answer and what follows it, with the error texts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from assignments.plans.forms import ThemeField, themes_on_offer
from assignments.plans.models import Assignment
from assignments.plans.rules import can_lead_centre
from assignments.plans.selects import DrawnSelect
from assignments.requests.forms.dialogue import PastedTextField
from assignments.requests.letters import people_of_centre
from assignments.requests.models import SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.design.free_text import TOO_LONG, refuse_identity_numbers
from municipalities.models import Theme

SEEN_BY_ALL = _("Kommunen ser det du skriver. Ikke skriv opplysninger om enkeltpersoner.")


def in_capitals(choices: list[tuple[str, Any]]) -> list[tuple[str, str]]:
    """Labels stand in small letters, as inside a sentence; a choice starts with a capital."""
    return [(value, capfirst(str(label))) for value, label in choices]


class QuestionForm(forms.Form):
    """What a centre asks the municipality before it can answer."""

    question = PastedTextField(
        label=_("Hva trenger dere å vite?"),
        help_text=SEEN_BY_ALL,
        max_length=4000,
        error_messages={"required": _("Skriv hva dere spør kommunen om.")},
    )


class AcceptForm(forms.Form):
    """A few words with an acceptance, and the tiltak that the help becomes a part of."""

    NEW = "new"

    message = PastedTextField(
        label=_("Melding til kommunen"), help_text=SEEN_BY_ALL, required=False, max_length=2000
    )
    assignment = forms.ChoiceField(
        label=_("Tiltak"),
        required=False,
        widget=DrawnSelect,
        help_text=_("Bare senteret og kommunen ser hvilket tiltak saken hører til."),
    )
    title = forms.CharField(
        label=_("Tittel på nytt tiltak"),
        required=False,
        max_length=160,
        validators=[refuse_identity_numbers],
        help_text=_("Bare når du har valgt nytt tiltak. Tiltaket varer ut året."),
        error_messages={"max_length": TOO_LONG},
    )
    theme = ThemeField(
        label=_("Tema for nytt tiltak"),
        queryset=Theme.objects.none(),
        to_field_name="code",
        required=False,
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, found: SupportRequest, centre: Centre, by: User
    ) -> None:
        super().__init__(data, initial={"theme": found.theme and found.theme.code})
        self.theme_asked = found.theme
        self.running = running_tiltak(centre, by, on=timezone.localdate())
        may_create = can_lead_centre(by, centre)
        self.fields["assignment"].choices = self._choices(may_create=may_create)  # type: ignore[attr-defined]
        self.fields["theme"].queryset = themes_on_offer()  # type: ignore[attr-defined]
        if not may_create:
            del self.fields["title"]
        if not may_create or found.theme is not None:
            del self.fields["theme"]

    def _choices(self, *, may_create: bool) -> list[tuple[str, Any]]:
        choices: list[tuple[str, Any]] = [("", _("Råd uten eget tiltak"))]
        if may_create:
            choices.append((self.NEW, _("Nytt tiltak")))
        if self.running:
            titles = [(key, row.title) for key, row in self.running.items()]
            choices.append((str(_("Tiltak som er i gang")), titles))
        return choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_new:
            self._owe("title", _("Skriv en tittel på tiltaket."))
            self._owe("theme", _("Velg et tema for tiltaket."))
        return cleaned

    def _owe(self, name: str, words: Any) -> None:
        is_empty = not self.cleaned_data.get(name)
        if name in self.fields and name not in self.errors and is_empty:
            self.add_error(name, words)

    @property
    def is_new(self) -> bool:
        return bool(self.cleaned_data.get("assignment") == self.NEW)

    @property
    def tiltak(self) -> Assignment | None:
        """The existing one that was chosen."""
        chosen = self.cleaned_data.get("assignment")
        return self.running.get(chosen) if chosen and chosen != self.NEW else None

    @property
    def theme_of_new(self) -> Theme:
        chosen: Any = self.cleaned_data.get("theme") or self.theme_asked
        theme: Theme = chosen
        return theme


def running_tiltak(centre: Centre, by: User, *, on: date) -> dict[str, Assignment]:
    """The centre's tiltak that run in the year, by id."""
    rows = Assignment.objects.visible_to(by).kept().filter(centre=centre).running_in(on.year)
    return {str(row.pk): row for row in rows.order_by("title")}


class DeclineForm(forms.Form):
    """Why a centre cannot help, and who else can. The municipality reads it."""

    code = forms.ChoiceField(
        label=_("Grunn"),
        choices=in_capitals(SupportRequest.DeclineCode.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg grunnen.")},
    )
    reason = PastedTextField(
        label=_("Hvorfor kan dere ikke bistå?"),
        help_text=_("Kommunen ser begrunnelsen. Ikke skriv opplysninger om enkeltpersoner."),
        max_length=2000,
        error_messages={"required": _("Skriv hvorfor dere ikke kan bistå.")},
    )
    pointer_centre = forms.ChoiceField(
        label=_("Senter som kan hjelpe"),
        required=False,
        widget=DrawnSelect,
        help_text=_("Kommunen får en lenke til senteret."),
    )
    pointer_text = forms.CharField(
        label=_("Andre som kan hjelpe"),
        required=False,
        max_length=300,
        validators=[refuse_identity_numbers],
        help_text=_("En tjeneste, ikke en person."),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, centres: list[tuple[str, Any]]) -> None:
        super().__init__(data)
        self.fields["pointer_centre"].choices = [("", _("Ingen")), *centres]  # type: ignore[attr-defined]

    def clean_pointer_centre(self) -> Centre | None:
        code = self.cleaned_data["pointer_centre"]
        return Centre.objects.get(code=code) if code else None


class CloseForm(forms.Form):
    """What became of the case."""

    outcome = forms.ChoiceField(
        label=_("Hva ble det til?"),
        choices=in_capitals(SupportRequest.Outcome.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva det ble til.")},
    )
    text = PastedTextField(
        label=_("Noen ord om resultatet"), help_text=SEEN_BY_ALL, required=False, max_length=2000
    )


class WithdrawForm(forms.Form):
    """Why the municipality no longer asks, if it wants to say."""

    reason = PastedTextField(
        label=_("Hvorfor trekker dere henvendelsen?"), required=False, max_length=2000
    )


class AssignForm(forms.Form):
    """Who at the centre gets the case."""

    adviser = forms.ModelChoiceField(
        label=_("Rådgiver"),
        queryset=User.objects.none(),
        empty_label=_("Velg rådgiver"),
        error_messages={
            "required": _("Velg en rådgiver."),
            "invalid_choice": _("Velg en som arbeider ved senteret."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None, *, found: SupportRequest) -> None:
        super().__init__(data)
        others = people_of_centre(found.centre)
        if found.adviser_id:
            others = others.exclude(pk=found.adviser_id)
        self.fields["adviser"].queryset = others.order_by("name")  # type: ignore[attr-defined]


class NumberForm(forms.Form):
    """One side's own case number, from its own archive."""

    number = forms.CharField(
        label=_("Eget saksnummer"),
        required=False,
        max_length=50,
        validators=[refuse_identity_numbers],
        error_messages={"max_length": TOO_LONG},
    )
