"""What a leader enters about a tiltak."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.plans.choices import CentreRole, CoursePhase, LifeStage
from assignments.plans.fields import (
    TaskField,
    TasksField,
    ThemeField,
    ThemesField,
    initiatives_on_offer,
    tasks_on_offer,
    themes_on_offer,
)
from assignments.plans.models import Assignment
from assignments.plans.places import PlacesField, places_named
from assignments.plans.rules import led_centres
from assignments.plans.selects import DrawnSelect, capitalised
from assignments.plans.values import (
    LABELS,
    AssignmentValues,
    values_of,
)
from centres.models import Centre, Initiative, MandateTask
from korus_portal.accounts.models import User
from korus_portal.design.free_text import FreeTextField, refuse_identity_numbers
from korus_portal.design.widgets import DateInput
from municipalities.models import Municipality, Theme


def main_first(main: Theme | None, others: Iterable[Theme]) -> tuple[Theme, ...]:
    """The main theme takes the hours, so its place is first (rule 21)."""
    rest = [theme for theme in others if theme != main]
    return (main, *rest) if main else tuple(rest)


# Behind «Mer om tiltaket»: good to have said, not needed to begin.
FURTHER = (
    "quality_aim",
    "centre_role",
    "course_phases",
    "life_stages",
    "receiving_service",
    "other_tasks",
)


class AssignmentForm(forms.Form):
    """A tiltak. `stored` is the one being changed, None for a new one."""

    centre = forms.ModelChoiceField(
        label=gettext_lazy("Senter"), queryset=Centre.objects.none(), to_field_name="code"
    )
    title = forms.CharField(
        label=LABELS["title"], max_length=160, validators=[refuse_identity_numbers]
    )
    description = FreeTextField(label=LABELS["description"], max_length=4000, required=False)
    main_theme = ThemeField(
        label=gettext_lazy("Hovedtema"), queryset=Theme.objects.none(), to_field_name="code"
    )
    other_themes = ThemesField(
        label=gettext_lazy("Flere temaer"),
        queryset=Theme.objects.none(),
        to_field_name="code",
        required=False,
    )
    initiative = forms.ModelChoiceField(
        label=LABELS["initiative"],
        queryset=Initiative.objects.none(),
        to_field_name="code",
        required=False,
        widget=DrawnSelect,
    )
    mandate_task = TaskField(
        label=LABELS["mandate_task"],
        queryset=MandateTask.objects.none(),
        to_field_name="code",
        required=False,
        help_text=gettext_lazy("Kopieres til aktivitetene i tiltaket."),
    )
    starts_on = forms.DateField(label=LABELS["starts_on"], widget=DateInput)
    ends_on = forms.DateField(
        label=LABELS["ends_on"],
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("La feltet stå tomt når tiltaket ikke har noen sluttdato."),
    )
    municipalities = PlacesField(
        label=LABELS["municipalities"],
        required=False,
        help_text=gettext_lazy("Bare når tiltaket gjelder bestemte kommuner."),
    )
    quality_aim = FreeTextField(
        label=LABELS["quality_aim"],
        max_length=2000,
        required=False,
        help_text=gettext_lazy(
            "Hva skal bli bedre for dem tjenestene er til for? "
            "Ikke skriv opplysninger om enkeltpersoner."
        ),
    )
    centre_role = forms.ChoiceField(
        label=LABELS["centre_role"],
        choices=[("", gettext_lazy("Ikke valgt")), *capitalised(CentreRole.choices)],
        required=False,
    )
    course_phases = forms.MultipleChoiceField(
        label=LABELS["course_phases"],
        choices=capitalised(CoursePhase.choices),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    life_stages = forms.MultipleChoiceField(
        label=LABELS["life_stages"],
        choices=capitalised(LifeStage.choices),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    receiving_service = forms.CharField(
        label=LABELS["receiving_service"],
        max_length=120,
        required=False,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("En funksjon, for eksempel «rus og psykisk helse»."),
    )
    other_tasks = TasksField(
        label=LABELS["other_tasks"],
        queryset=MandateTask.objects.none(),
        to_field_name="code",
        required=False,
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    places: tuple[Municipality, ...] = ()

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        stored: Assignment | None = None,
        known: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        """`known` is what the address of a new one says: a link from elsewhere fills it in."""
        new = new_initial(known or {})
        initial = initial_of(values_of(stored), stored.version) if stored else new
        super().__init__(data, initial=initial, **options)
        self.stored = stored
        self.offer_centres([stored.centre] if stored else list(led_centres(user)))
        self.offer_closed_lists()
        places: Any = self.fields["municipalities"]
        places.offer(on=timezone.localdate(), also=self["municipalities"].value() or ())

    def offer_centres(self, centres: list[Centre]) -> None:
        """Only who leads several centres is asked which one; a tiltak never moves."""
        self.centres = centres
        if len(centres) == 1:
            del self.fields["centre"]
        else:
            self.offer("centre", Centre.objects.filter(pk__in=[centre.pk for centre in centres]))

    def offer_closed_lists(self) -> None:
        stored = self.stored
        themes = themes_on_offer(stored.themes.all() if stored else ())
        self.offer("main_theme", themes)
        self.offer("other_themes", themes)
        self.offer("initiative", initiatives_on_offer(stored.initiative if stored else None))
        task = stored.mandate_task if stored else None
        tasks = tasks_on_offer(self.centres, task)
        self.offer("mandate_task", tasks)
        own = stored.other_tasks.all() if stored else MandateTask.objects.none()
        both = Q(pk__in=tasks.values("pk")) | Q(pk__in=own.values("pk"))
        self.offer("other_tasks", MandateTask.objects.filter(both))

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset = rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Sluttdatoen er før startdatoen."))
        if self.cleaned_data.get("municipalities"):
            self.clean_places()
        return cleaned

    def clean_places(self) -> None:
        """Places chosen before may stay although they have been merged away since."""
        codes = set(self.cleaned_data["municipalities"])
        kept = self.stored.municipalities.filter(code__in=codes) if self.stored else []
        kept_codes = {place.code for place in kept}
        try:
            new = places_named(codes - kept_codes, on=timezone.localdate())
        except ValidationError as error:
            self.add_error("municipalities", error)
        else:
            self.places = tuple(sorted([*kept, *new], key=lambda place: place.code))

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What every tiltak needs to have said."""
        return [item for item in self.visible_fields() if item.name not in FURTHER]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FURTHER]

    @property
    def is_further_open(self) -> bool:
        """Open where something is said there or is to be mended."""
        return any(item.errors or item.value() for item in self.further_fields)

    @property
    def for_centre(self) -> Centre:
        chosen: Centre = self.cleaned_data.get("centre") or self.centres[0]
        return chosen

    def moved_day(self) -> str:
        """The field by which the tiltak enters or leaves years."""
        starts_on = self.cleaned_data["starts_on"]
        has_start = self.stored is not None and self.stored.starts_on.year == starts_on.year
        return "ends_on" if has_start else "starts_on"

    def values(self) -> AssignmentValues:
        cleaned = self.cleaned_data
        return AssignmentValues(
            title=cleaned["title"],
            description=cleaned["description"],
            themes=main_first(cleaned["main_theme"], cleaned["other_themes"]),
            initiative=cleaned["initiative"],
            mandate_task=cleaned["mandate_task"],
            starts_on=cleaned["starts_on"],
            ends_on=cleaned["ends_on"],
            municipalities=self.places,
            quality_aim=cleaned["quality_aim"],
            centre_role=CentreRole(cleaned["centre_role"]) if cleaned["centre_role"] else "",
            course_phases=tuple(CoursePhase(code) for code in cleaned["course_phases"]),
            life_stages=tuple(LifeStage(code) for code in cleaned["life_stages"]),
            receiving_service=cleaned["receiving_service"],
            other_tasks=self.further_tasks(),
        )

    def further_tasks(self) -> tuple[MandateTask, ...]:
        """In the order of their codes, without the main task, which has its own place."""
        main = self.cleaned_data["mandate_task"]
        chosen = [task for task in self.cleaned_data["other_tasks"] if task != main]
        return tuple(sorted(chosen, key=lambda task: task.code))


def new_initial(known: Mapping[str, str]) -> dict[str, Any]:
    """Codes that nobody knows choose nothing."""
    place = known.get("kommune", "")
    return {
        "form_token": uuid4(),
        "title": known.get("tittel", "")[:160],
        "main_theme": known.get("tema", ""),
        "municipalities": [place] if place else [],
    }


def initial_of(values: AssignmentValues, version: int) -> dict[str, Any]:
    """The form as it looks with what is stored."""
    main, *others = values.themes or (None,)
    return {
        "title": values.title,
        "description": values.description,
        "main_theme": main,
        "other_themes": others,
        "initiative": values.initiative,
        "mandate_task": values.mandate_task,
        "starts_on": values.starts_on,
        "ends_on": values.ends_on,
        "municipalities": [place.code for place in values.municipalities],
        "quality_aim": values.quality_aim,
        "centre_role": str(values.centre_role),
        "course_phases": [str(code) for code in values.course_phases],
        "life_stages": [str(code) for code in values.life_stages],
        "receiving_service": values.receiving_service,
        "other_tasks": values.other_tasks,
        "version": version,
    }
