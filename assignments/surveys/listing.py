"""Reading the register of surveys: which rounds there were, which come next, what is overdue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.access import in_reach
from assignments.surveys.models import INTERVAL_YEARS, SurveyRound, with_predecessors
from korus_portal.accounts.access import Viewer
from municipalities import structure
from municipalities.models import Municipality


@dataclass(frozen=True, slots=True)
class Overdue:
    """A survey that was last carried out more than three years ago, with no round planned."""

    survey: str
    last_year: int

    @property
    def label(self) -> str:
        return str(SurveyRound.Survey(self.survey).label)


def overdue_by_place(*, on: date) -> dict[int, list[Overdue]]:
    """By id of the municipalities in force on the day; three queries.

    A municipality without any registered round is not in it: nothing is known, and that is
    not the same as overdue. Rounds of codes that have expired count for their successor.
    """
    latest: dict[tuple[int, str], int] = {}
    planned: set[tuple[int, str]] = set()
    rows = _years_by_place(on=on)
    today = structure.place_ids({row[0] for row in rows}, to=on)
    for pk, survey, last, following in rows:
        key = (today[pk], survey)
        if last is not None:
            latest[key] = max(last, latest.get(key, 0))
        if following is not None:
            planned.add(key)
    return _overdue(latest, planned, on=on)


def _years_by_place(*, on: date) -> list[tuple[int, str, int | None, int | None]]:
    """Municipality, survey, the year of the last round and that of a planned one."""
    done = Q(carried_out_on__isnull=False)
    ahead = Q(carried_out_on=None, year__gte=on.year)
    rows = SurveyRound.objects.order_by().values("municipality", "survey")
    found = rows.annotate(last=Max("year", filter=done), ahead=Max("year", filter=ahead))
    return list(found.values_list("municipality", "survey", "last", "ahead"))


def _overdue(
    latest: dict[tuple[int, str], int], planned: set[tuple[int, str]], *, on: date
) -> dict[int, list[Overdue]]:
    in_force = set(Municipality.objects.in_force(on=on).order_by().values_list("pk", flat=True))
    found: dict[int, list[Overdue]] = defaultdict(list)
    for (pk, survey), year in sorted(latest.items()):
        is_late = on.year - year > INTERVAL_YEARS and (pk, survey) not in planned
        if is_late and pk in in_force:
            found[pk].append(Overdue(survey, year))
    return dict(found)


@dataclass(slots=True)
class SurveyHere:
    """One survey in one municipality: what was last, what comes, and how it stands."""

    survey: str
    rounds: list[SurveyRound] = field(default_factory=list)  # newest first

    @property
    def label(self) -> str:
        return str(SurveyRound.Survey(self.survey).label)

    @property
    def last(self) -> SurveyRound | None:
        return next((one for one in self.rounds if one.is_done), None)

    def following(self, on: date) -> SurveyRound | None:
        """The planned round that comes first."""
        ahead = [one for one in self.rounds if not one.is_done and one.year >= on.year]
        return ahead[-1] if ahead else None

    def is_overdue(self, on: date) -> bool:
        """As in `overdue_by_place`."""
        last = self.last
        is_old = last is not None and on.year - last.year > INTERVAL_YEARS
        return is_old and self.following(on) is None


def of_municipality(municipality: Municipality, viewer: Viewer, *, on: date) -> list[SurveyHere]:
    """Every survey in the municipality and its predecessors; empty for who may not see them."""
    rows = SurveyRound.objects.visible_to(viewer)
    rows = rows.filter(municipality__in=with_predecessors({municipality.pk}, on=on))
    here = {survey: SurveyHere(survey) for survey in SurveyRound.Survey.values}
    for one in rows.order_by("-year", "pk").annotate(
        open_tasks=Count("tasks", filter=Q(tasks__done_on=None))
    ):
        here[one.survey].rounds.append(one)
    return list(here.values())


def surveys_by_place(
    viewer: Viewer, places: Iterable[int], *, on: date
) -> dict[int, list[SurveyHere]]:
    """The same for many municipalities."""
    wanted = set(places)
    rows = list(SurveyRound.objects.visible_to(viewer).order_by("-year", "pk"))
    today = structure.place_ids({row.municipality_id for row in rows}, to=on)
    found = {pk: {s: SurveyHere(s) for s in SurveyRound.Survey.values} for pk in wanted}
    for row in rows:
        heir = today[row.municipality_id]
        if heir in wanted:
            found[heir][row.survey].rounds.append(row)
    return {pk: list(here.values()) for pk, here in found.items()}


@dataclass(frozen=True, slots=True)
class Cell:
    """One survey of one municipality in the list of municipalities."""

    last: str
    following: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class PlaceRow:
    code: str
    name: str
    county: str
    cells: list[Cell]
    url: str
    rounds_url: str


def place_rows(viewer: Viewer, *, on: date) -> list[PlaceRow]:
    """The municipalities that the person works for, each with its last and next rounds."""
    in_force = Municipality.objects.places_in_force(on=on).filter(in_reach(viewer))
    own = Q(kind=Municipality.Kind.MUNICIPALITY) | Q(survey_rounds__isnull=False)
    rows = in_force.filter(own).distinct().order_by("sort_key", "code")
    places = list(rows.values_list("pk", "code", "name", "county__name"))
    surveys = surveys_by_place(viewer, [place[0] for place in places], on=on)
    rounds = reverse("surveys:round_list")
    base = reverse("pages:municipality_list")
    return [
        PlaceRow(
            code=code,
            name=name,
            county=county,
            cells=[_cell(one, on) for one in surveys[pk]],
            url=f"{base}{code}/",
            rounds_url=f"{rounds}?kommune={code}",
        )
        for pk, code, name, county in places
    ]


def _cell(here: SurveyHere, on: date) -> Cell:
    following = here.following(on)
    return Cell(
        last=str(here.last.year) if here.last else "",
        following=str(following.year) if following else "",
        is_overdue=here.is_overdue(on),
    )


@dataclass(frozen=True, slots=True)
class RoundRow:
    url: str
    municipality: str
    survey: str
    year: int
    state: str
    tone: str
    is_overdue: bool
    carried_out: str
    presented: str
    open_tasks: int


def round_rows(rounds: Iterable[SurveyRound], *, on: date) -> list[RoundRow]:
    """Ready strings; the rounds carry `is_overdue` and `open_tasks`."""
    return [
        RoundRow(
            url=one.get_absolute_url(),
            municipality=one.municipality.name,
            survey=str(one.get_survey_display()),
            year=one.year,
            state=state_of(one, on=on)[0],
            tone=state_of(one, on=on)[1],
            is_overdue=bool(getattr(one, "is_overdue", False)),
            carried_out=_day(one.carried_out_on),
            presented=_day(one.presented_on),
            open_tasks=int(getattr(one, "open_tasks", 0)),
        )
        for one in rounds
    ]


def state_of(one: SurveyRound, *, on: date) -> tuple[str, str]:
    """How far a round has come, in a word, and the tone of its mark."""
    if one.is_presented:
        return _("lagt fram"), "success"
    if one.is_done:
        return _("gjennomført"), "info"
    if one.year >= on.year:
        return _("planlagt"), "neutral"
    return _("ikke gjennomført"), "warning"


def _day(day: date | None) -> str:
    return date_format(day, "j.n.Y") if day else "–"
