"""Forms that exist to be looked at: one field of each kind."""

from django import forms
from django.utils.translation import gettext_lazy as _

from korus_portal.design.widgets import DateInput, SuggestSelect, SuggestSelectMultiple

FORMS_OF_SUPPORT = [("course", _("Kurs")), ("guidance", _("Veiledning")), ("talk", _("Samtale"))]
PLACES = [("", _("Velg kommune")), ("1101", "Eigersund"), ("5601", "Alta"), ("1508", "Ålesund")]


class DemoForm(forms.Form):
    """Every kind of field, empty."""

    name = forms.CharField(label=_("Navn"), help_text=_("Slik det skal stå på kursbeviset."))
    description = forms.CharField(
        label=_("Hva trenger dere hjelp til?"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Skriv ikke navn eller annet som kan knyttes til enkeltpersoner."),
    )
    kind = forms.ChoiceField(label=_("Form"), choices=FORMS_OF_SUPPORT)
    municipality = forms.ChoiceField(label=_("Kommune"), choices=PLACES, widget=SuggestSelect)
    municipalities = forms.MultipleChoiceField(
        label=_("Kommuner som deltok"),
        choices=PLACES[1:],
        initial=["5601", "1508"],
        required=False,
        widget=SuggestSelectMultiple,
    )
    centres = forms.MultipleChoiceField(
        label=_("Sentre"), choices=[("nord", "KORUS Nord"), ("midt", "KORUS Midt")], required=False
    )
    urgency = forms.ChoiceField(
        label=_("Hvor mye haster det?"),
        choices=[("now", _("Denne uken")), ("soon", _("Denne måneden")), ("later", _("Senere"))],
        widget=forms.RadioSelect,
    )
    channels = forms.MultipleChoiceField(
        label=_("Hvordan kan vi nå dere?"),
        choices=[("mail", _("E-post")), ("phone", _("Telefon"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Velg en eller flere."),
    )
    held_on = forms.DateField(label=_("Dato"), widget=DateInput)
    hours = forms.DecimalField(label=_("Timer"), max_digits=5, decimal_places=2)
    attachment = forms.FileField(label=_("Vedlegg"), required=False)
    is_digital = forms.BooleanField(
        label=_("Dette var digitalt"), required=False, help_text=_("Kryss av også når noen møtte.")
    )
    locked = forms.CharField(label=_("Saksnummer"), initial="2026-0042", disabled=True)
    token = forms.CharField(widget=forms.HiddenInput, initial="skjult")


class ComplaintForm(forms.Form):
    """The same kinds of field with something wrong in each; prefixed so that ids stay unique."""

    title = forms.CharField(label=_("Tittel"), help_text=_("Kort og presis."))
    reply = forms.ChoiceField(label=_("Svarform"), choices=FORMS_OF_SUPPORT)
    place = forms.ChoiceField(label=_("Kommune"), choices=PLACES, widget=SuggestSelect)
    priority = forms.ChoiceField(
        label=_("Prioritet"), choices=[("1", _("Høy")), ("2", _("Lav"))], widget=forms.RadioSelect
    )
    opened_on = forms.DateField(label=_("Åpnet"), widget=DateInput)
    accepted = forms.BooleanField(label=_("Jeg har lest vilkårene"))

    prefix = "wrong"

    def clean(self) -> None:
        """An error that belongs to no single field."""
        raise forms.ValidationError(_("Perioden er avsluttet og kan ikke endres."))


class QuietForm(forms.Form):
    """A filter form: all optional."""

    q = forms.CharField(label=_("Søk"), required=False)
    year = forms.ChoiceField(
        label=_("År"), choices=[("2026", "2026"), ("2025", "2025")], required=False
    )
    since = forms.DateField(label=_("Fra dato"), widget=DateInput, required=False)

    prefix = "filter"
