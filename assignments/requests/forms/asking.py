"""What is filled in about a request, with the error texts."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from assignments.plans.forms import ThemeField, themes_on_offer
from assignments.plans.places import PlacesField, places_named
from assignments.requests.actions.submitting import Asked
from assignments.requests.forms.dialogue import PastedTextField
from assignments.requests.models import SupportRequest
from assignments.requests.suggestions import Suggestions, notices, suggest
from assignments.requests.warnings import open_on_theme
from centres.routing import Suggestion
from korus_portal.accounts.models import Role, User
from korus_portal.design.free_text import TOO_LONG, refuse_identity_numbers
from korus_portal.files.forms import FilesField, choose_again
from municipalities.models import Municipality, Theme

# Fields that hold several values, and those that no draft keeps.
SEVERAL = frozenset({"partners"})
NOT_DRAFTED = frozenset({"form_token", "send_anyway", "uploads"})
# Those that the suggestion of a centre follows.
FOLLOWED = ("theme", "municipality", "partners", "centre")
MOST_PARTNERS = 30


def following(url_name: str) -> dict[str, Any]:
    """The suggestion follows these fields; nothing else of the form is sent along."""
    return {
        "hx-get": reverse_lazy(url_name),
        "hx-trigger": "change",
        "hx-target": "#forslag",
        "hx-include": ", ".join(f"[name='{name}']" for name in FOLLOWED),
    }


class AskForm(forms.ModelForm):  # type: ignore[type-arg]
    """What everybody who asks fills in.

    What can be asked follows from municipality and theme, so the form knows its suggestions from
    the start: from what was sent, from the address, or from what stands first.
    """

    url_name = "requests:request_new"
    theme = ThemeField(
        label=_("Tema"),
        queryset=Theme.objects.none(),
        to_field_name="code",
        empty_label=_("Vet ikke"),
        required=False,
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
        fields = [
            "theme",
            "centre",
            "text",
            "wished_form",
            "urgency",
            "reach",
            "language",
            "municipality_case_number",
        ]
        field_classes = {"text": PastedTextField}
        widgets = {"text": forms.Textarea(attrs={"rows": 6}), "urgency": forms.RadioSelect}
        labels = {"language": _("Vi skriver på")}
        error_messages = {
            "text": {"required": _("Skriv hva dere trenger hjelp til.")},
            "reach": {
                "required": _("Skriv hvordan senteret når dere."),
                "max_length": TOO_LONG,
            },
            "municipality_case_number": {"max_length": TOO_LONG},
        }
        help_texts = {
            "reach": _("Telefon eller e-post på jobb, og når det passer."),
            "language": _("Senteret svarer på det samme språket når det kan."),
            "municipality_case_number": _("Nummeret i kommunens eget arkiv, hvis dere har det."),
        }

    def __init__(self, data: Any = None, files: Any = None, *, shown: Any = ()) -> None:
        """`shown` is what the fields hold when nothing is sent yet; unusable values fall away."""
        initial = {"form_token": uuid4(), "language": get_language(), **dict(shown)}
        super().__init__(with_token(data), files, initial=initial)
        self._offer("theme", themes_on_offer())
        self.fields["reach"].validators.append(refuse_identity_numbers)
        self.fields["municipality_case_number"].validators.append(refuse_identity_numbers)
        self._write_choices_large()
        for name in ("theme", "municipality", "partners"):
            if name in self.fields:
                self.fields[name].widget.attrs.update(following(self.url_name))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.place:
            cleaned["municipality"] = self.place
        if "centre" in cleaned:
            cleaned["centre"] = self.suggestions.find(cleaned["centre"])
        return cleaned

    def ready(self, place: Municipality | None) -> None:
        """Offer the centres that the place can ask about the theme."""
        self.place = place
        self.theme_shown: Theme | None = self._named("theme")
        nobody = Suggestions(to_ask=[], to_call=[])
        self.suggestions = suggest(place, self.theme_shown) if place else nobody
        self._offer_centres()

    @property
    def token(self) -> str:
        return str(self["form_token"].value())

    def _write_choices_large(self) -> None:
        for name in ("wished_form", "urgency", "language"):
            field: Any = self.fields[name]
            choices = [(value, capfirst(str(label))) for value, label in field.choices if value]
            field.choices = choices

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset = rows

    def _offer_centres(self) -> None:
        to_ask = self.suggestions.to_ask
        field: Any = self.fields["centre"]
        field.choices = [choice_of(row) for row in to_ask]
        codes = [row.centre.code for row in to_ask]
        if not codes:
            message = _("Ingen kan spørres her om dette temaet. Velg et annet, eller ta kontakt.")
            field.error_messages["required"] = message
        if len(codes) > 1:
            field.help_text = _("Vi foreslår det som står øverst.")
        if codes and self.initial.get("centre") not in codes:
            self.initial["centre"] = codes[0]

    def _named(self, name: str) -> Any:
        """The row that a list field names, or None when it names none."""
        source = self.data if self.is_bound else self.initial
        try:
            return self.fields[name].clean(source.get(name))
        except forms.ValidationError:
            return None


class SupportRequestForm(AskForm):
    """A request from one of the municipalities for which the person is a contact, also on behalf
    of others."""

    municipality = forms.ModelChoiceField(
        label=_("Kommune"),
        queryset=Municipality.objects.none(),
        to_field_name="code",
        empty_label=None,
        error_messages={"required": _("Velg kommunen det gjelder.")},
    )
    partners = PlacesField(
        label=_("Sammen med andre kommuner"),
        required=False,
        help_text=_("Kommunene får beskjed med en gang, og bekrefter selv at de er med."),
    )
    uploads = FilesField(label=_("Filer"))
    send_anyway = forms.BooleanField(
        label=_("Send likevel: dette er noe annet enn det som er under arbeid"), required=False
    )

    def __init__(self, data: Any = None, files: Any = None, *, by: User, shown: Any = ()) -> None:
        super().__init__(data, files, shown={"reach": reach_of(by), **dict(shown)})
        places = places_of(by)
        self._offer("municipality", places)
        # Who stands for one municipality alone is not asked which.
        self.only_place = places[0] if len(places) == 1 else None
        if self.only_place:
            del self.fields["municipality"]
        self.ready(self.only_place or self._named("municipality") or places.first())
        self._offer_partners()
        self.alike = self._alike(by)

    @property
    def has_more(self) -> bool:
        """Whether something is chosen among the fields that stand folded, or is wrong there."""
        names = ("partners", "municipality_case_number", "uploads")
        is_sami = self["language"].value() in SupportRequest.SAMI
        return is_sami or any(self[name].value() or self[name].errors for name in names)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.alike and not cleaned.get("send_anyway"):
            self.add_error("send_anyway", _("Kryss av hvis dere vil sende likevel."))
        self._clean_partners()
        choose_again(self, "uploads")
        return cleaned

    def asked(self) -> Asked:
        """What is sent, without what the form asks for its own sake."""
        extra = {"partners", "uploads", "send_anyway"}
        own: Any = {name: value for name, value in self.cleaned_data.items() if name not in extra}
        asked: Asked = own
        return asked

    def _offer_partners(self) -> None:
        field: Any = self.fields["partners"]
        chosen = self["partners"].value() or ()
        field.offer(on=timezone.localdate())
        self.partners_shown = places_with(chosen)
        self.notices = notices(self.suggestions, self.partners_shown)

    def _clean_partners(self) -> None:
        codes = set(self.cleaned_data.get("partners") or ())
        codes -= {self.place.code} if self.place else set()
        try:
            self.along = places_named(codes, on=timezone.localdate())
        except forms.ValidationError as error:
            self.add_error("partners", error)
        if len(codes) > MOST_PARTNERS:
            given = {"count": len(codes), "most": MOST_PARTNERS}
            self.add_error(
                "partners", _t("Dere har valgt %(count)d kommuner. Velg høyst %(most)d.") % given
            )

    def _alike(self, by: User) -> list[SupportRequest]:
        if self.place is None or self.theme_shown is None:
            return []
        return open_on_theme(
            by, self.place, self.theme_shown, but=self.fields["form_token"].clean(self.token)
        )


def with_token(data: Any) -> Any:
    """A form whose token cannot be read gets another, so that it can be sent at all."""
    if data is None or is_token(data.get("form_token", "")):
        return data
    sent = data.copy()
    sent["form_token"] = str(uuid4())
    return sent


def is_token(text: Any) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


def places_with(codes: Any) -> list[Municipality]:
    """Those of the codes that are places today, in order; others fall away."""
    usable = [str(code) for code in codes if "\x00" not in str(code)]
    in_force = Municipality.objects.places_in_force(on=timezone.localdate())
    return list(in_force.filter(code__in=usable[: 2 * MOST_PARTNERS])) if usable else []


def typed_in(sent: QueryDict, kind: type[AskForm] = SupportRequestForm) -> dict[str, Any]:
    """What was typed in the form's fields, unchecked; other names fall away."""
    names = kind.base_fields.keys() - NOT_DRAFTED
    return {
        name: [str(one) for one in sent.getlist(name)] if name in SEVERAL else str(sent[name])
        for name in sorted(names)
        if name in sent
    }


def shown_of(sent: QueryDict, kind: type[AskForm] = SupportRequestForm) -> dict[str, Any]:
    """What a form that was not sent yet shows again."""
    token = sent.get("form_token", "")
    return {**typed_in(sent, kind), **({"form_token": token} if is_token(token) else {})}


def known_in(address: QueryDict) -> dict[str, Any]:
    """What a link fills in: the fields that the suggestion follows, never a text."""
    return {name: value for name, value in typed_in(address).items() if name in FOLLOWED}


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
