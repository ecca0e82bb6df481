"""What a person at a centre enters about an activity: one page, made for a phone."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.activities.by_place import (
    MOST_ATTENDANCES,
    read_by_place,
    written_by_place,
)
from assignments.activities.models import Activity, ActivityMunicipality
from assignments.activities.values import LABELS, ActivityValues, kind_choices, values_of
from assignments.plans.forms import (
    TaskField,
    ThemeField,
    ThemesField,
    main_first,
    tasks_on_offer,
    themes_on_offer,
)
from assignments.plans.models import Assignment
from assignments.plans.numbers import shown_number
from assignments.plans.places import PlacesField, places_named
from assignments.plans.rules import own_centres
from assignments.plans.selects import DrawnSelect, capitalised
from centres.models import Centre, MandateTask
from korus_portal.accounts.models import User
from korus_portal.design.free_text import FreeTextField, refuse_identity_numbers
from korus_portal.design.widgets import DateInput
from municipalities.models import Municipality, Theme

USUAL_PLACES = 8
EARLIEST = date(2000, 1, 1)


class HoursField(forms.DecimalField):
    """Hours with a decimal comma or point."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "size": 6})
        super().__init__(max_digits=7, decimal_places=2, min_value=0, widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.replace(",", ".").split())
        return super().to_python(value)


class ActivityForm(forms.Form):
    """An activity. `stored` is the one being changed, None for a new one."""

    centre = forms.ModelChoiceField(
        label=gettext_lazy("Senter"), queryset=Centre.objects.none(), to_field_name="code"
    )
    kind = forms.ChoiceField(label=LABELS["kind"], widget=DrawnSelect)
    starts_on = forms.DateField(label=LABELS["starts_on"], widget=DateInput)
    hours = HoursField(
        label=LABELS["hours"],
        required=False,
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
    attendances = forms.IntegerField(
        label=LABELS["attendances"],
        required=False,
        min_value=0,
        max_value=MOST_ATTENDANCES,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "size": 6}),
        help_text=gettext_lazy("Alle som deltok, talt hver gang de møtte."),
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
    is_national_event = forms.BooleanField(
        label=LABELS["is_national_event"],
        required=False,
        help_text=gettext_lazy("Gir «brukt» bare for kommuner der noen deltok."),
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    # The fields that most activities do without, folded away on the page.
    FOLDED = (
        "title",
        "attendances_by_place",
        "other_themes",
        "mandate_task",
        "ends_on",
        "is_national_event",
    )
    named: dict[Municipality, int | None]

    def __init__(
        self, data: Any = None, *, user: User, stored: Activity | None = None, preset: Any = ()
    ) -> None:
        """`preset` is what a new form holds from the start, by the link that led to it."""
        initial = initial_of(values_of(stored), stored.version) if stored else new_initial()
        super().__init__(data, initial={**initial, **dict(preset)})
        self.stored, self.named = stored, {}
        self.day = self.shown_day()
        self.offer_centres([stored.centre] if stored else list(own_centres(user)))
        self.offer_closed_lists()
        self.offer("assignment", self.running_assignments())
        places: Any = self.fields["municipalities"]
        chosen = self["municipalities"].value() or ()
        places.offer(on=self.day, first=usual_places(user, self.day), also=chosen)

    def shown_day(self) -> date:
        """The day that decides what can be chosen; today where none is given yet."""
        value = self["starts_on"].value()
        try:
            day = value if isinstance(value, date) else parse_date(value or "")
        except ValueError:
            day = None
        return day or timezone.localdate()

    def offer_centres(self, centres: list[Centre]) -> None:
        """Only who works at several centres is asked which one; an activity never moves."""
        self.centres = centres
        if len(centres) == 1:
            del self.fields["centre"]
        else:
            self.offer("centre", Centre.objects.filter(pk__in=[centre.pk for centre in centres]))

    def offer_closed_lists(self) -> None:
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("Velg type")), *kind_choices()]
        themes = themes_on_offer(self.stored.themes.all() if self.stored else ())
        self.offer("main_theme", themes)
        self.offer("other_themes", themes)
        task = self.stored.mandate_task if self.stored else None
        self.offer("mandate_task", tasks_on_offer(self.centres, task))

    def running_assignments(self) -> QuerySet[Assignment]:
        """The centre's tiltak of the day's year, and the one already chosen."""
        own = Assignment.objects.filter(centre__in=self.centres)
        chosen = Q(pk=self.stored.assignment_id if self.stored else None)
        return (own.running_in(self.day.year) | own.filter(chosen)).order_by("title", "pk")

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset = rows

    @property
    def folded(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FOLDED]

    @property
    def has_folded_content(self) -> bool:
        """Open the fold where there is something to see or to mend."""
        return any(field.value() or field.errors for field in self.folded)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and first < EARLIEST:
            self.add_error("starts_on", _("Datoen er for langt tilbake."))
        if first and last and last < first:
            self.add_error("ends_on", _("Sluttdatoen er før datoen aktiviteten begynte."))
        assignment = cleaned.get("assignment")
        if assignment and cleaned.get("centre") not in (None, assignment.centre):
            self.add_error("assignment", _("Tiltaket hører til et annet senter."))
        if first:
            self.clean_places(first)
        return cleaned

    def clean_places(self, day: date) -> None:
        """The municipalities as they were on the day, and the numbers beside them."""
        cleaned = self.cleaned_data
        try:
            places = places_named(cleaned.get("municipalities", ()), on=day)
        except ValidationError as error:
            self.add_error("municipalities", error)
            return
        try:
            self.named = read_by_place(cleaned.get("attendances_by_place", ""), places)
        except ValidationError as error:
            self.add_error("attendances_by_place", error)
            return
        total, by_place = cleaned.get("attendances"), sum(filter(None, self.named.values()))
        if total is not None and by_place > total:
            text = _("Summen per kommune (%(sum)s) er større enn deltakelser i alt (%(total)s).")
            self.add_error("attendances_by_place", text % {"sum": by_place, "total": total})

    @property
    def for_centre(self) -> Centre:
        chosen: Centre = self.cleaned_data.get("centre") or self.centres[0]
        return chosen

    def values(self) -> ActivityValues:
        cleaned = self.cleaned_data
        return ActivityValues(
            kind=Activity.Kind(cleaned["kind"]),
            title=cleaned["title"],
            starts_on=cleaned["starts_on"],
            ends_on=cleaned["ends_on"],
            hours=cleaned["hours"],
            form=Activity.Form(cleaned["form"]),
            attendances=cleaned["attendances"],
            is_national_event=cleaned["is_national_event"],
            assignment=cleaned["assignment"],
            mandate_task=cleaned["mandate_task"],
            themes=main_first(cleaned["main_theme"], cleaned["other_themes"]),
            municipalities=self.named,
            note=cleaned["note"],
        )


