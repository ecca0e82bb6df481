"""Narrowing the trail down."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.models import User
from korus_portal.audit import kinds
from korus_portal.audit.models import Event
from korus_portal.design.widgets import DateInput


def kinds_in_use() -> list[tuple[str, Any]]:
    found = Event.objects.order_by("kind").values_list("kind", flat=True).distinct()
    return [(kind, kinds.text(kind)) for kind in found]


class EventFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        label=_("Hendelse"), choices=kinds_in_use, empty_label=_("Alle hendelser")
    )
    person = django_filters.CharFilter(label=_("Person"), method="by_person")
    since = django_filters.DateFilter(
        label=_("Fra dato"), field_name="at", lookup_expr="date__gte", widget=DateInput
    )
    until = django_filters.DateFilter(
        label=_("Til dato"), field_name="at", lookup_expr="date__lte", widget=DateInput
    )

    class Meta:
        model = Event
        fields = ["kind"]

    def by_person(self, events: QuerySet[Event], _name: str, text: str) -> QuerySet[Event]:
        """Whoever did it, or whom it was done to, by name or e-mail."""
        people = User.objects.filter(Q(name__icontains=text) | Q(email__icontains=text))
        ids = list(people.values_list("pk", flat=True)[:200])
        about = Q(object_type="accounts.user", object_id__in=[str(pk) for pk in ids])
        return events.filter(Q(by_id__in=ids) | Q(by_name__icontains=text) | about)
