"""What somebody without an account fills in, with the error texts."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.plans.places import place_groups
from assignments.plans.selects import DrawnSuggest
from assignments.requests.forms.asking import AskForm
from assignments.requests.forms.dialogue import PastedTextField
from assignments.requests.models import GuestAsk
from assignments.requests.suggestions import suggest
from centres.models import Centre
from korus_portal.design.free_text import TOO_LONG, refuse_identity_numbers
from municipalities.models import Municipality, Theme

# Those that stand in columns of their own until the request is sent.
OWN_COLUMNS = frozenset({"name", "email", "municipality", "form_token", "centre", "theme"})


class GuestAskForm(AskForm):
    """A request by a municipal employee without an account.

    Nothing here depends on what the portal knows of the address or of other requests.
    """

    url_name = "requests:guest_new"
    name = forms.CharField(
        label=_("Navnet ditt"),
        max_length=150,
        validators=[refuse_identity_numbers],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Skriv navnet ditt."), "max_length": TOO_LONG},
    )
    email = forms.EmailField(
        label=_("E-post på jobb"),
        help_text=_("Vi sender en lenke dit. Henvendelsen sendes først når du har brukt den."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Skriv e-postadressen din på jobb."),
            "invalid": _("Skriv en hel e-postadresse, som navn@kommunen.no."),
            "max_length": TOO_LONG,
        },
    )
    municipality = forms.ModelChoiceField(
        label=_("Kommune eller bydel"),
        queryset=Municipality.objects.none(),
        to_field_name="code",
        widget=DrawnSuggest,
        error_messages={"required": _("Velg kommunen eller bydelen du arbeider i.")},
    )

    def __init__(self, data: Any = None, *, shown: Any = ()) -> None:
        super().__init__(data, shown=shown)
        today = timezone.localdate()
        self._offer("municipality", Municipality.objects.places_in_force(on=today))
        places: Any = self.fields["municipality"].widget
        places.choices = [("", ""), *place_groups(on=today)]
        self.ready(self._named("municipality"))
        self._need_no_choice_of_one()

    def _need_no_choice_of_one(self) -> None:
        """Without JavaScript the centre is not shown before the form is sent: one is no choice.

        Nor is there a choice before the municipality is known.
        """
        if self.place is None or len(self.suggestions.to_ask) == 1:
            self.fields["centre"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.place is None:
            # Nobody could be offered: the municipality alone is to be mended.
            self.errors.pop("centre", None)
        if "centre" not in self.errors and cleaned.get("centre") is None and self.place:
            cleaned["centre"] = self.suggestions.to_ask[0].centre
        return cleaned

    def ask(self) -> dict[str, Any]:
        """What is kept until the address is confirmed, by name."""
        cleaned = self.cleaned_data
        centre: Centre = cleaned["centre"]
        theme: Theme | None = cleaned.get("theme")
        asked = {name: value for name, value in cleaned.items() if name not in OWN_COLUMNS}
        return {
            "municipality": cleaned["municipality"],
            "name": cleaned["name"],
            "email": cleaned["email"],
            "form_token": UUID(self.token),
            "asked": {**asked, "centre": centre.code, "theme": theme.code if theme else ""},
        }


class GuestSendForm(forms.Form):
    """Another centre, when the one that was chosen can no longer be asked."""

    centre = forms.ChoiceField(
        label=_("Hvem vil du spørre i stedet?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem du vil spørre.")},
    )

    def __init__(self, data: Any = None, *, ask: GuestAsk, theme: Theme | None) -> None:
        super().__init__(data)
        self.suggestions = suggest(ask.municipality, theme)
        field: Any = self.fields["centre"]
        field.choices = [(row.centre.code, str(row.centre)) for row in self.suggestions.to_ask]

    @property
    def chosen(self) -> Centre | None:
        return self.suggestions.find(self.cleaned_data["centre"])


class GuestWithdrawForm(forms.Form):
    """Why a guest withdraws, if they want to say it."""

    reason = PastedTextField(
        label=_("Hvorfor trekker du henvendelsen?"), max_length=2000, required=False
    )
