"""The choices of the coverage pages, as plain GET parameters that can be shared."""

import re
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.coverage.models import CoverageRow, Structure
from assignments.coverage.periods import YEARS
from assignments.plans.models import ImplementationStep, Method
from assignments.plans.selects import DrawnSelect, DrawnSuggestMultiple
from centres.models import Centre, Initiative, MandateTask
from korus_portal.design.wrong_year import MESSAGES
from municipalities.models import County, MunicipalityChange, Theme
from reporting.dashboard import asked, focus_rows, groups, worked
from reporting.dashboard.choice import GEOGRAPHIC, MOST_YEARS, SIZE_NAMES, Choice
from reporting.dashboard.focus import AGREEMENT
from reporting.dashboard.lists import FIELDS, Listed, Lists

# The municipal structure is known from here on.
FIRST_YEAR = 2017


def years_with_data(today: date) -> list[int]:
    """From the first counted year to this one, newest first."""
    first = min((year for (year,) in asked.rows(first_year_asked)), default=today.year)
    return list(range(today.year, min(first, today.year) - 1, -1))


def first_year_asked() -> QuerySet[Any, Any]:
    rows = CoverageRow.objects.filter(structure=Structure.THEN)  # as its index begins
    return rows.order_by("year").values_list("year")[:1]


def same_structure(one: int, other: int) -> bool:
    """Whether the same codes were in force on 1 January of both years."""
    if one == other:
        return True
    first, last = date(min(one, other), 1, 1), date(max(one, other), 1, 1)
    return not asked.rows(changes_asked, first, last)


def changes_asked(after: date, upto: date) -> QuerySet[Any, Any]:
    """One that makes codes differ, if there is any."""
    renames = [MunicipalityChange.Type.RENAME, MunicipalityChange.Type.BOUNDARY]
    changes = MunicipalityChange.objects.filter(date__gt=after, date__lte=upto)
    return changes.exclude(change_type__in=renames).order_by().values_list("pk")[:1]


