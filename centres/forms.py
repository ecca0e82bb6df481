"""What a leader can tell about the centre."""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centres import catchments
from centres.actions import FACTS
from centres.models import Centre
from korus_portal.accounts.models import Role, User
from korus_portal.design.widgets import SuggestSelect
from municipalities.models import County, Municipality

if TYPE_CHECKING:
    CentreModelForm = forms.ModelForm[Centre]
else:
    CentreModelForm = forms.ModelForm

A_SITE = re.compile(r"([a-z0-9æøå-]+\.)+[a-z]{2,}(/\S*)?")
A_PHONE = re.compile(r"\+?[0-9 ]{5,}")


CLOCK = ("answer_days", "interim_months", "hand_over_days", "reminder_days")


class CentreForm(CentreModelForm):
    """Facts of a centre. Empty stays empty and is shown as «ikke bekreftet»."""

    answer_days = forms.IntegerField(
        label=_("Svarfrist i virkedager"),
        min_value=1,
        max_value=60,
        help_text=_("Frist for det første svaret på en henvendelse."),
    )
    interim_months = forms.IntegerField(
        label=_("Måneder til foreløpig svar"),
        min_value=1,
        max_value=3,
        help_text=_("Har dere ikke avgjort saken innen da, skal kommunen ha et foreløpig svar."),
    )
    hand_over_days = forms.IntegerField(
        label=_("Svarfrist mellom sentre i virkedager"),
        min_value=1,
        max_value=20,
        help_text=_("Så lenge har et annet senter på å svare når dere vil dele eller overføre."),
    )
    reminder_days = forms.IntegerField(
        label=_("Påminnelse i virkedager"),
        min_value=1,
        max_value=10,
        help_text=_(
            "Rådgiveren får beskjed så lenge før fristen. Lederen får beskjed så lenge etter, "
            "hvis kommunen ikke har fått svar."
        ),
    )
    archive_address = forms.EmailField(
        label=_("Adresse til postmottak"),
        required=False,
        max_length=254,
        help_text=_("Får kopi av kvitteringen for hver ny henvendelse. Tomt betyr ingen kopi."),
        error_messages={"invalid": _("Skriv en e-postadresse, for eksempel post@senter.no.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Telefon"),
        required=False,
        max_length=30,
        validators=[
            RegexValidator(A_PHONE.pattern + r"\Z", _("Skriv telefonnummeret med bare tall."))
        ],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    financing_form = forms.ChoiceField(
        label=_("Finansieringsform"),
        required=False,
        choices=[("", _("Ikke fylt ut")), *Centre.Financing.choices],
    )
    has_adviser_hours = forms.BooleanField(
        label=_("Registrer timer for hver rådgiver"),
        required=False,
        help_text=_(
            "Ellers registrerer dere bare én sum for hver aktivitet. "
            "Timer for hver rådgiver vises aldri utenfor senteret."
        ),
    )
    confirm = forms.BooleanField(
        label=_("Opplysningene over er riktige"),
        required=False,
        help_text=_("Kryss av for å bekrefte også det du ikke har endret."),
    )

    class Meta:
        model = Centre
        fields = FACTS
        help_texts = {
            "website": _("For eksempel korus.no."),
            "email": _("Felles adresse for senteret, ikke en ansatts."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["archive_address"] = self.instance.organisation.archive_address
        self.initial["has_adviser_hours"] = self.instance.has_adviser_hours

    @property
    def public_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FACTS if name not in CLOCK]

    @property
    def clock_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in (*CLOCK, "archive_address")]

    def clean_website(self) -> str:
        """Kept without scheme and final slash, as the register has it."""
        given = self.cleaned_data["website"].strip().lower()
        site: str = re.sub(r"^https?://", "", given).rstrip("/")
        if site and not A_SITE.fullmatch(site):
            raise forms.ValidationError(_("Skriv nettadressen slik: korus.no"))
        return site


class ContactPersonForm(forms.Form):
    """Who is to be called, and from where: one municipality, a county, or everywhere."""

    user = forms.ModelChoiceField(
        label=_("Rådgiver"),
        queryset=User.objects.none(),
        empty_label=_("Velg rådgiver"),
        error_messages={"required": _("Velg hvem som er kontaktperson.")},
    )
    municipality = forms.ModelChoiceField(
        label=_("Kommune"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("Ingen enkelt kommune"),
        widget=SuggestSelect,
    )
    county = forms.ModelChoiceField(
        label=_("Fylke"),
        queryset=County.objects.none(),
        required=False,
        empty_label=_("Ikke et enkelt fylke"),
        help_text=_("Velg kommune eller fylke. Velger du ingen av dem, gjelder det overalt."),
    )

    def __init__(self, centre: Centre, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        here = catchments.municipality_ids(centre, on=timezone.localdate())
        staff = centre.organisation.memberships.with_role(Role.ADVISER, Role.LEADER)
        choices = {
            "user": User.objects.filter(pk__in=staff.values("user")).order_by("name"),
            "municipality": Municipality.objects.filter(pk__in=here),
            "county": County.objects.filter(municipalities__in=here).distinct(),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("municipality") and given.get("county"):
            self.add_error("county", _("Velg enten kommune eller fylke, ikke begge."))
        return given
