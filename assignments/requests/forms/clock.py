"""The interim reply, its template, and where copies for the archive go."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assignments.requests import interim
from assignments.requests.actions.templates import Words
from korus_portal.design.free_text import FreeTextField, refuse_identity_numbers
from korus_portal.design.widgets import DateInput

Sent = Mapping[str, Any] | None
LONGEST = timedelta(days=365)
LABELS = {"subject": _("Emne"), "body": _("Tekst")}


class InterimReplyForm(forms.Form):
    """The reply as it is proposed, for the adviser to read through and change."""

    expected_on = forms.DateField(
        label=_("Når kan kommunen regne med svar?"),
        widget=DateInput,
        help_text=_("Endrer du datoen, byttes den ut i teksten. Fristene i saken flyttes ikke."),
        error_messages={
            "required": _("Velg når kommunen kan regne med svar."),
            "invalid": _("Velg en dato."),
        },
    )
    subject = forms.CharField(
        label=LABELS["subject"],
        max_length=150,
        validators=[refuse_identity_numbers],
        error_messages={"required": _("Skriv et emne.")},
    )
    text = FreeTextField(
        label=_("Foreløpig svar"),
        help_text=_("Hele teksten sendes på e-post. Ikke skriv opplysninger om enkeltpersoner."),
        max_length=3800,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": _("Skriv det foreløpige svaret.")},
    )
    # The day that stands in the text.
    shown_on = forms.DateField(widget=forms.HiddenInput, required=False)
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Sent = None, *, shown: Mapping[str, Any], language: str) -> None:
        super().__init__(data, initial={"form_token": uuid4(), **shown})
        self.language = language

    def clean_expected_on(self) -> Any:
        day, today = self.cleaned_data["expected_on"], timezone.localdate()
        if day < today:
            raise forms.ValidationError(_("Datoen har vært. Velg en dag som kommer."))
        if day > today + LONGEST:
            raise forms.ValidationError(_("Velg en dag innen ett år."))
        return day

    def clean_subject(self) -> str:
        return self._filled("subject")

    def clean_text(self) -> str:
        return self._filled("text")

    def _filled(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        left = [
            f"{{{one}}}" for one in interim.PLACEHOLDER.findall(text) if one in interim.PLACEHOLDERS
        ]
        if left:
            raise forms.ValidationError(
                _("Bytt ut %(names)s med det som skal stå der."),
                params={"names": ", ".join(dict.fromkeys(left))},
            )
        return text

    def follow_day(self) -> bool:
        """Put a newly chosen day into the words where the old one stood; whether it stood there.

        The form is then shown again: nothing is sent that the adviser has not read.
        """
        old, new = self.cleaned_data.get("shown_on"), self.cleaned_data["expected_on"]
        if old is None or old == new:
            return False
        before, after = (interim.day_in(day, self.language) for day in (old, new))
        sent: Any = self.data
        data = sent.copy()
        data["shown_on"] = new.isoformat()
        for name in ("subject", "text"):
            data[name] = sent[name].replace(before, after)
        self.data = data
        return any(sent[name] != data[name] for name in ("subject", "text"))

    @property
    def whole_text(self) -> str:
        """The subject is the first line: the letter takes it for its own."""
        cleaned = self.cleaned_data
        return f"{cleaned['subject']}\n\n{cleaned['text']}"


class TemplateForm(forms.Form):
    """A centre's own words of the interim reply."""

    subject = forms.CharField(
        label=LABELS["subject"],
        max_length=120,
        validators=[refuse_identity_numbers],
        error_messages={"required": _("Skriv et emne.")},
    )
    body = FreeTextField(
        label=LABELS["body"],
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": _("Skriv teksten.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_subject(self) -> str:
        return self._known("subject")

    def clean_body(self) -> str:
        return self._known("body")

    def _known(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        unknown = interim.unknown_placeholders(text)
        if unknown:
            known = ", ".join(f"{{{one}}}" for one in interim.PLACEHOLDERS)
            raise forms.ValidationError(
                _("Portalen kjenner ikke %(unknown)s. Bruk bare disse: %(known)s."),
                params={"unknown": ", ".join(unknown), "known": known},
            )
        return text

    def words(self) -> Words:
        return Words(self.cleaned_data["subject"], self.cleaned_data["body"])

    @property
    def warning(self) -> str:
        """What is missing without being wrong."""
        words = self.words()
        if "{saksnummer}" in words.subject + words.body:
            return ""
        return gettext(
            "Malen mangler {saksnummer}. Kommunen ser da ikke i brevet hvilken sak det gjelder."
        )


class ArchiveAddressForm(forms.Form):
    """Where copies for the municipality's archive go."""

    archive_address = forms.EmailField(
        label=_("Adresse til postmottak"),
        required=False,
        max_length=254,
        help_text=_(
            "Får kopi av kvitteringen når dere sender en henvendelse. "
            "La feltet stå tomt hvis dere ikke vil ha kopi."
        ),
        error_messages={"invalid": _("Skriv en e-postadresse, for eksempel post@kommune.no.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
