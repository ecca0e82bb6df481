"""What a list of requests can be narrowed by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from assignments.plans.forms import ThemeField
from assignments.requests.models import SupportRequest
from municipalities.models import County, Municipality, Theme

# All that wait or are under way, whatever their state.
OPEN_ONES = "open"
STATUSES = [(OPEN_ONES, _("Åpne")), *SupportRequest.Status.choices]


class OnlyOverdue(django_filters.BooleanFilter):
    """A tick box: ticked narrows, not ticked leaves everything."""

    field_class = forms.BooleanField

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001 - django-filter's own signature
        return qs.overdue() if value else qs


class ThemeFilter(django_filters.ModelChoiceFilter):
    """The theme and those under it."""

    field_class = ThemeField

    def filter(self, qs: Any, value: Theme | None) -> Any:
        return qs.filter(Q(theme=value) | Q(theme__parent=value)) if value else qs


class SupportRequestFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=STATUSES, method="filter_status", empty_label=_("Alle")
    )
    theme = ThemeFilter(
        label=_("Tema"),
        queryset=Theme.objects.select_related("parent"),
        to_field_name="code",
        empty_label=_("Alle"),
    )
    municipality = django_filters.ModelChoiceFilter(
        label=_("Kommune"),
        queryset=Municipality.objects.none(),
        to_field_name="code",
        empty_label=_("Alle"),
    )
    overdue = OnlyOverdue(label=_("Bare over fristen"))

    class Meta:
        model = SupportRequest
        fields = ["status", "theme", "municipality", "overdue"]

    def __init__(self, data: Any, *, queryset: QuerySet[SupportRequest]) -> None:
        """Municipalities can be chosen among those that have asked, where there are several. One
        that is chosen and has not asked has none, rather than everybody's."""
        super().__init__(data, queryset=queryset)
        has_asked = Q(pk__in=queryset.order_by().values("municipality"))
        chosen = str(self.data.get("municipality") or "")
        is_chosen = Q(code=chosen) if chosen.isdecimal() else Q(pk__in=[])
        asked = Municipality.objects.filter(has_asked | is_chosen)
        self.filters["municipality"].queryset = asked
        if len(asked) < 2:
            del self.filters["municipality"]

    def filter_status(self, rows: Any, name: str, value: str) -> Any:
        return rows.open() if value == OPEN_ONES else rows.filter(status=value)


class OutlineFilter(django_filters.FilterSet):
    """Others' requests: by theme, place and state."""

    theme = ThemeFilter(
        label=_("Tema"),
        queryset=Theme.objects.select_related("parent"),
        to_field_name="code",
        empty_label=_("Alle"),
    )
    county = django_filters.ModelChoiceFilter(
        label=_("Fylke"),
        field_name="municipality__county",
        queryset=County.objects.none(),
        to_field_name="code",
        empty_label=_("Alle"),
    )
    municipality = django_filters.ModelChoiceFilter(
        label=_("Kommune"),
        queryset=Municipality.objects.none(),
        to_field_name="code",
        empty_label=_("Alle"),
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=SupportRequest.Status, empty_label=_("Alle")
    )

    class Meta:
        model = SupportRequest
        fields = ["theme", "county", "municipality", "status"]

    def __init__(self, data: Any, *, queryset: QuerySet[SupportRequest]) -> None:
        """Places can be chosen among those that have asked, where there are several."""
        super().__init__(data, queryset=queryset)
        asked = Municipality.objects.filter(pk__in=queryset.order_by().values("municipality"))
        counties = County.objects.filter(pk__in=asked.order_by().values("county"))
        for name, rows in (("municipality", asked), ("county", counties)):
            self.filters[name].queryset = rows
            if rows.count() < 2:
                del self.filters[name]
