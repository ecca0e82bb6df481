"""The ranked list: the candidates with score, place, and what has been done about each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.access import with_former
from assignments.outreach import gathering, reasons
from assignments.outreach.desk import Desk
from assignments.outreach.gathering import Candidate
from assignments.outreach.models import Approach, ApproachQuerySet, Contact
from assignments.outreach.reasons import Place
from assignments.outreach.score import (
    NATIONAL,
    Part,
    Standing,
    Weights,
    sort_order,
    standings,
    strongest,
)
from municipalities import structure
from municipalities.names import sort_key

TOP = 3
# So long after «ser ikke behov nå» a municipality is not called again at once.
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Done:
    """What the centre has done about a municipality: who has it, and the latest result."""

    adviser: str = ""
    adviser_id: int | None = None
    taken_on: date | None = None
    result: str = ""
    result_on: date | None = None
    # The latest answer was «ser ikke behov nå», less than a year ago.
    is_recent: bool = False


@dataclass(frozen=True, slots=True)
class CallRow:
    """One line of the list, ready to be shown."""

    place: Place
    own: Standing
    national: Standing
    parts: list[Part]
    top: list[Part]
    last_contact: date | None
    asks_already: bool
    done: Done

    @property
    def without_data(self) -> int:
        return sum(not part.has_data for part in self.parts)

    @property
    def gaps(self) -> str:
        """How much of the score rests on nothing."""
        if not self.without_data:
            return ""
        words = {"gaps": self.without_data, "all": len(self.parts)}
        return _("Uten data: %(gaps)s av %(all)s deler") % words

    @property
    def state(self) -> str:
        """Who has it, what came of the last attempt, or that they come by themselves."""
        said = [self._taken(), self._result()]
        if self.asks_already:
            said.append(_("Spør eller bruker senteret allerede"))
        return ". ".join(part for part in said if part) or _("Ledig")

    def _taken(self) -> str:
        if self.done.taken_on is None:
            return ""
        words = {"adviser": self.done.adviser, "day": shown(self.done.taken_on)}
        return _("Tatt av %(adviser)s %(day)s") % words

    def _result(self) -> str:
        if self.done.result_on is None:
            return ""
        result = Contact.Result(self.done.result).label
        return _("Sist: %(result)s %(day)s") % {
            "result": result,
            "day": shown(self.done.result_on),
        }


@dataclass(frozen=True)
class CallList:
    """All that the viewer may see of a centre's list."""

    rows: list[CallRow]
    weights: Weights
    full_after: int

    @property
    def counties(self) -> list[tuple[str, str]]:
        """The counties to choose among, in Norwegian order."""
        found = {(row.place.county_code, row.place.county) for row in self.rows}
        return sorted(found, key=lambda county: sort_key(county[1]))

    @property
    def counted(self) -> str:
        return ngettext("%(n)s kommune", "%(n)s kommuner", len(self.rows)) % {"n": len(self.rows)}


def shown(day: date) -> str:
    return date_format(day, "j. F Y")


def call_list(desk: Desk, *, full_after: int = gathering.FULL_AFTER) -> CallList:
    """Highest score first by the centre's own weights; equal scores in order of name.

    The place is among all municipalities of the catchment that the viewer may see, whatever the
    list is narrowed to afterwards.
    """
    today = timezone.localdate()
    found = gathering.gather(desk.centre, desk.user, on=today, full_after=full_after)
    candidates = {row.place.pk: row for row in found if desk.holds(row.place.pk)}
    weights = gathering.weights_of(desk.centre)
    parts = {pk: row.parts for pk, row in candidates.items()}
    own, national = standings(parts, weights), standings(parts, NATIONAL)
    done = done_by_place(desk, candidates)
    order = sort_order(own, lambda pk: candidates[pk].place.sort_key)
    rows = [
        row_of(candidates[pk], own[pk], national[pk], weights, done.get(pk, Done()))
        for pk in sorted(candidates, key=order)
    ]
    return CallList(rows=rows, weights=weights, full_after=full_after)


def row_of(
    candidate: Candidate, own: Standing, national: Standing, weights: Weights, done: Done
) -> CallRow:
    return CallRow(
        place=candidate.place,
        own=own,
        national=national,
        parts=candidate.parts,
        top=strongest(candidate.parts, weights, at_most=TOP),
        last_contact=candidate.last_contact,
        asks_already=candidate.asks_already,
        done=done,
    )


def done_by_place(desk: Desk, places: Iterable[int]) -> dict[int, Done]:
    """By municipality of today: three queries. What was done under an old code follows it."""
    former = with_former(set(places))
    approaches = Approach.objects.visible_to(desk.user).filter(
        centre=desk.centre, municipality__in=former
    )
    today = structure.place_today_ids(former)
    found: dict[int, dict[str, object]] = {}
    columns = ("municipality", "adviser__name", "adviser", "taken_at")
    for place, name, adviser, taken_at in approaches.under_way().values_list(*columns):
        found.setdefault(today[place], {}).update(
            adviser=name, adviser_id=adviser, taken_on=timezone.localdate(taken_at)
        )
    for place, values in latest_results(approaches, today).items():
        found.setdefault(place, {}).update(values)
    return {place: Done(**values) for place, values in found.items()}  # type: ignore[arg-type]


def latest_results(
    approaches: ApproachQuerySet, today: dict[int, int]
) -> dict[int, dict[str, object]]:
    """The latest attempt in each municipality; recent when its latest answer was «no need»."""
    rows = Contact.objects.filter(approach__in=approaches.order_by()).order_by("-day", "-pk")
    found: dict[int, dict[str, object]] = {}
    answered: set[int] = set()
    since = timezone.localdate() - A_YEAR
    for place, day, result in rows.values_list("approach__municipality", "day", "result"):
        here = found.setdefault(today[place], {"result": result, "result_on": day})
        if result in Contact.ANSWERED and today[place] not in answered:
            answered.add(today[place])
            here["is_recent"] = result == Contact.Result.NO_NEED and day >= since
    return found


def frozen_reasons(desk: Desk, municipality_id: int) -> list[tuple[str, str]]:
    """Why it stands on the list today, kept with the approach for whoever follows it up.

    Colleagues read it for years: it rests on figures that are open to all, never on what was shown
    to this person alone.
    """
    found = gathering.gather(
        desk.centre, desk.user, on=timezone.localdate(), figures_for=AnonymousUser()
    )
    candidates = [row for row in found if row.place.pk == municipality_id]
    return [
        (reasons.label(part.component), part.reason)
        for row in candidates
        for part in strongest(row.parts, NATIONAL, at_most=len(NATIONAL))
    ]
