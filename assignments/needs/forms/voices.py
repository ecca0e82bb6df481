"""In whose name a person speaks, and the error text that every long field has."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from assignments.needs.rules import Voice
from korus_portal.accounts.models import Organisation

Sent = Mapping[str, Any] | None
SHORT = forms.Textarea(attrs={"rows": 2})


class VoiceField(forms.ChoiceField):
    """In whose name: asked only of who could speak for several."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=gettext_lazy("På vegne av"), **options)


class WithVoice(forms.Form):
    """A form of someone who speaks for an organisation."""

    voice = VoiceField()

    def __init__(self, data: Sent = None, *, voices: Iterable[Voice], **options: Any) -> None:
        super().__init__(data, **options)
        self.voices = {str(voice.organisation.pk): voice for voice in voices}
        if len(self.voices) < 2:
            del self.fields["voice"]
            return
        field: Any = self.fields["voice"]
        field.choices = [(pk, voice.organisation.name) for pk, voice in self.voices.items()]

    @property
    def organisation(self) -> Organisation | None:
        chosen = self.voices.get(self.cleaned_data.get("voice", ""))
        return chosen.organisation if chosen else None
