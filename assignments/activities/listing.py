"""Activities as rows of text: formatted once, so that a long table is cheap to draw."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.activities.models import Activity, ActivityMunicipality, ActivityQuerySet
from assignments.plans.numbers import shown_number

PAGE_SIZE = 50
MOST_COUNTED = 10_000
NAMES_SHOWN = 3
COLUMNS = ("pk", "starts_on", "title", "kind", "hours", "attendances", "status", "deleted_at")


@dataclass(frozen=True)
class Row:
    url: str
    day: str
    title: str
    kind: str
    places: str
    hours: str
    attendances: str
    status: str
    tone: str


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than the cap: an exact count costs more than the page itself."""

    @cached_property
    def found(self) -> int:
        rows: ActivityQuerySet = self.object_list  # type: ignore[assignment]
        return rows.order_by()[: MOST_COUNTED + 1].count()

    @property
    def is_capped(self) -> bool:
        return self.found > MOST_COUNTED

    @cached_property
    def count(self) -> int:
        return min(self.found, MOST_COUNTED)


def paginated(rows: ActivityQuerySet) -> CappedPaginator:
    return CappedPaginator(rows.values_list(*COLUMNS), PAGE_SIZE)


def rows_of(found: Iterable[tuple[Any, ...]]) -> list[Row]:
    """One page of the list; one more query for the names of the municipalities."""
    page = list(found)
    names = names_by_activity([values[0] for values in page])
    kinds = {value: capfirst(str(label)) for value, label in Activity.Kind.choices}
    return [
        Row(
            url=reverse("activities:activity_detail", args=[pk]),
            day=date_format(day, "j.n.Y"),
            title=title,
            kind=kinds[kind],
            places=few(names[pk]),
            hours=shown_number(hours),
            attendances=shown_number(attendances),
            status=str(Activity.Status(status).label) if deleted_at is None else _("slettet"),
            tone=tone_of(status, is_deleted=deleted_at is not None),
        )
        for pk, day, title, kind, hours, attendances, status, deleted_at in page
    ]


def names_by_activity(ids: list[int]) -> defaultdict[int, list[str]]:
    named = ActivityMunicipality.objects.filter(activity__in=ids)
    rows = named.order_by("municipality__sort_key").values_list("activity", "municipality__name")
    names: defaultdict[int, list[str]] = defaultdict(list)
    for pk, name in rows:
        names[pk].append(name)
    return names


def few(names: list[str]) -> str:
    if len(names) <= NAMES_SHOWN:
        return ", ".join(names)
    first = ", ".join(names[: NAMES_SHOWN - 1])
    return _("%(names)s og %(count)s til") % {"names": first, "count": len(names) - NAMES_SHOWN + 1}


def tone_of(status: str, *, is_deleted: bool) -> str:
    if is_deleted:
        return "danger"
    return "success" if status == Activity.Status.CONFIRMED else "neutral"
