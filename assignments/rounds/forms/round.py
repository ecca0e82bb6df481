"""A round: what was sent or held, when, to which function, and to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.plans.forms import ThemeField, themes_on_offer
from assignments.plans.selects import capitalised
from assignments.plans.years import FIRST_YEAR
from assignments.rounds import rules
from assignments.rounds.forms.recipients import RecipientsForm
from assignments.rounds.models import InformationRound
from assignments.rounds.values import LABELS, RoundValues, values_of
from centres.models import Centre
from korus_portal.design.free_text import refuse_identity_numbers
from korus_portal.design.widgets import DateInput
from korus_portal.files.forms import FilesField, choose_again
from municipalities.models import Municipality, Theme


class RoundForm(forms.Form):
    """What is the same for a new round and one that is corrected."""

    title = forms.CharField(
        label=LABELS["title"],
        max_length=160,
        validators=[refuse_identity_numbers],
        error_messages={"required": gettext_lazy("Skriv en tittel.")},
    )
    channel = forms.ChoiceField(
        label=LABELS["channel"],
        choices=capitalised(InformationRound.Channel.choices),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg brev, e-post eller møte.")},
    )
    day = forms.DateField(
        label=LABELS["day"],
        widget=DateInput,
        help_text=gettext_lazy("Dagen det ble sendt, eller møtet ble holdt."),
        error_messages={"required": gettext_lazy("Skriv datoen.")},
    )
    receiver = forms.CharField(
        label=LABELS["receiver"],
        max_length=120,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("En stilling eller tjeneste, ikke et navn."),
        error_messages={"required": gettext_lazy("Skriv hvilken funksjon som fikk det.")},
    )
    theme = ThemeField(
        label=LABELS["theme"],
        queryset=Theme.objects.none(),
        to_field_name="code",
        required=False,
        help_text=gettext_lazy("La stå tomt når det gjaldt alt senteret tilbyr."),
    )
    document = FilesField(
        label=gettext_lazy("Dokumentet"),
        widget=forms.FileInput,
        help_text=gettext_lazy(
            "Brevet eller e-posten som ble sendt. For et møte: gjerne innkallingen eller "
            "presentasjonen. PDF, Word eller lignende, høyst 20 MB."
        ),
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    OWN_FIELDS = ("title", "channel", "day", "receiver", "theme", "document")
    # True where a document is stored already.
    has_document = False

    def offer_themes(self, chosen: Sequence[Theme] = ()) -> None:
        field: Any = self.fields["theme"]
        field.queryset = themes_on_offer(chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("day")
        if day and (day > timezone.localdate() or day.year < FIRST_YEAR):
            self.add_error("day", _("Datoen må være i dag eller tidligere."))
        if len(cleaned.get("document") or ()) > 1:
            self.add_error("document", _("Velg ett dokument."))
        needs = rules.needs_document(cleaned.get("channel", ""))
        chose = bool(cleaned.get("document")) or "document" in self.errors
        if needs and not chose and not self.has_document:
            self.add_error("document", _("Last opp brevet eller e-posten som ble sendt."))
        return cleaned

    def own_fields(self) -> list[Any]:
        return [self[name] for name in self.OWN_FIELDS]

    @property
    def upload(self) -> UploadedFile[bytes] | None:
        chosen = self.cleaned_data.get("document") or []
        return chosen[0] if chosen else None

    def values(self) -> RoundValues:
        cleaned = self.cleaned_data
        return RoundValues(
            title=cleaned["title"],
            channel=InformationRound.Channel(cleaned["channel"]),
            day=cleaned["day"],
            receiver=cleaned["receiver"],
            theme=cleaned["theme"],
        )


class NewRoundForm(RoundForm, RecipientsForm):
    """A new round with its recipients."""

    centre = forms.ModelChoiceField(
        label=gettext_lazy("Senter"),
        queryset=Centre.objects.none(),
        to_field_name="code",
        error_messages={"required": gettext_lazy("Velg senter.")},
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        centres: Sequence[Centre],
        known: Mapping[str, Any] | None = None,
    ) -> None:
        usual = {"receiver": _("kommunedirektør"), "day": timezone.localdate()}
        super().__init__(data, files, initial={"form_token": uuid4(), **usual, **(known or {})})
        self.centres = {centre.pk: centre for centre in centres}
        self.chosen: list[Municipality] = []
        self.offer_themes()
        self.offer_recipients(self.shown_day())
        if len(centres) == 1:
            del self.fields["centre"]
        else:
            field: Any = self.fields["centre"]
            field.queryset = Centre.objects.filter(pk__in=self.centres).order_by("short_name")

    def shown_day(self) -> Any:
        """The day that was written, so that its places can be chosen; today while it is none."""
        field = self.fields["day"]
        try:
            return field.clean(self["day"].value())
        except forms.ValidationError:
            return timezone.localdate()

    @property
    def sender(self) -> Centre | None:
        """The centre that was chosen, or the only one."""
        if "centre" not in self.fields:
            return next(iter(self.centres.values()))
        return self.cleaned_data.get("centre")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.sender and cleaned.get("day"):
            self.chosen = self.clean_recipients(self.sender, cleaned["day"])
        choose_again(self, "document")
        return cleaned

    def recipient_fields(self) -> list[Any]:
        return [self[name] for name in self.RECIPIENT_FIELDS]


class EditRoundForm(RoundForm):
    """Correct a round; its recipients are added and marked on their own pages."""

    def __init__(
        self, data: Any = None, files: Any = None, *, information_round: InformationRound
    ) -> None:
        stored = dict(vars(values_of(information_round)))
        theme = stored.pop("theme")
        stored |= {"theme": theme.code if theme else "", "version": information_round.version}
        super().__init__(data, files, initial=stored)
        self.has_document = information_round.document_id is not None
        self.offer_themes([theme] if theme else [])
        if self.has_document:
            self.fields["document"].label = _("Nytt dokument i stedet for det som ligger der")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        choose_again(self, "document")
        return cleaned
