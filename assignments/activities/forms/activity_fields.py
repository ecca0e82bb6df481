"""The fields of an activity, in the order in which they are asked."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.activities.by_place import MOST_ATTENDANCES
from assignments.activities.models import Activity
from assignments.activities.values import LABELS
from assignments.plans.choices import CentreRole, CoursePhase, Education, LifeStage
from assignments.plans.forms import TaskField, ThemeField, ThemesField
from assignments.plans.models import Assignment
from assignments.plans.places import PlacesField
from assignments.plans.selects import DrawnSelect, DrawnSuggestMultiple, capitalised
from centres.models import Centre, MandateTask
from korus_portal.accounts.models import Organisation
from korus_portal.design.free_text import FreeTextField, refuse_identity_numbers
from korus_portal.design.widgets import DateInput
from municipalities.models import Theme

MOST_DATES = 60
EMPTY_DATES = 2


class DecimalText(forms.DecimalField):
    """A number with a decimal comma or point."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "size": 6}
        widget = forms.TextInput(attrs)
        super().__init__(min_value=0, widget=widget, required=False, **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.replace(",", ".").split())
        return super().to_python(value)


class HoursField(DecimalText):
    """Work hours."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=7, decimal_places=2, **options)


class NumberField(forms.IntegerField):
    """A count of people, typed on the number keys of a phone."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "size": 6}
        super().__init__(
            required=False,
            min_value=0,
            max_value=MOST_ATTENDANCES,
            widget=forms.TextInput(attrs),
            **options,
        )


