"""The rows that belong to a tiltak, each with a short form of its own."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.plans import models, rows
from assignments.plans.choices import Education, Sector
from assignments.plans.fields import NumberText
from assignments.plans.models import Assignment, Method
from assignments.plans.numbers import shown_number
from assignments.plans.places import place_groups, places_named
from assignments.plans.rows import RowKind
from assignments.plans.selects import DrawnSelect, DrawnSuggest, capitalised
from assignments.plans.years import FIRST_YEAR
from centres.grants.models import GrantLine
from korus_portal.design.free_text import refuse_identity_numbers
from korus_portal.design.widgets import DateInput

LAST_YEAR = 2100


def text_field(kind: RowKind, name: str, longest: int, **options: Any) -> forms.CharField:
    """One line of text that stops identity numbers."""
    return forms.CharField(
        label=kind.columns[name],
        max_length=longest,
        validators=[refuse_identity_numbers],
        **options,
    )


def choice_field(kind: RowKind, name: str, choices: Any, **options: Any) -> forms.ChoiceField:
    offered = [("", gettext_lazy("Ikke valgt")), *capitalised(choices)]
    return forms.ChoiceField(label=kind.columns[name], choices=offered, **options)


class RowForm(forms.Form):
    """A row of `kind`; `stored` is the one being changed, None for a new one."""

    kind: RowKind
    # Which version of the row the form was opened on.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(
        self, data: Any = None, *, assignment: Assignment, stored: Any = None, known: Any = None
    ) -> None:
        initial = dict(known or {})
        if stored is not None:
            initial = {name: self.shown(stored, name) for name in self.kind.columns}
            initial["seen"] = rows.digest(self.kind, stored)
        super().__init__(data, initial=initial)
        self.assignment, self.stored = assignment, stored
        self.offer()

    def shown(self, stored: Any, name: str) -> Any:
        """The stored value as the field takes it."""
        return getattr(stored, stored._meta.get_field(name).attname)

    def offer(self) -> None:
        """Fill the lists that depend on the tiltak."""

    def offer_rows(self, name: str, found: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset = found
        if self.stored is None and found.count() == 1:
            self.initial.setdefault(name, found[0].pk)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.kind.columns}


class PolicyAimForm(RowForm):
    kind = rows.BY_SLUG["politiske-mal"]
    title = text_field(kind, "title", 200)
    aim = text_field(kind, "aim", 300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # `kind` is what the form is for, so the field of that name is added here.
        kinds = models.PolicyAim.Kind.choices
        self.fields = {"kind": choice_field(self.kind, "kind", kinds), **self.fields}


class TargetGroupForm(RowForm):
    kind = rows.BY_SLUG["malgrupper"]
    profession = text_field(
        kind,
        "profession",
        120,
        required=False,
        help_text=gettext_lazy("For eksempel helsesykepleiere eller ruskonsulenter."),
    )
    sector = choice_field(kind, "sector", Sector.choices, required=False)
    education = choice_field(kind, "education", Education.choices, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in self.kind.columns):
            self.add_error("profession", _("Fyll ut minst ett av feltene."))
        return cleaned


class GoalForm(RowForm):
    kind = rows.BY_SLUG["mal"]
    text = text_field(kind, "text", 500, widget=forms.Textarea(attrs={"rows": 3}))


class GoalIndicatorForm(RowForm):
    kind = rows.BY_SLUG["indikatorer"]
    goal = forms.ModelChoiceField(
        label=kind.columns["goal"], queryset=models.Goal.objects.none(), widget=DrawnSelect
    )
    name = text_field(
        kind,
        "name",
        200,
        help_text=gettext_lazy("For eksempel «kommuner som har tatt metoden i bruk»."),
    )
    unit = text_field(
        kind, "unit", 40, help_text=gettext_lazy("For eksempel kommuner, ansatte eller prosent.")
    )
    baseline = NumberText(label=kind.columns["baseline"], required=False)
    target = NumberText(label=kind.columns["target"])
    due_year = forms.IntegerField(
        label=kind.columns["due_year"], min_value=FIRST_YEAR, max_value=LAST_YEAR
    )

    def offer(self) -> None:
        self.offer_rows("goal", self.assignment.goals.all())


class IndicatorResultForm(RowForm):
    kind = rows.BY_SLUG["resultater"]
    indicator = forms.ModelChoiceField(
        label=kind.columns["indicator"],
        queryset=models.GoalIndicator.objects.none(),
        widget=DrawnSelect,
    )
    year = forms.IntegerField(label=kind.columns["year"], min_value=FIRST_YEAR)
    value = NumberText(label=kind.columns["value"])
    source = text_field(
        kind,
        "source",
        300,
        help_text=gettext_lazy("For eksempel en telling."),
    )

    def offer(self) -> None:
        goals = self.assignment.goals.values("pk")
        self.offer_rows("indicator", models.GoalIndicator.objects.filter(goal__in=goals))
        if self.stored is None:
            self.initial.setdefault("year", timezone.localdate().year)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise ValidationError(_("Året er ikke kommet ennå."))
        return year


class LineField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """«Tilskudd til kompetansesentre 2026, kap. 765 post 75»."""

    widget = DrawnSelect

    def label_from_instance(self, obj: GrantLine) -> str:
        return f"{obj.grant}, {obj}"


class FundingForm(RowForm):
    kind = rows.BY_SLUG["finansiering"]
    line = LineField(label=kind.columns["line"], queryset=GrantLine.objects.none())
    share = NumberText(
        label=kind.columns["share"],
        min_value=Decimal("0.01"),
        max_value=100,
        help_text=gettext_lazy("Hvor stor del av tiltaket linjen betaler for."),
    )

    def offer(self) -> None:
        lines = GrantLine.objects.filter(grant__centre=self.assignment.centre_id)
        self.offer_rows("line", lines.select_related("grant").order_by("-grant__year", "pk"))


class StepForm(RowForm):
    kind = rows.BY_SLUG["implementering"]
    municipality = forms.ChoiceField(label=kind.columns["municipality"], widget=DrawnSuggest)
    method = forms.ModelChoiceField(
        label=kind.columns["method"],
        queryset=Method.objects.all(),
        help_text=gettext_lazy("Mangler metoden? Lederen legger den til i listen over metoder."),
        widget=DrawnSelect,
    )
    stage = choice_field(kind, "stage", models.ImplementationStep.Stage.choices)
    day = forms.DateField(label=kind.columns["day"], widget=DateInput)
    fidelity = NumberText(
        label=kind.columns["fidelity"],
        required=False,
        help_text=gettext_lazy("Bare når metoden har en skala."),
    )
    source = text_field(kind, "source", 300, required=False)

    def shown(self, stored: Any, name: str) -> Any:
        return stored.municipality.code if name == "municipality" else super().shown(stored, name)

    def offer(self) -> None:
        own = list(self.assignment.municipalities.order_by("code").values_list("code", flat=True))
        chosen = [self["municipality"].value()] if self["municipality"].value() else []
        groups = place_groups(on=timezone.localdate(), first=own, also=[*own, *chosen])
        field: Any = self.fields["municipality"]
        field.choices = [("", _("Velg kommune")), *groups]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(_("Datoen er ikke kommet ennå."))
        if day.year < FIRST_YEAR:
            raise ValidationError(_("Datoen er for lenge siden."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("municipality") and cleaned.get("day"):
            self.clean_place()
        method, fidelity = cleaned.get("method"), cleaned.get("fidelity")
        if method is not None and fidelity is not None:
            self.refuse_outside_scale(method, fidelity)
        return cleaned

    def clean_place(self) -> None:
        cleaned = self.cleaned_data
        try:
            [place] = places_named([cleaned["municipality"]], on=cleaned["day"])
        except ValidationError as error:
            self.add_error("municipality", error)
        else:
            cleaned["municipality"] = place

    def refuse_outside_scale(self, method: Method, fidelity: Decimal) -> None:
        """A number says something only on the method's own scale."""
        if not method.has_scale:
            self.add_error("fidelity", _("Metoden har ingen skala. La feltet stå tomt."))
        elif not method.fidelity_min <= fidelity <= method.fidelity_max:  # type: ignore[operator]
            shown = {
                "scale": method.fidelity_scale,
                "low": shown_number(method.fidelity_min),
                "high": shown_number(method.fidelity_max),
            }
            text = _("Skalaen «%(scale)s» går fra %(low)s til %(high)s.")
            self.add_error("fidelity", text % shown)


FORMS: dict[str, type[RowForm]] = {
    form.kind.slug: form
    for form in (
        PolicyAimForm,
        TargetGroupForm,
        GoalForm,
        GoalIndicatorForm,
        IndicatorResultForm,
        FundingForm,
        StepForm,
    )
}
