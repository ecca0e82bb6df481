"""How the list of grants is narrowed. A choice is offered where there is something to choose."""

from typing import Any

import django_filters
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from centres.grants.models import Grant, GrantQuerySet
from centres.models import Centre
from korus_portal.design.wrong_year import MESSAGES, RowsOfKnownYears


class GrantFilter(RowsOfKnownYears, django_filters.FilterSet):
    aar = django_filters.ChoiceFilter(
        label=_("År"), field_name="year", empty_label=_("Alle år"), error_messages=MESSAGES
    )
    senter = django_filters.ModelChoiceFilter(
        label=_("Senter"),
        field_name="centre",
        queryset=Centre.objects.none(),
        to_field_name="code",
        empty_label=_("Alle sentre"),
    )
    type = django_filters.ChoiceFilter(
        label=_("Type senter"), field_name="centre__kind", empty_label=_("Alle typer")
    )
    ordning = django_filters.CharFilter(
        label=_("Tilskuddsordning inneholder"), field_name="scheme", lookup_expr="icontains"
    )

    class Meta:
        model = Grant
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: GrantQuerySet) -> None:
        super().__init__(data, queryset=queryset)
        rows = set(queryset.order_by().values_list("year", "centre", "centre__kind"))
        years = sorted({row[0] for row in rows}, reverse=True)
        kinds = {row[2] for row in rows}
        centres = {row[1] for row in rows}
        self.offer("aar", [(year, str(year)) for year in years])
        offered: list[tuple[Any, Any]] = [
            (code, capfirst(name)) for code, name in Centre.Kind.choices if code in kinds
        ]
        self.offer("type", offered)
        if len(centres) > 1 or "senter" in self.data:
            found = Centre.objects.filter(pk__in=centres).order_by("short_name")
            self.filters["senter"].queryset = found
        else:
            del self.filters["senter"]

    def offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        if len(choices) > 1 or name in self.data:
            self.filters[name].extra["choices"] = choices
        else:
            del self.filters[name]

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.filters)
