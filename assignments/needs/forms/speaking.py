"""What the sides say about a need."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.needs.forms.voices import SHORT, Sent, WithVoice
from assignments.needs.models import Need, Side, Verdict
from assignments.needs.redaction import Written
from assignments.needs.rules import Voice
from assignments.plans.selects import capitalised
from korus_portal.design.free_text import FreeTextField
from korus_portal.notifications.forms import WhichAndWhyForm

SPEAK_LABELS = {
    Side.MUNICIPALITY: gettext_lazy("Svar fra kommunen"),
    Side.CENTRE: gettext_lazy("Svar fra senteret"),
    Side.GOVERNOR: gettext_lazy("Kommentar fra statsforvalteren"),
}


class SpeakForm(WithVoice):
    """A reply, an answer or a comment: everybody who sees the need reads it."""

    prefix = "speak"

    text = FreeTextField(
        max_length=2000,
        help_text=gettext_lazy(
            "Alle som ser behovet, kan lese det. Ikke skriv opplysninger om enkeltpersoner."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Skriv det dere vil si."),
        },
    )

    def __init__(self, data: Sent = None, *, voices: Iterable[Voice]) -> None:
        super().__init__(data, voices=voices)
        sides = {voice.side for voice in self.voices.values()}
        side = sides.pop() if len(sides) == 1 else None
        self.fields["text"].label = SPEAK_LABELS[side] if side else _("Det dere vil si")


class VerdictForm(WithVoice):
    """Whether one's side agrees that the need is there."""

    prefix = "verdict"

    agrees = forms.TypedChoiceField(
        label=gettext_lazy("Er dere enige i at behovet er der?"),
        choices=[("yes", gettext_lazy("Ja, vi bekrefter det")), ("no", gettext_lazy("Nei"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg ja eller nei.")},
    )
    reason = FreeTextField(
        label=gettext_lazy("Begrunnelse"),
        help_text=gettext_lazy(
            "Må fylles ut når dere er uenige. Ikke skriv opplysninger om enkeltpersoner."
        ),
        max_length=500,
        required=False,
        widget=SHORT,
    )

    def __init__(
        self, data: Sent = None, *, voices: Iterable[Voice], said: Verdict | None = None
    ) -> None:
        known = {"agrees": "yes" if said.agrees else "no", "reason": said.reason} if said else {}
        super().__init__(data, voices=voices, initial=known)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_bare = not cleaned.get("reason") and "reason" not in self.errors
        if cleaned.get("agrees") is False and is_bare:
            self.add_error("reason", _("Skriv hvorfor dere er uenige."))
        return cleaned


class StatusForm(WithVoice):
    """How it stands with the need."""

    prefix = "status"

    status = forms.ChoiceField(
        label=gettext_lazy("Ny status"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg en status.")},
    )
    text = FreeTextField(
        label=gettext_lazy("Hva har skjedd?"),
        max_length=500,
        required=False,
        widget=SHORT,
    )

    def __init__(self, data: Sent = None, *, voices: Iterable[Voice], need: Need) -> None:
        super().__init__(data, voices=voices)
        field: Any = self.fields["status"]
        others = [choice for choice in Need.Status.choices if choice[0] != need.status]
        # What was sent twice is still a choice: the action sees that nothing is to be done.
        field.choices = capitalised(Need.Status.choices if self.is_bound else others)


class RedactionForm(WhichAndWhyForm):
    """Which texts about a need to take out, and why."""

    why_help = gettext_lazy("Begrunnelsen står på tidslinjen. Ikke gjenta det som skal bort.")

    def __init__(self, data: Sent = None, *, texts: Iterable[Written]) -> None:
        labels = [(row.key, f"{capfirst(row.label)}: {row.text[:60]}") for row in texts]
        super().__init__(data, choices=labels)