def new_initial() -> dict[str, Any]:
    return {"starts_on": timezone.localdate(), "form_token": uuid4()}


def initial_of(values: ActivityValues, version: int) -> dict[str, Any]:
    """The form as it looks with what is stored."""
    main, *others = values.themes or (None,)
    several = len(values.municipalities) > 1
    return {
        "kind": values.kind,
        "title": values.title,
        "starts_on": values.starts_on,
        "ends_on": values.ends_on,
        "hours": shown_number(values.hours),
        "form": values.form,
        "attendances": values.attendances,
        "is_national_event": values.is_national_event,
        "assignment": values.assignment,
        "mandate_task": values.mandate_task,
        "main_theme": main,
        "other_themes": others,
        "municipalities": [place.code for place in values.municipalities],
        "attendances_by_place": written_by_place(values.municipalities) if several else "",
        "note": values.note,
        "version": version,
    }


def usual_places(user: User, day: date) -> list[str]:
    """Codes of the places that the person has registered activities for lately, latest first."""
    lately = Activity.objects.filter(registered_by=user, deleted_at=None).order_by("-pk")
    rows = ActivityMunicipality.objects.filter(activity__in=lately.values("pk")[:100])
    codes = (
        rows.values_list("municipality__code").annotate(latest=Max("activity")).order_by("-latest")
    )
    return [code for code, _latest in codes[:USUAL_PLACES]]
