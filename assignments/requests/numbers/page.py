"""The page of figures: each with its definition and, for the centre, the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.requests.models import SupportRequest
from assignments.requests.numbers import tables
from assignments.requests.numbers.figures import Speed, speed_of
from assignments.requests.numbers.scope import Period, Scope, years_of
from assignments.requests.numbers.wording import days_text, given, given_text, share_text
from assignments.requests.queue.choice import Answered, Confirmed, Part

Status = SupportRequest.Status


@dataclass(frozen=True)
class Figure:
    label: str
    value: Any
    note: str
    url: str = ""


@dataclass(frozen=True)
class Group:
    heading: str
    figures: list[Figure]


def context_of(scope: Scope, period: Period) -> dict[str, Any]:
    """A number of queries that does not grow with the requests."""
    speed = speed_of(scope.requests(period))
    shown: dict[str, Any] = {
        "scope": scope,
        "heading": heading_of(scope),
        "period": period_text(period),
        "years": year_links(scope, period),
        "speed": speed,
        "groups": groups_of(scope, period, speed),
        "themes": tables.by_theme(scope, period),
        "declined": tables.declined(scope, period),
    }
    if scope.is_national:
        shown |= {
            "counties": tables.by_county(scope, period),
            "centres": speed_lines(tables.by_centre(scope, period)),
            "kinds": speed_lines(tables.by_kind(scope, period)),
        }
    else:
        shown["municipalities"] = tables.by_municipality(scope, period)
    if scope.counties:
        shown["centres"] = speed_lines(tables.by_centre(scope, period))
    return shown


def heading_of(scope: Scope) -> str:
    if scope.desk is not None:
        return scope.desk.centre.short_name
    if scope.is_national:
        return _("Alle sentre")
    return ", ".join(county.name for county in scope.counties)


def period_text(period: Period) -> str:
    words = {"first": day(period.first), "last": day(period.last)}
    return _("Sendt fra %(first)s til %(last)s") % words


def day(found: date) -> str:
    return date_format(found, "j. F Y")


def year_links(scope: Scope, period: Period) -> list[tuple[str, str, bool]]:
    """One for each year with requests, and one for them all: label, address, whether shown."""
    years = years_of(scope)
    own = {"senter": scope.desk.centre.code} if scope.desk is not None else {}
    spans = [(str(year), Period(date(year, 1, 1), date(year, 12, 31))) for year in years]
    if len(years) > 1:
        spans.append((_("Alle år"), Period(date(years[-1], 1, 1), date(years[0], 12, 31))))
    found = []
    for label, span in spans:
        words = {**own, "fra": span.first.isoformat(), "til": span.last.isoformat()}
        address = f"{reverse('requests:request_numbers')}?{urlencode(words)}"
        found.append((label, address, span == period))
    return found


def groups_of(scope: Scope, period: Period, speed: Speed) -> list[Group]:
    groups = [
        Group(_("Hvor mange"), amounts(scope, period, speed)),
        Group(_("Tid til første svar"), answers(scope, period, speed)),
        Group(_("Tid til avslutning"), closings(scope, period, speed)),
    ]
    outside = Group(_("Ikke med i tallene"), beside(scope, period))
    return [*groups, outside] if outside.figures else groups


def amounts(scope: Scope, period: Period, speed: Speed) -> list[Figure]:
    choice = period.choice
    return [
        Figure(
            _("Henvendelser"),
            speed.count,
            _("Sendt i perioden og bekreftet av kommunen. Hver telles én gang, der saken er nå."),
            scope.url(choice),
        ),
        Figure(
            _("Åpne nå"),
            speed.open,
            _("Ikke avsluttet eller trukket, og senteret har ikke sagt nei."),
            scope.url(choice.but(status="")),
        ),
        Figure(
            _("Kan ikke bistå"),
            speed.declined,
            _("Senteret har sagt at det ikke kan bistå."),
            scope.url(choice.but(status=Status.DECLINED)),
        ),
        Figure(
            _("Trukket"),
            speed.withdrawn,
            _("Kommunen har trukket henvendelsen."),
            scope.url(choice.but(status=Status.WITHDRAWN)),
        ),
    ]


def beside(scope: Scope, period: Period) -> list[Figure]:
    """What a centre has besides, and which no other figure counts."""
    if scope.desk is None:
        return []
    sent = {"submitted_at__date__gte": period.first, "submitted_at__date__lte": period.last}
    rows = scope.desk.requests().filter(**sent)
    own = {"centre": scope.desk.centre}
    choice = period.choice
    return [
        Figure(
            _("Er med i"),
            rows.exclude(**own).filter(confirmed_at__isnull=False).count(),
            _("Et annet senter har saken, og den telles der."),
            scope.url(choice.but(part=Part.JOINT)),
        ),
        Figure(
            _("Ubekreftet"),
            rows.filter(**own, confirmed_at=None).count(),
            _("Kommunen har ikke bekreftet henvendelsen ennå."),
            scope.url(choice.but(confirmed=Confirmed.NO)),
        ),
    ]


def answers(scope: Scope, period: Period, speed: Speed) -> list[Figure]:
    choice, spread = period.choice, speed.answer
    behind = scope.url(choice.but(answered=Answered.YES))
    return [
        Figure(
            _("Median"),
            days_text(spread.median),
            _("Halvparten fikk første svar innen så mange dager.") + " " + given(spread),
            behind,
        ),
        Figure(
            _("90-prosentil"),
            days_text(spread.p90),
            _("Ni av ti fikk første svar innen så mange dager.") + " " + given(spread),
            behind,
        ),
        Figure(
            _("Svar innen fristen"),
            share_text(speed.share_in_time),
            _("%(n)s fikk første svar innen fristen.") % {"n": speed.in_time}
            + " "
            + given_text(speed.judged, speed.count),
            scope.url(choice.but(answered=Answered.IN_TIME)),
        ),
        Figure(
            _("For sent"),
            speed.late,
            _("Første svar kom etter fristen, eller fristen er ute uten svar."),
            scope.url(choice.but(answered=Answered.LATE)),
        ),
    ]


def closings(scope: Scope, period: Period, speed: Speed) -> list[Figure]:
    spread, behind = speed.close, scope.url(period.choice.but(status=Status.CLOSED))
    return [
        Figure(
            _("Median"),
            days_text(spread.median),
            _("Halvparten av de avsluttede ble det innen så mange dager.") + " " + given(spread),
            behind,
        ),
        Figure(
            _("90-prosentil"),
            days_text(spread.p90),
            _("Ni av ti av de avsluttede ble det innen så mange dager.") + " " + given(spread),
            behind,
        ),
    ]


def speed_lines(rows: list[tables.SpeedRow]) -> list[dict[str, Any]]:
    """Counts and times of several centres or kinds, as they stand in a table."""
    return [
        {
            "label": row.label,
            "count": row.speed.count,
            "open": row.speed.open,
            "declined": row.speed.declined,
            "answered": row.speed.answer.given,
            "median": days_text(row.speed.answer.median),
            "p90": days_text(row.speed.answer.p90),
            "in_time": share_text(row.speed.share_in_time),
            "closed": row.speed.close.given,
            "close_median": days_text(row.speed.close.median),
        }
        for row in rows
    ]
