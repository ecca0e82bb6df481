"""Requests by theme, place, centre and reason: counts with the rows behind them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, Count, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.requests.models import (
    PartnerMunicipality,
    SupportRequest,
    SupportRequestQuerySet,
)
from assignments.requests.numbers.figures import Speed, speeds_by
from assignments.requests.numbers.scope import Period, Scope
from assignments.requests.queue.choice import ELSEWHERE, NOBODY
from centres.models import Centre
from municipalities import structure
from municipalities.models import Municipality, Theme

Status = SupportRequest.Status


@dataclass(frozen=True)
class Row:
    label: str
    count: int
    url: str = ""
    note: str = ""
    is_under: bool = False


@dataclass(frozen=True)
class SpeedRow:
    label: str
    speed: Speed


@dataclass(frozen=True)
class Reason:
    """Why the centre could not help, and where it pointed."""

    label: str
    count: int
    url: str
    pointers: list[Row]


def by_theme(scope: Scope, period: Period) -> list[Row]:
    """Each theme with those under it; what has no theme last."""
    rows = scope.requests(period)
    counted = dict(rows.values_list("theme").annotate(n=Count("pk")).order_by())
    own: Counter[int | None] = Counter(counted)
    every = list(Theme.objects.select_related("parent"))
    for theme in every:
        if theme.parent_id:
            own[theme.parent_id] += counted.get(theme.pk, 0)
    found = [
        Row(
            theme.name,
            own[theme.pk],
            scope.url(period.choice.but(theme=theme.code)),
            is_under=theme.parent_id is not None,
        )
        for theme in sorted(every, key=place_of)
        if own[theme.pk]
    ]
    unknown = own[None]
    last = Row(_("Vet ikke"), unknown, scope.url(period.choice.but(theme=NOBODY)))
    return [*found, last] if unknown else found


def place_of(theme: Theme) -> tuple[int, int, bool, int]:
    top = theme.parent or theme
    return top.position, top.pk, theme.parent_id is not None, theme.position


def asked_by_place(rows: SupportRequestQuerySet) -> dict[int, set[int]]:
    """Requests by today's municipality; those with several, at each that has confirmed."""
    pairs = set(rows.values_list("pk", "municipality"))
    partners = PartnerMunicipality.objects.named().filter(
        support_request__in=rows.values("pk"), confirmed_at__isnull=False
    )
    pairs |= set(partners.order_by().values_list("support_request", "municipality"))
    today = structure.place_today_ids({place for _pk, place in pairs})
    found: dict[int, set[int]] = {}
    for pk, place in pairs:
        found.setdefault(today[place], set()).add(pk)
    return found


def by_municipality(scope: Scope, period: Period) -> list[Row]:
    """Most first. A county's office sees its own municipalities alone."""
    asked = asked_by_place(scope.requests(period))
    places = Municipality.objects.select_related("county").in_bulk(list(asked))
    shown = [row for pk, row in places.items() if scope.desk is not None or pk in scope.places]
    ordered = sorted(shown, key=lambda row: (-len(asked[row.pk]), bytes(row.sort_key), row.code))
    return [
        Row(
            place.name,
            len(asked[place.pk]),
            scope.url(period.choice.but(municipality=place.code)),
            note=place.county.name,
        )
        for place in ordered
    ]


def by_county(scope: Scope, period: Period) -> list[Row]:
    """Each request once in each county that asks, in Norwegian order of the counties."""
    asked = asked_by_place(scope.requests(period))
    places = Municipality.objects.select_related("county").in_bulk(list(asked))
    found: dict[int, set[int]] = {}
    counties = {place.county_id: place.county for place in places.values()}
    for pk, requests in asked.items():
        found.setdefault(places[pk].county_id, set()).update(requests)
    ordered = sorted(counties.values(), key=lambda row: (bytes(row.sort_key), row.code))
    return [Row(county.name, len(found[county.pk])) for county in ordered]


def by_centre(scope: Scope, period: Period) -> list[SpeedRow]:
    speeds = speeds_by(scope.requests(period), "centre")
    return [
        SpeedRow(row.short_name, speeds[row.pk]) for row in Centre.objects.filter(pk__in=speeds)
    ]


def by_kind(scope: Scope, period: Period) -> list[SpeedRow]:
    speeds = speeds_by(scope.requests(period), "centre__kind")
    return [SpeedRow(capfirst(str(Centre.Kind(kind).label)), speeds[kind]) for kind in speeds]


def declined(scope: Scope, period: Period) -> list[Reason]:
    """By reason, and within it who the municipalities were pointed to. One query."""
    rows = scope.requests(period).filter(status=Status.DECLINED)
    has_words = Case(When(pointer_text="", then=Value(False)), default=Value(True))  # noqa: FBT003
    groups = ("decline_code", "pointer_centre__code", "pointer_centre__short_name", "has_words")
    counted = rows.annotate(has_words=has_words).values_list(*groups).annotate(n=Count("pk"))
    totals: Counter[str] = Counter()
    pointers: Counter[tuple[str, str, str]] = Counter()
    for code, centre, name, words, n in counted.order_by():
        totals[code] += n
        pointers[code, *pointer(centre, name, words=words)] += n
    return [
        Reason(
            label=capfirst(str(SupportRequest.DeclineCode(code).label)),
            count=n,
            url=scope.url(period.choice.but(status=Status.DECLINED, declined_because=code)),
            pointers=pointers_of(scope, period, code, pointers),
        )
        for code, n in totals.most_common()
    ]


def pointer(centre: str | None, name: str | None, *, words: bool) -> tuple[str, str]:
    if centre is not None:
        return centre, name or centre
    return (ELSEWHERE, _("andre enn sentrene")) if words else (NOBODY, _("ingen"))


def pointers_of(
    scope: Scope, period: Period, code: str, pointers: Counter[tuple[str, str, str]]
) -> list[Row]:
    choice = period.choice.but(status=Status.DECLINED, declined_because=code)
    return [
        Row(name, n, scope.url(choice.but(pointed_to=word)))
        for (reason, word, name), n in pointers.most_common()
        if reason == code
    ]