class DatesInput(forms.Widget):
    """The browser's date picker several times, and some empty ones to go on with."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        found = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [value for value in found if value]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        given = attrs or {}
        ident, described = given.get("id", name), given.get("aria-describedby") or ""
        shown = [str(one) for one in value or ()] + [""] * EMPTY_DATES
        inputs = format_html_join(
            "",
            '<input type="date" class="ds-input" name="{}" value="{}" id="{}" aria-label="{}"'
            ' aria-describedby="{}">',
            (
                (name, day, self.id_of(ident, at), _("Dato %(at)s") % {"at": at + 2}, described)
                for at, day in enumerate(shown)
            ),
        )
        return format_html(
            '<div class="dates" data-dates="{}">{}</div>', _("Legg til dato"), inputs
        )

    def id_of(self, ident: str, at: int) -> str:
        """The first has the id that label and errors point to."""
        return f"{ident}_{at}" if at else ident


class DatesField(forms.Field):
    """Several dates."""

    widget = DatesInput

    def to_python(self, value: Iterable[str] | None) -> list[date]:
        one, found, wrong = forms.DateField(), set(), []
        for text in value or ():
            try:
                day = one.to_python(text)
            except ValidationError:
                wrong.append(ValidationError(_("«%s» er ikke en dato.") % text))
            else:
                found.add(day)
        if wrong:
            raise ValidationError(wrong)
        if len(found) > MOST_DATES:
            raise ValidationError(_("Høyst %s datoer om gangen.") % MOST_DATES)
        return sorted(day for day in found if day)


def list_of(name: str, choices: Any, *, empty: Any = None) -> forms.ChoiceField:
    """One of a closed list, or nothing."""
    options = [("", empty or gettext_lazy("Ikke oppgitt")), *capitalised(choices)]
    return forms.ChoiceField(
        label=LABELS[name], choices=options, required=False, widget=DrawnSelect
    )


class ActivityFields(forms.Form):
    """What is asked. What can be chosen, and what belongs together, is said in `ActivityForm`."""

    centre = forms.ModelChoiceField(
        label=gettext_lazy("Senter"), queryset=Centre.objects.none(), to_field_name="code"
    )
    kind = forms.ChoiceField(label=LABELS["kind"], widget=DrawnSelect)
    starts_on = forms.DateField(label=LABELS["starts_on"], widget=DateInput)
    hours = HoursField(
        label=LABELS["hours"],
        help_text=gettext_lazy(
            "Senterets arbeidstimer i alt: forberedelse, gjennomføring og etterarbeid, ikke reise."
        ),
    )
    form = forms.ChoiceField(
        label=LABELS["form"],
        choices=capitalised(Activity.Form.choices),
        widget=forms.RadioSelect,
        initial=Activity.Form.ON_SITE,
    )
    assignment = forms.ModelChoiceField(
        label=LABELS["assignment"],
        queryset=Assignment.objects.none(),
        required=False,
        widget=DrawnSelect,
        empty_label=gettext_lazy("Ikke knyttet til et tiltak"),
        error_messages={
            "invalid_choice": gettext_lazy("Tiltaket går ikke i året som aktiviteten hører til.")
        },
    )
    main_theme = ThemeField(
        label=gettext_lazy("Tema"),
        queryset=Theme.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("Samme som tiltaket"),
    )
    municipalities = PlacesField(
        label=LABELS["municipalities"],
        required=False,
        help_text=gettext_lazy("Kommunene og bydelene som aktiviteten var for."),
    )
    attendances = NumberField(
        label=LABELS["attendances"],
        help_text=gettext_lazy("Alle som deltok, talt hver gang de møtte."),
    )
    result = FreeTextField(
        label=LABELS["result"],
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy(
            "Hva dere ble enige om. Må fylles ut når dialogmøtet bekreftes. "
            "Ikke skriv opplysninger om enkeltpersoner."
        ),
    )
    institution = forms.CharField(
        label=LABELS["institution"],
        max_length=160,
        required=False,
        validators=[refuse_identity_numbers],
    )
    education = list_of("education", Education.choices)
    study_credits = DecimalText(label=LABELS["study_credits"], max_digits=5, decimal_places=1)
    centre_role = list_of("centre_role", CentreRole.choices)
    course_phase = list_of("course_phase", CoursePhase.choices)
    life_stage = list_of("life_stage", LifeStage.choices)
    receiving_service = forms.CharField(
        label=LABELS["receiving_service"],
        max_length=120,
        required=False,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("Som funksjon, for eksempel «rus og psykisk helse»."),
    )
    note = FreeTextField(
        label=LABELS["note"],
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy(
            "Bare for senteret. Ikke skriv opplysninger om enkeltpersoner. "
            "Kan bli gjenstand for innsyn."
        ),
    )
    title = forms.CharField(
        label=LABELS["title"],
        max_length=160,
        required=False,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("Tomt felt får tittel av typen og tiltaket eller kommunene."),
    )
    attendances_by_place = forms.CharField(
        label=gettext_lazy("Deltakelser per kommune"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("En linje for hver kommune, for eksempel «Alta = 12»."),
    )
    other_themes = ThemesField(
        label=gettext_lazy("Flere temaer"),
        queryset=Theme.objects.none(),
        to_field_name="code",
        required=False,
    )
    mandate_task = TaskField(
        label=LABELS["mandate_task"],
        queryset=MandateTask.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("Samme som tiltaket"),
    )
    ends_on = forms.DateField(
        label=LABELS["ends_on"],
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("Bare når aktiviteten gikk over flere dager."),
    )
    more_dates = DatesField(
        label=gettext_lazy("Flere datoer"),
        required=False,
        help_text=gettext_lazy(
            "Lager en aktivitet for hver dato, med de samme timene og deltakelsene. "
            "Datoer fram i tid lagres som utkast."
        ),
    )
    partners = forms.ModelMultipleChoiceField(
        label=LABELS["partners"],
        queryset=Centre.objects.none(),
        to_field_name="code",
        required=False,
        widget=DrawnSuggestMultiple,
        help_text=gettext_lazy("Sentre som var med. De blir spurt når aktiviteten er bekreftet."),
    )
    organisations = forms.ModelMultipleChoiceField(
        label=LABELS["organisations"],
        queryset=Organisation.objects.none(),
        required=False,
        widget=DrawnSuggestMultiple,
        help_text=gettext_lazy("Fylkeskommuner, helseforetak, organisasjoner og utdanninger."),
    )
    evaluation = FreeTextField(
        label=LABELS["evaluation"],
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy(
            "Kort om hva evalueringen viste. Ikke skriv opplysninger om enkeltpersoner."
        ),
    )
    is_national_event = forms.BooleanField(
        label=LABELS["is_national_event"],
        required=False,
        help_text=gettext_lazy("Gir «brukt» bare for kommuner der noen deltok."),
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    presets = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
