"""What people write in a report, each text with the version that it was written on."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.models import User
from korus_portal.design.rich_text import HELP, RichTextarea, RichTextField
from korus_portal.notifications.forms import WhichAndWhyForm
from reporting.models import AnnualReport, ReportSection, Written
from reporting.people import staff
from reporting.texts import Text

Key = ReportSection.Key
ASKED = {
    Key.INTRODUCTION: _(
        "Hovedlinjene i året: hva senteret la vekt på, og hva som ble annerledes enn planlagt."
    ),
    Key.ATTAINMENT: _("Hva senteret oppnådde, vurdert mot søknaden og tilskuddsbrevet."),
    Key.DEVIATIONS: _("Hva som ikke ble som planlagt, hvorfor, og hva dere gjorde med det."),
    Key.COOPERATION: _("Hvem senteret samarbeidet med, og hva det førte til."),
    Key.USER_PARTICIPATION: _("Hvordan brukere og pårørende var med, og hva de fikk å si."),
    Key.NOT_REACHED: _("Hvorfor noen kommuner ikke er nådd, og hva dere gjør for å nå dem."),
    Key.NEXT_YEAR: _("Hva senteret vil legge vekt på neste år."),
}


class PartForm(forms.Form):
    """Texts with the version that they were written on, who writes them and how far it is."""

    # A browser must let half a text through.
    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    owner: Any = forms.ModelChoiceField(
        User.objects.none(), label=_("Ansvarlig"), required=False, empty_label=_("Ingen")
    )
    state = forms.ChoiceField(label=_("Hvor langt"), choices=Written.State, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, report: AnnualReport, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        owners: Any = self.fields["owner"]
        owners.queryset = staff(report.centre)

    def clean_state(self) -> str:
        return self.cleaned_data["state"] or Written.State.NOT_STARTED

    def text_fields(self) -> list[str]:
        return [name for name in self.fields if name not in ("version", "owner", "state")]

    def texts(self) -> dict[str, str]:
        """Line ends are one character, as they are counted."""
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in self.text_fields()}


class SectionForm(PartForm):
    body = RichTextField(label=_("Tekst"), required=False, max_length=20000)
    field_order = ("version", "body", "state", "owner")

    def __init__(self, *args: Any, section: ReportSection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = section.get_key_display()
        self.fields["body"].help_text = f"{ASKED[Key(section.key)]} {HELP}"


class EntryForm(PartForm):
    """`must_extend` is said beside the field; an unfinished text can be saved all the same."""

    brief = RichTextField(
        label=_("Kort omtale"),
        required=False,
        max_length=4000,
        widget=RichTextarea(attrs={"rows": 8}),
    )
    extended = RichTextField(label=_("Utvidet omtale"), required=False, max_length=20000)
    field_order = ("version", "brief", "extended", "state", "owner")

    def __init__(self, *args: Any, must_extend: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Said on the page: what must be there before it is submitted, may be missing today.
        self.fields["extended"].required = must_extend and not self.is_bound


class AnswerForm(PartForm):
    body = RichTextField(label=_("Svar"), required=False, max_length=8000)
    field_order = ("version", "body", "state", "owner")


class LinkForm(forms.Form):
    """A row to point to, among those that the search found."""

    kind = forms.ChoiceField(
        choices=[("activity", ""), ("assignment", ""), ("agreement", "")],
    )
    row = forms.IntegerField(min_value=1, max_value=2**62)


class RedactionForm(WhichAndWhyForm):
    """Which texts to take out of every version, and why."""

    why_help = _("Begrunnelsen står i rapporten. Ikke gjenta det som skal bort.")

    def __init__(self, data: Mapping[str, Any] | None = None, *, texts: Iterable[Text]) -> None:
        super().__init__(data, choices=[(text.name, text.label) for text in texts])
