"""Narrowing the outbox down."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from korus_portal.notifications.models import Letter, LetterQuerySet, State


class LetterFilter(django_filters.FilterSet):
    tilstand = django_filters.ChoiceFilter(
        label=_("Tilstand"), choices=State, method="by_state", empty_label=_("Alle brev")
    )
    adresse = django_filters.CharFilter(
        label=_("Adresse"), field_name="address", lookup_expr="icontains"
    )

    class Meta:
        model = Letter
        fields: list[str] = []

    def by_state(self, letters: LetterQuerySet, _name: str, state: str) -> QuerySet[Letter]:
        return letters.in_state(state)
