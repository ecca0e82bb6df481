"""Figures of those who work at a centre."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from assignments.requests.numbers.figures import Speed, speed_of
from assignments.requests.numbers.scope import Period, Scope
from assignments.requests.queue.choice import Answered
from assignments.requests.queue.desk import Desk
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.pages.key_figures import reached
from korus_portal.pages.key_figures.parts import KeyFigure, all_of, joined, part_of, whole_year
from korus_portal.pages.key_figures.reached import Doing
from korus_portal.pages.reach import Reached
from reporting.dashboard import wording


def of_adviser(doing: Doing) -> list[KeyFigure]:
    """A national function has nobody to reach, and so nobody who is not reached (rule 12)."""
    last = (
        reached.contacted(doing)
        if doing.choice.is_national
        else reached.not_used(
            doing, _("Kommuner i ansvarsområdet som senteret ikke har gjort noe for i år.")
        )
    )
    return [reached.used(doing, used_by_us()), activities(doing), last]


def of_leader(user: User, centre: Centre, doing: Doing, *, on: date) -> list[KeyFigure]:
    is_korus = centre.kind == Centre.Kind.KORUS and not doing.choice.is_national
    told = reached.known(doing) if is_korus else reached.contacted(doing)
    return [reached.used(doing, used_by_us()), told, answered_in_time(user, centre, on=on)]


def used_by_us() -> str:
    return _("Nådd: senteret har gjort noe for kommunen.")


def activities(doing: Doing) -> KeyFigure:
    now, before = doing.now, doing.before
    definition = _("Bekreftede aktiviteter av alle typer. Hver teller én gang.")
    return KeyFigure(
        label=_("Aktiviteter i %(year)s") % {"year": doing.year},
        value=counted(now),
        note=joined(definition, hours_sentence(now)),
        href=now.rows,
        beside=all_of(before.year, counted(before)) if before else "",
        beside_href=before.rows if before else "",
    )


def counted(found: Reached) -> str:
    return wording.number(found.total.activities) if found.has_data else _("ingen data")


def hours_sentence(found: Reached) -> str:
    """Empty hours are unknown: the sum says how many it is made of (rule 15)."""
    if not found.has_data:
        return ""
    words = {"hours": wording.hours(found.total)}
    return joined(_("Timer: %(hours)s.") % words, found.hours_note)


def answered_in_time(user: User, centre: Centre, *, on: date) -> KeyFigure:
    """Of what the municipalities have asked the centre, as on its page of figures."""
    scope = Scope(user, desk=Desk(user, centre, [centre]))
    period, last = Period(*whole_year(on.year)), Period(*whole_year(on.year - 1))
    in_days = Answered.IN_TIME
    before = speed_of(scope.requests(last))
    return KeyFigure(
        label=_("Svart innen fristen i %(year)s") % {"year": on.year},
        value=in_time(speed_of(scope.requests(period))),
        note=_(
            "Henvendelser som fikk første svar i tide, av dem som er besvart eller har gått over "
            "fristen."
        ),
        href=scope.url(period.choice.but(answered=in_days)),
        beside=all_of(on.year - 1, in_time(before)) if before.judged else "",
        beside_href=scope.url(last.choice.but(answered=in_days)),
    )


def in_time(found: Speed) -> str:
    return part_of(found.in_time, found.judged) if found.judged else _("ingen ennå")
