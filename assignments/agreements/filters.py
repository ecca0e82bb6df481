"""How the register of agreements is narrowed. A choice is offered where there is one."""

from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.agreements.due import needing_attention
from assignments.agreements.models import Agreement, AgreementQuerySet
from assignments.plans.selects import DrawnSelect, DrawnSuggest, capitalised
from centres.models import Centre
from korus_portal.design.wrong_year import MESSAGES, RowsOfKnownYears
from municipalities.models import County, Municipality

STATES = capitalised(Agreement.State.choices)


class TickFilter(django_filters.BooleanFilter):
    """A tick box: ticked narrows, not ticked leaves everything."""

    field_class = forms.BooleanField


class AgreementFilter(RowsOfKnownYears, django_filters.FilterSet):
    senter = django_filters.ModelChoiceFilter(
        label=_("Senter"),
        field_name="centre",
        queryset=Centre.objects.none(),
        to_field_name="code",
        empty_label=_("Alle sentre"),
        widget=DrawnSelect,
    )
    fylke = django_filters.ModelChoiceFilter(
        label=_("Fylke"),
        field_name="municipality__county",
        queryset=County.objects.none(),
        to_field_name="code",
        empty_label=_("Alle fylker"),
        widget=DrawnSelect,
    )
    kommune = django_filters.ModelChoiceFilter(
        label=_("Kommune"),
        field_name="municipality",
        queryset=Municipality.objects.none(),
        to_field_name="code",
        empty_label=_("Alle kommuner"),
        widget=DrawnSuggest,
    )
    aar = django_filters.ChoiceFilter(
        label=_("I kraft i året"),
        choices=[],
        method="filter_year",
        empty_label=_("Alle år"),
        widget=DrawnSelect,
        error_messages=MESSAGES,
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        field_name="state",
        choices=STATES,
        empty_label=_("Alle"),
        widget=DrawnSelect,
    )
    saerskilte = TickFilter(label=_("Bare med særskilte behov"), method="filter_special")
    oppfolging = TickFilter(label=_("Bare dem som trenger oppfølging"), method="filter_attention")

    class Meta:
        model = Agreement
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: AgreementQuerySet, everything: Any) -> None:
        """`everything` is what may be seen, without what is reckoned for each row."""
        super().__init__(data, queryset=queryset)
        rows = list(
            everything.order_by().values_list(
                "centre", "municipality", "municipality__county", "starts_on", "ends_on"
            )
        )
        self.offer("senter", Centre.objects.filter(pk__in={row[0] for row in rows}))
        self.offer("kommune", Municipality.objects.filter(pk__in={row[1] for row in rows}))
        self.offer("fylke", County.objects.filter(pk__in={row[2] for row in rows}))
        this_year = timezone.localdate().year
        last = max([this_year, *(row[4].year for row in rows)])
        first = min([this_year, *(row[3].year for row in rows)])
        years = [(year, str(year)) for year in range(last, first - 1, -1)]
        self.filters["aar"].extra["choices"] = years

    def offer(self, name: str, rows: Any) -> None:
        self.filters[name].queryset = rows

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.filters)

    def filter_year(self, rows: AgreementQuerySet, name: str, value: str) -> AgreementQuerySet:
        return rows.counting_in(int(value))

    def filter_special(self, rows: AgreementQuerySet, name: str, value: bool) -> AgreementQuerySet:  # noqa: FBT001 - django-filter's own signature
        return rows.filter(has_special_needs=True) if value else rows

    def filter_attention(
        self,
        rows: AgreementQuerySet,
        name: str,
        value: bool,  # noqa: FBT001 - django-filter's own signature
    ) -> AgreementQuerySet:
        return needing_attention(rows) if value else rows
