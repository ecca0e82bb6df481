"""The draft of an agreement, and the amendment of one that is signed."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.agreements.forms.rows import WithRows
from assignments.agreements.models import Agreement
from assignments.agreements.values import (
    LABELS,
    AgreementValues,
    AmendmentValues,
    values_of,
)
from assignments.needs.models import Need
from assignments.needs.places import former_and_now
from assignments.plans.forms import ThemesField, themes_on_offer
from assignments.plans.places import askable, place_groups
from assignments.plans.selects import DrawnSelect, DrawnSuggest, DrawnSuggestMultiple, capitalised
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from korus_portal.design.free_text import FreeTextField, refuse_identity_numbers
from korus_portal.design.widgets import DateInput
from municipalities.models import Municipality, Theme

LANGUAGES = capitalised([("nb", gettext_lazy("bokmål")), ("nn", gettext_lazy("nynorsk"))])
OWN_COLUMN = gettext_lazy("Skriv eller velg dette.")
POLITICAL = ("political_body", "political_case", "political_on")


class NeedsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    widget = DrawnSuggestMultiple


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    widget = DrawnSuggest

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Municipality.objects.all(), to_field_name="code", empty_label=None, **options
        )


class DraftForm(WithRows):
    """A draft. `stored` is the one being changed, None for a new one."""

    centre = forms.ModelChoiceField(
        label=gettext_lazy("Senter"), queryset=Centre.objects.none(), to_field_name="code"
    )
    municipality = PlaceField(
        label=LABELS["municipality"],
        error_messages={"required": gettext_lazy("Velg kommunen eller bydelen.")},
    )
    title = forms.CharField(
        label=LABELS["title"], max_length=160, validators=[refuse_identity_numbers]
    )
    purpose = FreeTextField(label=LABELS["purpose"], max_length=3000)
    themes = ThemesField(
        label=LABELS["themes"],
        queryset=Theme.objects.none(),
        to_field_name="code",
        required=False,
    )
    starts_on = forms.DateField(label=LABELS["starts_on"], widget=DateInput)
    ends_on = forms.DateField(label=LABELS["ends_on"], widget=DateInput)
    language = forms.ChoiceField(
        label=LABELS["language"],
        choices=[("", gettext_lazy("Som kommunen bruker")), *LANGUAGES],
        required=False,
        widget=DrawnSelect,
    )
    political_body = forms.CharField(
        label=LABELS["political_body"],
        max_length=120,
        required=False,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy(
            "For eksempel kommunestyret. For en bydel: bydelsutvalget. Fyll ut organ, saksnummer"
            " og dato, eller la alle tre stå tomme."
        ),
    )
    political_case = forms.CharField(
        label=LABELS["political_case"],
        max_length=60,
        required=False,
        validators=[refuse_identity_numbers],
    )
    political_on = forms.DateField(label=LABELS["political_on"], required=False, widget=DateInput)
    has_special_needs = forms.BooleanField(label=LABELS["has_special_needs"], required=False)
    special_needs = FreeTextField(label=LABELS["special_needs"], max_length=2000, required=False)
    special_needs_evidence = forms.CharField(
        label=LABELS["special_needs_evidence"],
        max_length=500,
        required=False,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("For eksempel tall, en kartlegging eller et tilsyn."),
    )
    needs = NeedsField(
        label=LABELS["needs"],
        queryset=Need.objects.none(),
        required=False,
        help_text=gettext_lazy(
            "Behov som er registrert om kommunen. De vises når kommunen er valgt og lagret."
        ),
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        centres: Any,
        stored: Agreement | None = None,
        known: dict[str, str] | None = None,
    ) -> None:
        """`known` is what the address of a new one says."""
        super().__init__(data, initial=initial_of(stored, known or {}))
        fields: dict[str, Any] = self.fields
        fields["centre"].queryset = centres
        if stored is not None or len(centres) == 1:
            only = stored.centre if stored else centres[0]
            fields["centre"].widget = forms.HiddenInput()
            self.initial["centre"] = only.code
            fields["centre"].queryset = Centre.objects.filter(pk=only.pk)
        self.offer_places(stored)
        fields["themes"].queryset = themes_on_offer(stored.themes.all() if stored else ())
        fields["needs"].queryset = needs_on_offer(user, self.chosen_place(), stored)
        values = values_of(stored) if stored else None
        self.add_rows("plan", values.plans if values else ())
        self.add_rows("commitment", values.commitments if values else ())

    def offer_places(self, stored: Agreement | None) -> None:
        own = (stored.municipality.code,) if stored else ()
        field: Any = self.fields["municipality"]
        offered = place_groups(on=timezone.localdate(), also=own)
        field.widget.choices = [("", _("Velg kommune")), *offered]

    def chosen_place(self) -> Municipality | None:
        codes = askable([str(self["municipality"].value() or "")])
        return Municipality.objects.filter(code__in=codes).select_related("parent").first()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.check_period()
        self.check_political()
        self.check_special_needs()
        self.clean_rows("plan")
        self.clean_rows("commitment")
        return cleaned

    def check_period(self) -> None:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Siste dag kan ikke være før første dag."))

    def check_political(self) -> None:
        """All three or none."""
        told = [self.cleaned_data.get(name) for name in POLITICAL]
        if any(told) and not all(told) and not any(name in self.errors for name in POLITICAL):
            for name, value in zip(POLITICAL, told, strict=True):
                if not value:
                    self.add_error(name, OWN_COLUMN)

    def check_special_needs(self) -> None:
        cleaned = self.cleaned_data
        for name in ("special_needs", "special_needs_evidence"):
            if cleaned.get("has_special_needs") and not cleaned.get(name):
                if name not in self.errors:
                    self.add_error(name, _("Skriv dette når kommunen har særskilte behov."))
            elif cleaned.get(name) and not cleaned.get("has_special_needs"):
                self.add_error(name, _("Kryss av for særskilte behov, eller ta bort teksten."))

    def values(self) -> AgreementValues:
        cleaned = self.cleaned_data
        apart = ("centre", "form_token", "version", "language", "themes", "needs")
        names = AgreementValues.__dataclass_fields__
        own = {name: cleaned[name] for name in names if name in cleaned and name not in apart}
        return AgreementValues(
            **own,
            language=cleaned["language"] or language_of(cleaned["municipality"]),
            themes=tuple(cleaned["themes"]),
            needs=tuple(cleaned["needs"].order_by("pk")),
            plans=self.plan_values(),
            commitments=self.commitment_values(),
        )


def language_of(municipality: Municipality) -> str:
    """The one that the municipality writes; a district writes as its city does."""
    place = municipality.parent or municipality
    form = place.organisation.language if place.organisation else place.language_form
    return "nn" if form == Organisation.Language.NYNORSK else "nb"


def needs_on_offer(user: User, place: Municipality | None, stored: Agreement | None) -> Any:
    """Needs of the place that the person sees, and those already chosen."""
    rows = Need.objects.visible_to(user).select_related("theme", "municipality")
    if place is None:
        return rows.none()
    own = list(stored.needs.values_list("pk", flat=True)) if stored else []
    return rows.filter(Q(municipality__in=former_and_now(place)) | Q(pk__in=own)).distinct()


def initial_of(stored: Agreement | None, known: dict[str, str]) -> dict[str, Any]:
    if stored is None:
        found: dict[str, Any] = {"form_token": uuid4()}
        if "kommune" in known:
            found["municipality"] = known["kommune"]
        return found
    values = vars(values_of(stored))
    own = {name: value for name, value in values.items() if name not in ("plans", "commitments")}
    own["municipality"] = stored.municipality.code
    own["themes"] = [theme.code for theme in stored.themes.all()]
    own["needs"] = [need.pk for need in stored.needs.all()]
    return {**own, "version": stored.version}


class AmendForm(WithRows):
    """What a new version changes. Everything else stays as it is."""

    change = FreeTextField(
        label=gettext_lazy("Hva er endret, og hvorfor?"),
        max_length=1000,
        error_messages={"required": gettext_lazy("Skriv hva som er endret.")},
    )
    purpose = FreeTextField(label=LABELS["purpose"], max_length=3000)
    ends_on = forms.DateField(
        label=LABELS["ends_on"],
        widget=DateInput,
        help_text=gettext_lazy("Kan bare flyttes fram i tid. Avslutt avtalen for å stoppe før."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        self.agreement = agreement
        initial = {
            "purpose": agreement.purpose,
            "ends_on": agreement.ends_on,
            "version": agreement.version,
        }
        super().__init__(data, initial=initial)
        self.add_rows("commitment")

    def clean_ends_on(self) -> Any:
        found = self.cleaned_data["ends_on"]
        if found < self.agreement.ends_on:
            raise forms.ValidationError(_("Den nye siste dagen kan ikke være før den gamle."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.clean_rows("commitment")
        return cleaned

    def values(self) -> AmendmentValues:
        names = ("change", "purpose", "ends_on")
        own = {name: self.cleaned_data[name] for name in names}
        return AmendmentValues(**own, commitments=self.commitment_values())
