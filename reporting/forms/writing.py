"""What people write in a report, each text with the version that it was written on."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korus_portal.design.free_text import FreeTextField
from korus_portal.notifications.forms import WhichAndWhyForm
from reporting.texts import Text


class VersionedForm(forms.Form):
    """A text with the version that it was written on."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def texts(self) -> dict[str, Any]:
        """What the writing action takes. Line ends are one character, as they are counted."""
        return {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
        }


class IntroductionForm(VersionedForm):
    introduction = FreeTextField(
        label=_("Om året"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Hovedlinjene i året: hva senteret la vekt på, og hva som ble annerledes enn planlagt. "
            "Ikke skriv opplysninger om enkeltpersoner."
        ),
    )


class EntryForm(VersionedForm):
    """`must_extend` is said beside the field; an unfinished text can be saved all the same."""

    # A browser must let half a text through.
    use_required_attribute = False

    brief = FreeTextField(
        label=_("Kort omtale"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Om lag 100 ord. Ikke skriv opplysninger om enkeltpersoner."),
    )
    extended = FreeTextField(
        label=_("Utvidet omtale"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "Om lag 500 ord. Må være skrevet før innsending for nye tiltak og tiltak med vesentlig "
            "dreining. Ikke skriv opplysninger om enkeltpersoner."
        ),
    )

    def __init__(self, *args: Any, must_extend: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["extended"].required = must_extend and not self.is_bound


class RedactionForm(WhichAndWhyForm):
    """Which texts to take out of every version, and why."""

    why_help = _("Begrunnelsen står i rapporten. Ikke gjenta det som skal bort.")

    def __init__(self, data: Mapping[str, Any] | None = None, *, texts: Iterable[Text]) -> None:
        super().__init__(data, choices=[(text.name, text.label) for text in texts])
