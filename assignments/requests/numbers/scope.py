"""Whose requests the figures are of: a centre's, all centres', or those of a county."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models.functions import ExtractYear
from django.utils import timezone

from assignments.access import governed_municipalities, with_own_past
from assignments.requests.models import SupportRequest, SupportRequestQuerySet
from assignments.requests.queue.choice import ALL, Choice, Confirmed, Part
from assignments.requests.queue.desk import Desk, desk_of
from assignments.requests.queue.narrowing import asked_from
from korus_portal.accounts.access import is_directorate
from korus_portal.accounts.models import User
from municipalities.models import County, Municipality


@dataclass(frozen=True)
class Period:
    first: date
    last: date

    @property
    def choice(self) -> Choice:
        """All that count: confirmed ones of every state, sent in the period, at their owner."""
        return Choice(
            status=ALL,
            part=Part.OWNER,
            confirmed=Confirmed.YES,
            since=self.first,
            until=self.last,
        )


@dataclass(frozen=True)
class Scope:
    """Figures lead to rows for the centre's own people alone; the others get counts."""

    user: User
    desk: Desk | None = None
    is_national: bool = False
    counties: tuple[County, ...] = ()
    places: frozenset[int] = frozenset()

    def everything(self) -> SupportRequestQuerySet:
        if self.desk is not None:
            return self.desk.requests().filter(centre=self.desk.centre)
        if self.is_national:
            return SupportRequest.objects.order_by()
        return SupportRequest.objects.filter(asked_from(set(self.places))).order_by()

    def requests(self, period: Period) -> SupportRequestQuerySet:
        """Each once, at the centre that owns it."""
        rows = self.everything().filter(confirmed_at__isnull=False)
        return rows.filter(
            submitted_at__date__gte=period.first, submitted_at__date__lte=period.last
        )

    def url(self, choice: Choice) -> str:
        """The rows behind a figure, for whoever may read them."""
        return choice.address(self.desk.centre.code) if self.desk is not None else ""


def scope_of(user: User, code: str = "") -> Scope | None:
    """The centre that is asked for or one's first, else the country or the counties of one's
    office. None where the person has no figures, or not of that centre."""
    desk = desk_of(user, code)
    if desk is not None or code:
        return Scope(user, desk=desk) if desk is not None else None
    if is_directorate(user):
        return Scope(user, is_national=True)
    counties = governed_counties(user)
    return Scope(user, counties=counties, places=governed_places(user)) if counties else None


def governed_counties(user: User) -> tuple[County, ...]:
    own = Municipality.objects.in_force(on=timezone.localdate()).filter(
        governed_municipalities(user)
    )
    return tuple(County.objects.filter(pk__in=own.order_by().values("county")))


def governed_places(user: User) -> frozenset[int]:
    """The municipalities and districts of the counties, also under an earlier number."""
    today = Municipality.objects.places_in_force(on=timezone.localdate()).order_by()
    own = today.filter(governed_municipalities(user)).values_list("pk", flat=True)
    return frozenset(with_own_past(set(own)))


def period_of(choice: Choice) -> Period:
    """The days chosen; this year where none are."""
    today = timezone.localdate()
    first = choice.since or date((choice.until or today).year, 1, 1)
    last = choice.until or date(first.year if choice.since else today.year, 12, 31)
    return Period(first, max(first, last))


def years_of(scope: Scope) -> list[int]:
    """The years in which something was asked, the latest first."""
    years = scope.everything().annotate(year=ExtractYear("submitted_at"))
    return sorted(set(years.values_list("year", flat=True).distinct()), reverse=True)
