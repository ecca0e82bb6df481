"""How the list of tiltak is narrowed."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.plans.choices import CoursePhase, LifeStage
from assignments.plans.fields import ThemeLabel, themes_on_offer
from assignments.plans.models import (
    Assignment,
    AssignmentPartner,
    AssignmentQuerySet,
    AssignmentYear,
    ClosedYear,
    Funding,
)
from assignments.plans.rules import led_centres, own_centres
from assignments.plans.selects import DrawnSelect, capitalised
from centres.models import Centre, Initiative
from korus_portal.accounts.access import Viewer, is_directorate
from municipalities.models import Theme

FIRST = ("year", "centre", "title")


class ThemeChoice(ThemeLabel, django_filters.fields.ModelChoiceField):
    """«Rusmidler: Alkohol»."""


class ThemeFilter(django_filters.ModelChoiceFilter):
    field_class = ThemeChoice


def choice(label: Any, choices: Any, method: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label,
        choices=capitalised(choices),
        method=method,
        empty_label=_("Alle"),
        widget=DrawnSelect,
    )


class AssignmentFilter(django_filters.FilterSet):
    """By year, words in the title, and by what is said of the tiltak."""

    year = django_filters.ChoiceFilter(
        label=_("År"),
        method="filter_year",
        empty_label=_("Alle år"),
        widget=DrawnSelect,
    )
    centre = django_filters.ModelChoiceFilter(
        label=_("Senter"),
        queryset=Centre.objects.none(),
        to_field_name="code",
        widget=DrawnSelect,
    )
    title = django_filters.CharFilter(label=_("Tittel inneholder"), lookup_expr="icontains")
    status = choice(_("Status i året"), AssignmentYear.Status.choices, "filter_status")
    theme = ThemeFilter(
        label=_("Tema"),
        queryset=Theme.objects.none(),
        to_field_name="code",
        method="filter_theme",
        empty_label=_("Alle"),
        widget=DrawnSelect,
    )
    initiative = django_filters.ModelChoiceFilter(
        label=_("Satsing"),
        queryset=Initiative.objects.all(),
        to_field_name="code",
        empty_label=_("Alle"),
        widget=DrawnSelect,
    )
    phase = choice(_("Plass i forløpet"), CoursePhase.choices, "filter_phase")
    stage = choice(_("Plass i livsløpet"), LifeStage.choices, "filter_stage")
    part = choice(
        _("Vår del"), [("lead", _("vi leder")), ("partner", _("vi er med"))], "filter_part"
    )
    funded = choice(
        _("Finansiering"),
        [("yes", _("har budsjettlinje")), ("no", _("mangler budsjettlinje"))],
        "filter_funded",
    )
    deleted = choice(_("Slettede"), [("only", _("bare slettede"))], "filter_deleted")

    class Meta:
        model = Assignment
        fields: list[str] = []

    def __init__(self, *args: Any, user: Viewer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        self.filters["year"].extra["choices"] = self.years_on_offer()
        self.filters["theme"].queryset = themes_on_offer()
        self.offer_centres()
        works_somewhere = own_centres(user).exists()
        if not works_somewhere:
            del self.filters["part"]
        if not works_somewhere and not is_directorate(user):
            del self.filters["funded"]
        if led_centres(user).exists():
            self.filters["deleted"].extra["empty_label"] = _("Nei")
        else:
            del self.filters["deleted"]

    def years_on_offer(self) -> list[tuple[str, str]]:
        this_year = timezone.localdate().year
        first = self.queryset.order_by("starts_on").values_list("starts_on__year", flat=True)
        years = range(this_year + 1, min(first.first() or this_year, this_year) - 1, -1)
        return [(str(year), str(year)) for year in years]

    def offer_centres(self) -> None:
        centres = Centre.objects.filter(pk__in=self.queryset.values("centre"))
        if centres.count() > 1:
            self.filters["centre"].queryset = centres
        else:
            del self.filters["centre"]

    def filter_queryset(self, queryset: AssignmentQuerySet) -> AssignmentQuerySet:
        """Deleted ones stand in the list only when they are asked for."""
        found: AssignmentQuerySet = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("deleted") else found.kept()

    def filter_year(self, rows: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        return rows.running_in(int(value))

    def filter_status(self, rows: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        """In the year chosen, or any. What is not reported yet only one's own centre knows."""
        stored = AssignmentYear.objects.filter(status=value)
        if self.form.cleaned_data.get("year"):
            stored = stored.filter(year=int(self.form.cleaned_data["year"]))
        own = Q(assignment__centre__in=own_centres(self.user))
        closed = ClosedYear.objects.filter(
            centre=OuterRef("assignment__centre"), year=OuterRef("year")
        )
        reported = Exists(closed)
        return rows.filter(pk__in=stored.filter(own | reported).values("assignment"))

    def filter_theme(self, rows: AssignmentQuerySet, name: str, value: Theme) -> AssignmentQuerySet:
        """A theme with those below it."""
        below = Theme.objects.filter(Q(pk=value.pk) | Q(parent=value.pk))
        return rows.filter(
            pk__in=Assignment.themes.through.objects.filter(theme__in=below).values("assignment")
        )

    def filter_phase(self, rows: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        return rows.filter(course_phases__contains=[value])

    def filter_stage(self, rows: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        return rows.filter(life_stages__contains=[value])

    def filter_part(self, rows: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        own = own_centres(self.user)
        if value == "lead":
            return rows.filter(centre__in=own)
        shared = AssignmentPartner.objects.filter(
            centre__in=own, state=AssignmentPartner.State.ACCEPTED
        )
        return rows.filter(pk__in=shared.values("assignment"))

    def filter_funded(self, rows: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        """Money is between a centre and the directorate: of partners' tiltak nobody is told."""
        if not is_directorate(self.user):
            rows = rows.filter(centre__in=own_centres(self.user))
        funded = Q(pk__in=Funding.objects.values("assignment"))
        return rows.filter(funded if value == "yes" else ~funded)

    def filter_deleted(self, rows: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        return rows.exclude(deleted_at=None).filter(centre__in=led_centres(self.user))

    @property
    def first_fields(self) -> list[BoundField]:
        return [item for item in self.form if item.name in FIRST]

    @property
    def further_fields(self) -> list[BoundField]:
        return [item for item in self.form if item.name not in FIRST]

    @property
    def is_further_open(self) -> bool:
        return any(item.value() for item in self.further_fields)

    @property
    def chosen_year(self) -> int | None:
        """The year asked for, None for all years."""
        year = self.form.cleaned_data.get("year") if self.is_valid() else None
        return int(year) if year else None
