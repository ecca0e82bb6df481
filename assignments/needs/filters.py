"""How the list of needs is narrowed. A choice is offered where there is something to choose."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.needs.counties import places_of_county
from assignments.needs.counts import OPEN, counties_today
from assignments.needs.models import Need, NeedQuerySet
from assignments.needs.standing import Standing, having
from assignments.needs.summaries import places_of, same_today
from assignments.needs.waiting import waiting_for
from assignments.plans.forms import ThemeField
from assignments.plans.selects import DrawnSelect, DrawnSuggest, capitalised
from korus_portal.accounts.models import User
from municipalities import structure
from municipalities.models import County, Municipality, Theme

SEVERITIES = capitalised((str(value), label) for value, label in Need.Severity.choices)
STATUSES = [(OPEN, _("Ikke avsluttet")), *capitalised(Need.Status.choices)]


class TickFilter(django_filters.BooleanFilter):
    """A tick box: ticked narrows, not ticked leaves everything."""

    field_class = forms.BooleanField


class ThemeFilter(django_filters.ModelChoiceFilter):
    field_class = ThemeField


class NeedFilter(django_filters.FilterSet):
    kommune = django_filters.ModelChoiceFilter(
        label=_("Kommune"),
        queryset=Municipality.objects.none(),
        to_field_name="code",
        method="filter_place",
        empty_label=_("Alle kommuner"),
        widget=DrawnSuggest,
    )
    tema = ThemeFilter(
        label=_("Tema"),
        queryset=Theme.objects.none(),
        to_field_name="code",
        method="filter_theme",
        empty_label=_("Alle temaer"),
        widget=DrawnSelect,
    )
    fylke = django_filters.ModelChoiceFilter(
        label=_("Fylke"),
        queryset=County.objects.none(),
        to_field_name="code",
        method="filter_county",
        empty_label=_("Alle fylker"),
        widget=DrawnSelect,
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=STATUSES,
        method="filter_status",
        empty_label=_("Alle"),
        widget=DrawnSelect,
    )
    standing = django_filters.ChoiceFilter(
        label=_("Enighet"),
        choices=capitalised(Standing.choices),
        method="filter_standing",
        empty_label=_("Alle"),
        widget=DrawnSelect,
    )
    severity = django_filters.ChoiceFilter(
        label=_("Hvor stort"),
        choices=SEVERITIES,
        empty_label=_("Alle"),
        widget=DrawnSelect,
    )
    waiting = TickFilter(label=_("Bare dem som venter på oss"), method="filter_waiting")
    # A number may count a city without its districts, or a theme without those under it.
    bare = TickFilter(label=_("Uten bydeler og undertemaer"), method="filter_alone")

    class Meta:
        model = Need
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: NeedQuerySet, user: User) -> None:
        super().__init__(data, queryset=queryset)
        self.user = user
        pairs = set(queryset.order_by().values_list("municipality", "theme"))
        places, themes = {place for place, _theme in pairs}, {theme for _place, theme in pairs}
        used = Theme.objects.filter(pk__in=themes)
        tops = used.exclude(parent=None).values_list("parent", flat=True)
        named = places | with_cities_today(places)
        self.offer("kommune", Municipality.objects.filter(pk__in=named), many=len(places) > 1)
        offered = Theme.objects.filter(pk__in=themes | set(tops)).select_related("parent")
        self.offer("tema", offered, many=True)
        counties = set(counties_today(places).values())
        self.offer("fylke", County.objects.filter(pk__in=counties), many=len(counties) > 1)
        if "bare" not in self.data:
            del self.filters["bare"]

    def offer(self, name: str, rows: Any, *, many: bool) -> None:
        if many:
            self.filters[name].queryset = rows
        elif name not in self.data:
            del self.filters[name]
        else:
            self.filters[name].queryset = rows

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.filters)

    def filter_place(self, rows: NeedQuerySet, name: str, value: Municipality) -> NeedQuerySet:
        """The municipality with its districts and those it came from."""
        return rows.filter(municipality__in=places_of([value]))

    def filter_theme(self, rows: NeedQuerySet, name: str, value: Theme) -> NeedQuerySet:
        """The theme and those under it."""
        return rows.in_field(value)

    def filter_alone(self, rows: NeedQuerySet, name: str, value: bool) -> NeedQuerySet:  # noqa: FBT001 - django-filter's own signature
        """The chosen place and theme, and nothing that belongs to them."""
        chosen = self.form.cleaned_data
        place, theme = chosen.get("kommune"), chosen.get("tema")
        if value and place is not None:
            rows = rows.filter(municipality__in=same_today(place))
        return rows.filter(theme=theme) if value and theme is not None else rows

    def filter_county(self, rows: NeedQuerySet, name: str, value: County) -> NeedQuerySet:
        return rows.filter(municipality__in=places_of_county(value))

    def filter_status(self, rows: NeedQuerySet, name: str, value: str) -> NeedQuerySet:
        return rows.open() if value == OPEN else rows.filter(status=value)

    def filter_standing(self, rows: NeedQuerySet, name: str, value: str) -> NeedQuerySet:
        return having(rows, value)

    def filter_waiting(self, rows: NeedQuerySet, name: str, value: bool) -> NeedQuerySet:  # noqa: FBT001 - django-filter's own signature
        return rows.filter(pk__in=waiting_for(self.user).values("pk")) if value else rows


def with_cities_today(places: set[int]) -> set[int]:
    """What the places are today, and the cities of districts: `filter_place` takes them too."""
    today = set(structure.place_today_ids(places).values())
    cities = Municipality.objects.filter(pk__in=today).exclude(parent=None).order_by()
    return today | {parent for parent in cities.values_list("parent", flat=True) if parent}
