"""How the list of tiltak is narrowed."""

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.plans.models import Assignment, AssignmentQuerySet
from assignments.plans.selects import DrawnSelect
from centres.models import Centre


class AssignmentFilter(django_filters.FilterSet):
    """By year, by words in the title and, where several centres are shown, by centre."""

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

    class Meta:
        model = Assignment
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        this_year = timezone.localdate().year
        first = self.queryset.order_by("starts_on").values_list("starts_on__year", flat=True)
        years = range(this_year + 1, min(first.first() or this_year, this_year) - 1, -1)
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]
        centres = Centre.objects.filter(pk__in=self.queryset.values("centre"))
        if centres.count() > 1:
            self.filters["centre"].queryset = centres
        else:
            del self.filters["centre"]

    def filter_year(self, rows: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        return rows.running_in(int(value))

    @property
    def chosen_year(self) -> int | None:
        """The year asked for, None for all years."""
        year = self.form.cleaned_data.get("year") if self.is_valid() else None
        return int(year) if year else None
