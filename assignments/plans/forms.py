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

from assignments.plans.models import Assignment, AssignmentYear
from assignments.plans.places import PlacesField, places_named
from assignments.plans.rules import led_centres
from assignments.plans.selects import DrawnSelect, DrawnSuggestMultiple, capitalised
from assignments.plans.values import (
    LABELS,
    YEAR_LABELS,
    AssignmentValues,
    YearValues,
    values_of,
)
from centres.models import Centre, Initiative, MandateTask
from korus_portal.accounts.models import User
from korus_portal.design.free_text import FreeTextField, refuse_identity_numbers
from korus_portal.design.widgets import DateInput
from municipalities.models import Municipality, Theme


class ThemeLabel:
    """«Rusmidler: Alkohol» in a list where both levels stand."""

    def label_from_instance(self, obj: Theme) -> str:
        return f"{obj.parent}: {obj}" if obj.parent else str(obj)


class ThemeField(ThemeLabel, forms.ModelChoiceField):  # type: ignore[type-arg]
    """One theme."""

    widget = DrawnSelect


class ThemesField(ThemeLabel, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several themes, as a list to type in."""

    widget = DrawnSuggestMultiple


class TaskField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A task of the mandate, by its code and name."""

    widget = DrawnSelect

    def label_from_instance(self, obj: MandateTask) -> str:
        return f"{obj.code} {obj}"


def themes_on_offer(chosen: Iterable[Theme] = ()) -> QuerySet[Theme]:
    """Today's themes, and those already chosen though they are retired."""
    own = [theme.pk for theme in chosen]
    return Theme.objects.filter(Q(retired_on=None) | Q(pk__in=own)).select_related("parent")


def initiatives_on_offer(chosen: Initiative | None) -> QuerySet[Initiative]:
    return Initiative.objects.filter(Q(retired_on=None) | Q(pk=chosen.pk if chosen else None))


def tasks_on_offer(centres: Iterable[Centre], chosen: MandateTask | None) -> QuerySet[MandateTask]:
    """The tasks of the mandate that concern any of the centres."""
    applies = {MandateTask.AppliesTo.ALL}
    for centre in centres:
        if centre.function != Centre.Function.REGIONAL:
            applies.add(MandateTask.AppliesTo.NATIONAL)
        if centre.function != Centre.Function.NATIONAL:
            applies.add(MandateTask.AppliesTo.REGIONAL)
        if centre.kind == Centre.Kind.KORUS:
            applies.add(MandateTask.AppliesTo.KORUS)
    current = Q(applies_to__in=applies, retired_on=None)
    return MandateTask.objects.filter(current | Q(pk=chosen.pk if chosen else None))


def main_first(main: Theme | None, others: Iterable[Theme]) -> tuple[Theme, ...]:
    """The main theme takes the hours, so its place is first (rule 21)."""
    rest = [theme for theme in others if theme != main]
    return (main, *rest) if main else tuple(rest)


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
        self.offer("mandate_task", tasks_on_offer(self.centres, task))

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
        )


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
        "version": version,
    }


class AssignmentYearForm(forms.Form):
    """What the tiltak is in one year's report."""

    status = forms.ChoiceField(
        label=YEAR_LABELS["status"],
        choices=capitalised(AssignmentYear.Status.choices),
        widget=forms.RadioSelect,
    )
    change_text = FreeTextField(
        label=YEAR_LABELS["change_text"],
        help_text=gettext_lazy(
            "Må fylles ut ved vesentlig dreining. Ikke skriv opplysninger om enkeltpersoner."
        ),
        max_length=4000,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_changed = cleaned.get("status") == AssignmentYear.Status.CHANGED
        if is_changed and not cleaned.get("change_text") and "change_text" not in self.errors:
            self.add_error("change_text", _("Skriv hva som er endret."))
        return cleaned

    def values(self) -> YearValues:
        status = AssignmentYear.Status(self.cleaned_data["status"])
        is_changed = status == AssignmentYear.Status.CHANGED
        text = self.cleaned_data["change_text"] if is_changed else ""
        return YearValues(status=status, change_text=text)
