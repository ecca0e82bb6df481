"""How the list of dialogues is narrowed."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.dialogues.listing import own_centre_ids
from assignments.dialogues.models import Dialogue, DialogueQuerySet
from assignments.plans.forms import ThemeField
from assignments.plans.selects import DrawnSelect, capitalised
from korus_portal.accounts.models import User
from korus_portal.design.wrong_year import MESSAGES, RowsOfKnownYears
from municipalities.models import Theme


class ThemeFilter(django_filters.ModelChoiceFilter):
    field_class = ThemeField


class TickFilter(django_filters.BooleanFilter):
    """A tick box: ticked narrows, not ticked leaves everything."""

    field_class = forms.BooleanField


class DialogueFilter(RowsOfKnownYears, django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        field_name="state",
        choices=capitalised(Dialogue.State.choices),
        empty_label=_("Alle"),
        widget=DrawnSelect,
    )
    type = django_filters.ChoiceFilter(
        label=_("Type"),
        field_name="kind",
        choices=capitalised(Dialogue.Kind.choices),
        empty_label=_("Alle"),
        widget=DrawnSelect,
    )
    aar = django_filters.ChoiceFilter(
        label=_("År"),
        field_name="year",
        empty_label=_("Alle år"),
        widget=DrawnSelect,
        error_messages=MESSAGES,
    )
    tema = ThemeFilter(
        label=_("Tema"),
        field_name="theme",
        queryset=Theme.objects.none(),
        to_field_name="code",
        empty_label=_("Alle temaer"),
        widget=DrawnSelect,
    )
    egne = TickFilter(label=_("Bare våre"), method="filter_own")
    venter = TickFilter(label=_("Bare dem som venter på oss"), method="filter_waiting")

    class Meta:
        model = Dialogue
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: DialogueQuerySet, user: User) -> None:
        super().__init__(data, queryset=queryset)
        pairs = set(queryset.order_by().values_list("year", "theme"))
        years = sorted({year for year, _theme in pairs}, reverse=True)
        self.filters["aar"].extra["choices"] = [(str(year), str(year)) for year in years]
        themes = Theme.objects.filter(pk__in={theme for _year, theme in pairs})
        self.filters["tema"].queryset = themes.select_related("parent")
        self.own = own_centre_ids(user)
        if not self.own:
            del self.filters["egne"], self.filters["venter"]

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.filters)

    def filter_own(self, rows: DialogueQuerySet, name: str, value: bool) -> DialogueQuerySet:  # noqa: FBT001 - django-filter's own signature
        return rows.of_centres(self.own) if value else rows

    def filter_waiting(self, rows: DialogueQuerySet, name: str, value: bool) -> DialogueQuerySet:  # noqa: FBT001 - django-filter's own signature
        return rows.waiting_for(self.own) if value else rows
