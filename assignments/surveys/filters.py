"""How the register of surveys is narrowed."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.plans.selects import DrawnSelect, DrawnSuggest
from assignments.surveys.models import SurveyRound, SurveyRoundQuerySet
from municipalities.models import County, Municipality

STATES = [
    ("planlagt", _("Planlagt")),
    ("gjennomfort", _("Gjennomført")),
    ("lagt_fram", _("Lagt fram")),
    ("forfalt", _("Forfalt")),
]


class SurveyRoundFilter(django_filters.FilterSet):
    """By municipality and county where there are several, by survey and by state."""

    kommune = django_filters.ModelChoiceFilter(
        label=_("Kommune"),
        field_name="municipality",
        queryset=Municipality.objects.none(),
        to_field_name="code",
        empty_label=_("Alle"),
        widget=DrawnSuggest,
    )
    fylke = django_filters.ModelChoiceFilter(
        label=_("Fylke"),
        field_name="municipality__county",
        queryset=County.objects.none(),
        to_field_name="code",
        empty_label=_("Alle"),
        widget=DrawnSelect,
    )
    undersokelse = django_filters.ChoiceFilter(
        label=_("Undersøkelse"),
        field_name="survey",
        choices=SurveyRound.Survey.choices,
        empty_label=_("Alle"),
        widget=DrawnSelect,
    )
    tilstand = django_filters.ChoiceFilter(
        label=_("Tilstand"),
        method="filter_state",
        choices=STATES,
        empty_label=_("Alle"),
        widget=DrawnSelect,
    )

    class Meta:
        model = SurveyRound
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: QuerySet[SurveyRound]) -> None:
        super().__init__(data, queryset=queryset)
        places = queryset.order_by().values("municipality")
        self.offer("kommune", Municipality.objects.filter(pk__in=places))
        self.offer("fylke", County.objects.filter(municipalities__in=places).distinct())

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        """Nobody chooses among one."""
        self.filters[name].queryset = rows
        if len(rows) < 2:
            del self.filters[name]

    def filter_state(self, rows: SurveyRoundQuerySet, name: str, value: str) -> SurveyRoundQuerySet:
        today = timezone.localdate()
        match value:
            case "planlagt":
                return rows.planned(on=today)
            case "gjennomfort":
                return rows.done()
            case "lagt_fram":
                return rows.filter(presented_on__isnull=False)
        return rows.with_overdue(on=today).filter(Q(is_overdue=True))