class CoverageForm(forms.Form):
    """Year, doer, county and structure. An empty form means this year, any centre, the country."""

    aar = forms.TypedChoiceField(
        label=_("År"),
        coerce=int,
        required=False,
        error_messages=MESSAGES,
        widget=DrawnSelect,
    )
    type = forms.ChoiceField(
        label=_("Type senter"),
        required=False,
        error_messages={"invalid_choice": _("«%(value)s» er ikke en type senter.")},
        widget=DrawnSelect,
    )
    senter = forms.ModelChoiceField(
        label=_("Senter"),
        queryset=Centre.objects.order_by("short_name"),
        to_field_name="code",
        required=False,
        empty_label=_("alle"),
        error_messages={"invalid_choice": _("Det finnes ikke noe senter med denne koden.")},
        widget=DrawnSelect,
    )
    fylke = forms.ModelMultipleChoiceField(
        label=_("Fylke"),
        queryset=County.objects.none(),
        to_field_name="code",
        required=False,
        widget=DrawnSuggestMultiple(attrs={"size": 3}),
        error_messages={
            "invalid_choice": _("Det fantes ikke noe fylke med nummeret %(value)s dette året.")
        },
    )
    tema = forms.ModelChoiceField(
        label=_("Tema"),
        queryset=Theme.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("alle"),
        error_messages={"invalid_choice": _("Det finnes ikke noe tema med denne koden.")},
        widget=DrawnSelect,
    )
    satsing = forms.ModelChoiceField(
        label=_("Satsing"),
        queryset=Initiative.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("alle"),
        error_messages={"invalid_choice": _("Det finnes ikke noen satsing med denne koden.")},
        widget=DrawnSelect,
    )
    oppgave = forms.ModelChoiceField(
        label=_("Oppgave i samfunnsoppdraget"),
        queryset=MandateTask.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("alle"),
        error_messages={"invalid_choice": _("Det finnes ikke noen oppgave med denne koden.")},
        widget=DrawnSelect,
    )
    storrelse = forms.ChoiceField(
        label=_("Kommunestørrelse"),
        required=False,
        choices=[("", _("alle")), *SIZE_NAMES],
        error_messages={"invalid_choice": _("«%(value)s» er ikke en kommunestørrelse.")},
        widget=DrawnSelect,
    )
    sentralitet = forms.TypedMultipleChoiceField(
        label=_("Sentralitet"),
        required=False,
        coerce=int,
        choices=[
            (1, _("1 (mest sentral)")),
            (2, "2"),
            (3, "3"),
            (4, "4"),
            (5, "5"),
            (6, _("6 (minst sentral)")),
        ],
        widget=DrawnSuggestMultiple(attrs={"size": 3}),
        error_messages={"invalid_choice": _("«%(value)s» er ikke en sentralitetsklasse.")},
    )
    funksjon = forms.ChoiceField(
        label=_("Sentrenes funksjon"),
        required=False,
        choices=[("", _("alle")), *Centre.Function.choices],
        error_messages={"invalid_choice": _("«%(value)s» er ikke en funksjon.")},
        widget=DrawnSelect,
    )
    n = forms.IntegerField(
        label=_("Over tid: antall år (3 når feltet er tomt)"),
        required=False,
        min_value=1,
        max_value=MOST_YEARS,
    )
    struktur = forms.IntegerField(label=_("Kommuneinndeling"), required=False, widget=DrawnSelect())
    kart = forms.ChoiceField(
        label=_("Kart"),
        required=False,
        choices=[("", _("sekskanter")), (GEOGRAPHIC, _("geografisk"))],
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("«%(value)s» er ikke et kart som kan vises.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()
        self.structure_year = 0
        self.year = self.chosen_year()
        self.has_other_structure = not same_structure(self.year, self.today.year)
        self.is_today = self.has_other_structure and self.names_today()
        self.years = sorted({*years_with_data(self.today), self.year}, reverse=True)
        self.set_choices("aar", [(year, str(year)) for year in self.years])
        self.set_choices("type", [("", _("alle")), *Centre.Kind.choices])
        self.set_structures()
        self.set_counties()

    def set_choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices

    def chosen_year(self) -> int:
        raw = str(self.data.get("aar") or "")
        year = int(raw) if re.fullmatch("[0-9]{4}", raw) else self.today.year
        return year if FIRST_YEAR <= year <= self.today.year else self.today.year

    def set_structures(self) -> None:
        widget = self.fields["struktur"].widget
        assert isinstance(widget, forms.Select)  # noqa: S101 - for the type checker
        then = _("slik den var i %(year)s") % {"year": self.year}
        today = self.data["struktur"] if self.is_today else self.today.year
        widget.choices = [("", then), (today, _("slik den er i dag"))]

    def clean_struktur(self) -> str:
        """Any year may be named whose structure is that of the year shown, or today's."""
        named: int | None = self.cleaned_data["struktur"]
        if named is None:
            return Structure.THEN
        self.structure_year = named
        if FIRST_YEAR <= named <= self.today.year:
            if same_structure(named, self.year):
                return Structure.THEN
            if self.is_today:
                return Structure.TODAY
        raise forms.ValidationError(
            _("Tall for %(year)s kan vises i inndelingen fra %(year)s eller i dagens."),
            params={"year": self.year},
        )

    def set_counties(self) -> None:
        """Those of the structure shown."""
        day = date(self.today.year if self.is_today else self.year, 1, 1)
        field = self.fields["fylke"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101
        field.queryset = County.objects.in_force(on=day)
        self.set_lists(Lists(day))

    def set_lists(self, lists: Lists) -> None:
        """What is drawn, by one query for all; what was chosen is looked up by its field."""
        self.lists = lists
        for name in FIELDS:
            widget = self.fields[name].widget
            assert isinstance(widget, forms.Select)  # noqa: S101 - for the type checker
            widget.choices = Listed(lists, name)

    def offered(self) -> tuple[Any, ...]:
        """All that there is to choose among, and that may differ from visit to visit."""
        return (*self.years, *(tuple(map(tuple, rows)) for rows in self.lists.by_field.values()))

    def names_today(self) -> bool:
        """Whether the structure named is today's, by whichever year it is named."""
        raw = str(self.data.get("struktur") or "")
        if not re.fullmatch("[0-9]{4}", raw):
            return False
        named = int(raw)
        return FIRST_YEAR <= named <= self.today.year and same_structure(named, self.today.year)

    def choice(self) -> Choice:
        """The choice made; call after `is_valid`. A centre wins over a kind."""
        data = self.cleaned_data
        centre = data.get("senter")
        return Choice(
            year=data.get("aar") or self.today.year,
            structure=data["struktur"],
            today=self.today,
            centre=centre,
            kind="" if centre else data.get("type") or "",
            counties=tuple(data.get("fylke") or ()),
            theme=data.get("tema"),
            initiative=data.get("satsing"),
            task=data.get("oppgave"),
            size=data.get("storrelse") or "",
            centrality=tuple(sorted(data.get("sentralitet") or ())),
            function="" if centre else data.get("funksjon") or "",
            years=data.get("n") or YEARS,
            map=data.get("kart") or "",
            structure_year=self.structure_year,
        )


UNREACHED = "under_brukt"
# Rule 24: over the years that the choice looks back.
USED_OVER_TIME = "brukt_over_tid"
NEVER_OVER_TIME = "aldri_over_tid"
# Neither contact nor use in any year up to the one shown.
NEVER_IN_CONTACT = "aldri_i_kontakt"
LEVELS = {
    "": _("alle kommunene"),
    "kjent": _("kjent eller høyere"),
    "kontakt": _("kontakt eller høyere"),
    "brukt": _("brukt"),
    UNREACHED: _("ikke nådd"),
    NEVER_IN_CONTACT: _("aldri hatt kontakt"),
    USED_OVER_TIME: _("brukt minst én gang i årene"),
    NEVER_OVER_TIME: _("aldri nådd i årene"),
}


class PlacesForm(CoverageForm):
    """The same, and which municipalities: those at a level or above, or those not reached."""

    niva = forms.ChoiceField(
        label=_("Nivå"),
        required=False,
        choices=list(LEVELS.items()),
        error_messages={"invalid_choice": _("«%(value)s» er ikke et nivå.")},
    )
    gruppe = forms.ChoiceField(
        label=_("Gruppe"),
        required=False,
        choices=groups.choices,
        error_messages={"invalid_choice": _("«%(value)s» er ikke en gruppe kommuner.")},
    )


def work_field(label: Any, names: dict[str, Any]) -> forms.ChoiceField:
    """One of the names, or «ingen» for what nobody told."""
    told = [(code or worked.NOT_TOLD, name) for code, name in names.items()]
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", _("alle")), *told],
        error_messages={"invalid_choice": _("«%(value)s» er ikke noe vi deler arbeidet etter.")},
    )


class RowsForm(PlacesForm):
    """Of all or some municipalities, and which work: a side, a part of course or life span."""

    side = work_field(_("Side"), worked.SIDES)
    forlop = work_field(_("Plass i forløpet"), worked.PHASES)
    livslop = work_field(_("Plass i livsløpet"), worked.STAGES)

    def work(self) -> worked.WorkCut:
        """Call after `is_valid`."""
        return worked.WorkCut(*(self.told(name) for name in ("side", "forlop", "livslop")))

    def told(self, name: str) -> str | None:
        value = self.cleaned_data.get(name) or None
        return "" if value == worked.NOT_TOLD else value


class UnreachedForm(forms.Form):
    """Beside the choice: which of those not reached. Needs are for readers who may see them."""

    aldri = forms.BooleanField(label=_("Bare dem som aldri har hatt kontakt"), required=False)
    behov = forms.BooleanField(label=_("Bare kommuner med åpne behov"), required=False)


class StepsForm(CoverageForm):
    """The same, and which municipalities: how far they have come with a method."""

    metode = forms.ModelChoiceField(
        label=_("Metode"),
        queryset=Method.objects.all(),
        error_messages={
            "required": _("Velg en metode."),
            "invalid_choice": _("Det finnes ikke noen slik metode."),
        },
    )
    fase = forms.ChoiceField(
        label=_("Implementeringsfase"),
        required=False,
        choices=[("", _("alle")), *ImplementationStep.Stage.choices],
        error_messages={"invalid_choice": _("«%(value)s» er ikke en fase.")},
    )
    ufordelt = forms.BooleanField(label=_("Ufordelt etter deling"), required=False)


class FocusForm(CoverageForm):
    """The choice, and which of the focus municipalities."""

    hva = forms.ChoiceField(
        label=_("Hvilke kommuner"),
        required=False,
        choices=list(focus_rows.WHAT.items()),
        error_messages={"invalid_choice": _("«%(value)s» kan ikke vises.")},
    )

    def what(self) -> str:
        return self.cleaned_data["hva"] or AGREEMENT
