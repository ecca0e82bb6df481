"""How the list of activities is narrowed: the same for the page and the export."""

from typing import Any

import django_filters
from django.db.models import Exists, Max, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.activities.models import (
    Activity,
    ActivityMunicipality,
    ActivityQuerySet,
    ActivityTheme,
)
from assignments.activities.values import kind_choices
from assignments.plans.models import Assignment
from assignments.plans.places import Group, place_groups
from assignments.plans.rules import led_centres, own_centres
from assignments.plans.selects import DrawnSelect, DrawnSuggest
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Theme

DELETED = "deleted"


class ActivityFilter(django_filters.FilterSet):
    """The rows of the person's own centres. Deleted ones only when a leader asks for them."""

    year = django_filters.ChoiceFilter(
        label=gettext_lazy("År"),
        method="filter_year",
        empty_label=gettext_lazy("Alle år"),
        widget=DrawnSelect,
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Type"),
        empty_label=gettext_lazy("Alle typer"),
        widget=DrawnSelect,
    )
    theme = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Tema"),
        queryset=Theme.objects.select_related("parent"),
        to_field_name="code",
        method="filter_theme",
        empty_label=gettext_lazy("Alle temaer"),
        widget=DrawnSelect,
    )
    assignment = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Tiltak"),
        queryset=Assignment.objects.none(),
        empty_label=gettext_lazy("Alle tiltak"),
        widget=DrawnSelect,
    )
    municipality = django_filters.ChoiceFilter(
        label=gettext_lazy("Kommune"),
        method="filter_municipality",
        empty_label=gettext_lazy("Alle kommuner"),
        widget=DrawnSuggest,
    )
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        method="filter_status",
        empty_label=gettext_lazy("Alle"),
        widget=DrawnSelect,
    )
    title = django_filters.CharFilter(
        label=gettext_lazy("Tittel inneholder"), lookup_expr="icontains"
    )

    class Meta:
        model = Activity
        fields: list[str] = []

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        centres = list(own_centres(user))
        self.filters["kind"].extra["choices"] = kind_choices()
        self.filters["year"].extra["choices"] = years_of(self.queryset)
        self.filters["assignment"].queryset = Assignment.objects.filter(
            centre__in=centres
        ).order_by("title", "pk")
        self.filters["municipality"].extra["choices"] = places_of(centres)
        deleted = [(DELETED, _("slettet"))] if led_centres(user).exists() else []
        self.filters["status"].extra["choices"] = [*Activity.Status.choices, *deleted]

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for, as it stands in the address."""
        return {name: self.data[name] for name in self.filters if self.data.get(name)}

    @property
    def summary(self) -> str:
        """What the folded filter form says of itself."""
        if not self.chosen:
            return _("Filtrer")
        return _("Filtrer (%(count)s valgt)") % {"count": len(self.chosen)}

    def filter_queryset(self, queryset: ActivityQuerySet) -> ActivityQuerySet:
        rows: ActivityQuerySet = super().filter_queryset(queryset)
        wants_deleted = self.form.cleaned_data.get("status") == DELETED
        return rows if wants_deleted else rows.filter(deleted_at=None)

    def filter_year(self, rows: ActivityQuerySet, name: str, value: str) -> ActivityQuerySet:
        return rows.filter(starts_on__year=int(value))

    def filter_status(self, rows: ActivityQuerySet, name: str, value: str) -> ActivityQuerySet:
        if value == DELETED:
            return rows.exclude(deleted_at=None)
        return rows.filter(status=value)

    def filter_theme(self, rows: ActivityQuerySet, name: str, value: Theme) -> ActivityQuerySet:
        """The theme and those under it, whichever place they have."""
        named = ActivityTheme.objects.filter(
            Q(theme=value) | Q(theme__parent=value), activity=OuterRef("pk")
        )
        return rows.filter(Exists(named))

    def filter_municipality(
        self, rows: ActivityQuerySet, name: str, value: str
    ) -> ActivityQuerySet:
        """The municipality itself and its districts."""
        named = ActivityMunicipality.objects.filter(
            Q(municipality__code=value) | Q(municipality__parent__code=value),
            activity=OuterRef("pk"),
        )
        return rows.filter(Exists(named))


def years_of(rows: ActivityQuerySet) -> list[tuple[str, str]]:
    """From this year back to the first activity."""
    this_year = timezone.localdate().year
    ends = rows.order_by().aggregate(first=Min("starts_on"), last=Max("starts_on"))
    first = ends["first"].year if ends["first"] else this_year
    last = max(ends["last"].year if ends["last"] else this_year, this_year)
    return [(str(year), str(year)) for year in range(last, first - 1, -1)]


def places_of(centres: list[Centre]) -> list[Group]:
    """Today's places, and those of earlier days that the centres have been in."""
    today = timezone.localdate()
    named = ActivityMunicipality.objects.filter(activity__centre__in=centres)
    past = named.filter(municipality__valid_to__lt=today).values_list("municipality__code")
    return place_groups(on=today, also=[code for (code,) in past.distinct()])
