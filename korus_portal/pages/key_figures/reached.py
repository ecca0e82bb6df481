"""Figures of reach: the same numbers as the dashboard opens with the same choice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.coverage.models import Structure
from centres.models import Centre
from korus_portal.pages import reach
from korus_portal.pages.key_figures.parts import (
    KeyFigure,
    all_of,
    joined,
    of_denominator,
    reach_before,
    share_sentence,
)
from korus_portal.pages.reach import Reached
from municipalities.models import County
from reporting.dashboard import wording
from reporting.dashboard.choice import Choice
from reporting.dashboard.figures import Place
from reporting.dashboard.unreached import never_in_contact


@dataclass(frozen=True)
class Doing:
    """What a doer has reached this year and the year before; each is read when first asked for."""

    choice: Choice
    # What the denominator is: «av kommunene i ansvarsområdet.»
    of_what: str
    # Whether it is asked for earlier years too; the visitors' page is to be quick.
    with_past: bool = True

    @cached_property
    def now(self) -> Reached:
        return reach.reached(self.choice, with_days=self.with_past)

    @cached_property
    def before(self) -> Reached | None:
        if not self.with_past:
            return None
        return reach.reached(replace(self.choice, year=self.choice.year - 1))

    @property
    def year(self) -> int:
        return self.choice.year

    @cached_property
    def never(self) -> list[Place]:
        """Nothing is known to be missing where there is no data or no catchment (12, 14)."""
        if not self.with_past or self.now.reach.no_share:
            return []
        return never_in_contact(self.now.summary.places)


def of_centre(centre: Centre, *, on: date) -> Doing:
    choice = Choice(year=on.year, structure=Structure.THEN, today=on, centre=centre)
    return Doing(choice, _("av kommunene i ansvarsområdet 1. januar."))


def of_kind(
    kind: str, *, on: date, counties: tuple[County, ...] = (), with_past: bool = True
) -> Doing:
    choice = Choice(year=on.year, structure=Structure.THEN, today=on, kind=kind, counties=counties)
    return Doing(choice, where(counties), with_past)


def where(counties: tuple[County, ...]) -> str:
    if not counties:
        return _("av kommunene 1. januar.")
    return ngettext(
        "av kommunene i fylket 1. januar.", "av kommunene i fylkene 1. januar.", len(counties)
    )


def used(doing: Doing, definition: str) -> KeyFigure:
    now, before = doing.now, doing.before
    share = share_sentence(now.reach.used, now.reach, doing.year, of_what=doing.of_what)
    return KeyFigure(
        label=_("Kommuner nådd i %(year)s") % {"year": doing.year},
        value=of_denominator(now.reach.used, now.reach),
        note=joined(share, definition),
        href=now.places_used,
        beside=reach_before(before.reach.used, before.reach, before.year) if before else "",
        beside_href=before.places_used if before else "",
    )


def contacted(doing: Doing) -> KeyFigure:
    now, before = doing.now, doing.before
    share = share_sentence(now.reach.contacted, now.reach, doing.year, of_what=doing.of_what)
    return KeyFigure(
        label=_("Kommuner i kontakt i %(year)s") % {"year": doing.year},
        value=of_denominator(now.reach.contacted, now.reach),
        note=joined(share, _("Kommunen har spurt, møtt eller brukt senteret.")),
        href=now.places_contacted,
        beside=reach_before(before.reach.contacted, before.reach, before.year) if before else "",
        beside_href=before.places_contacted if before else "",
    )


def known(doing: Doing) -> KeyFigure:
    """The goal of 100 % is that of the KORUS centres alone (rule 12)."""
    now = doing.now
    share = share_sentence(now.reach.known, now.reach, doing.year, of_what=doing.of_what)
    definition = _("Kommunen har fått informasjon om tilbudet eller hatt kontakt i år.")
    return KeyFigure(
        label=_("Gjort kjent i %(year)s") % {"year": doing.year},
        value=of_denominator(now.reach.known, now.reach),
        note=joined(share, definition),
        href=now.places_known,
        beside=goal(now),
    )


def goal(now: Reached) -> str:
    if now.reach.no_share:
        return _("Målet er 100 %")
    left = now.reach.total - now.reach.known
    if not left:
        return _("Målet på 100 % er nådd")
    text = ngettext(
        "Målet er 100 %%: %(count)s kommune gjenstår",
        "Målet er 100 %%: %(count)s kommuner gjenstår",
        left,
    )
    return text % {"count": left}


def not_used(doing: Doing, definition: str) -> KeyFigure:
    """Where reach is unknown, so is what is not reached."""
    now = doing.now
    why = share_sentence(0, now.reach, doing.year, of_what="") if now.reach.no_share else ""
    return KeyFigure(
        label=_("Kommuner ikke nådd i %(year)s") % {"year": doing.year},
        value=wording.per_cent(now.reach) if why else wording.number(now.not_used),
        note=why or definition,
        href=now.places_not_used,
        beside=not_used_before(doing.before),
        beside_href=doing.before.places_not_used if doing.before else "",
        more=never_sentence(doing.never),
        more_href=now.places_never,
    )


def not_used_before(before: Reached | None) -> str:
    if before is None or before.reach.no_share or not before.reach.total:
        return ""
    return all_of(before.year, wording.number(before.not_used))


def never_sentence(never: list[Place]) -> str:
    if not never:
        return ""
    text = ngettext(
        "%(count)s har aldri hatt kontakt", "%(count)s har aldri hatt kontakt", len(never)
    )
    return text % {"count": len(never)}
