"""The lines of a queue, formatted once: the page shows them and the files hold the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.requests.models import PartnerMunicipality, SupportRequest
from assignments.requests.queue.marks import Marks
from centres.models import Centre
from municipalities.models import Theme

BATCH = 1000
COLUMNS = (
    "pk",
    "case_number",
    "municipality",
    "municipality__name",
    "municipality__county__name",
    "theme",
    "status",
    "next_due",
    "paused_on",
    "adviser",
    "adviser__name",
    "submitted_at",
    "confirmed_at",
    "centre",
    "centre__short_name",
)


@dataclass(frozen=True, slots=True)
class Line:
    pk: int
    case_number: str
    url: str
    municipality: str
    county: str
    marks: list[str]
    theme: str
    status: str
    due: date | None
    due_text: str
    clock: str
    is_late: bool
    adviser: str
    adviser_id: int | None
    age: int
    # The centre of this queue owns it, and may give it to an adviser.
    is_own: bool
    is_open: bool

    @property
    def marks_text(self) -> str:
        return ", ".join(self.marks)

    @property
    def age_text(self) -> str:
        return ngettext("%(n)s dag", "%(n)s dager", self.age) % {"n": self.age}


def lines_of(rows: Any, *, centre: Centre, marks: Marks) -> Iterator[Line]:
    """One line for each request of `rows`, in their order; two queries for each thousand."""
    writer = Writer(centre, marks)
    stream: Iterable[tuple[Any, ...]] = rows.values_list(*COLUMNS)
    found = iter(stream.iterator(chunk_size=BATCH)) if hasattr(stream, "iterator") else iter(stream)
    while batch := list(islice(found, BATCH)):
        partners = partners_of([values[0] for values in batch])
        for values in batch:
            yield writer.line(values, partners[values[0]])


def partners_of(ids: list[int]) -> Counter[int]:
    """How many municipalities have joined each request, besides the one that asked."""
    named = PartnerMunicipality.objects.named().filter(support_request__in=ids)
    return Counter(named.order_by().values_list("support_request", flat=True))


class Writer:
    """The words of the page's language, looked up once: a stream outlives its request."""

    def __init__(self, centre: Centre, marks: Marks) -> None:
        self.centre, self.marks, self.today = centre, marks, timezone.localdate()
        self.themes = {theme.pk: theme.name for theme in Theme.objects.all()}
        self.statuses = {value: capfirst(str(label)) for value, label in Status.choices}

    def line(self, values: tuple[Any, ...], partners: int) -> Line:
        pk, number, place, name, county, theme, status, due, paused_on, *rest = values
        adviser_id, adviser, submitted_at, confirmed_at, owner_id, owner = rest
        is_late = due is not None and due < self.today
        return Line(
            pk=pk,
            case_number=number,
            url=reverse("requests:request_detail", args=[number]),
            municipality=name,
            county=county,
            marks=[
                *self.marks_of(place),
                *([] if confirmed_at else [_("ubekreftet")]),
                *([_("flere kommuner")] if partners else []),
                *([] if owner_id == self.centre.pk else [_("felles: %s har saken") % owner]),
            ],
            theme=self.themes[theme] if theme else _("Vet ikke"),
            status=self.statuses[status],
            due=due,
            due_text=shown(due) if due else "",
            clock=self.clock(due, paused_on),
            is_late=is_late,
            adviser=adviser or _("Ingen"),
            adviser_id=adviser_id,
            age=(self.today - timezone.localdate(submitted_at)).days,
            is_own=owner_id == self.centre.pk,
            is_open=status in SupportRequest.OPEN,
        )

    def marks_of(self, place: int) -> Iterator[str]:
        if place in self.marks.never:
            yield _("aldri brukt")
        if place in self.marks.small:
            yield _("liten")

    def clock(self, due: date | None, paused_on: date | None) -> str:
        if paused_on:
            return _("På pause siden %(day)s") % {"day": shown(paused_on)}
        days = (self.today - due).days if due else 0
        if days > 0:
            words = ngettext("Over fristen: %(n)s dag", "Over fristen: %(n)s dager", days)
            return words % {"n": days}
        return _("Frist i dag") if due == self.today else ""


Status = SupportRequest.Status


def shown(day: date) -> str:
    return date_format(day, "d.m.Y")
