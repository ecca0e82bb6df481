"""The whole page of a municipality: every part that this reader may see, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.access import reached_ids
from assignments.coverage.models import Level
from assignments.needs import summaries
from assignments.rounds.listing import Told, rounds_at
from assignments.surveys import listing as surveys
from assignments.surveys.listing import SurveyHere
from assignments.surveys.models import SurveyRound
from centres.models import Centre
from korus_portal.accounts.access import Viewer, holds
from korus_portal.accounts.models import Role
from korus_portal.pages import figures, links, places, reach, serving
from korus_portal.pages.municipality import agreed, charts, gaps, work
from korus_portal.pages.municipality.agreed import AgreementRow
from korus_portal.pages.municipality.charts import Chart, Group
from korus_portal.pages.municipality.gaps import Gap, Step
from korus_portal.pages.municipality.moments import Moment
from korus_portal.pages.municipality.work import Mapped, Needs, Requests, TiltakRow
from korus_portal.pages.reach import YearHere
from korus_portal.pages.serving import Services
from municipalities.models import CountyGovernor, Municipality

YEARS_OF_OTHERS = 3


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One survey: its last and next round, and what is left to do after them."""

    label: str
    last: SurveyRound | None
    following: SurveyRound | None
    is_overdue: bool
    open_tasks: int

    @classmethod
    def of(cls, here: SurveyHere, *, on: date) -> SurveyRow:
        left = sum(vars(one)["open_tasks"] for one in here.rounds)
        return cls(here.label, here.last, here.following(on), here.is_overdue(on), left)


@dataclass(slots=True)
class MunicipalityPage:
    """What stands on the page. Parts that a reader may not see are None or empty."""

    municipality: Municipality
    moment: Moment
    viewer: Viewer
    is_in_force: bool
    # The reader's own municipality, catchment or county: needs, requests and surveys too.
    is_in_reach: bool = False
    # What it was called on the day, when that was another name.
    name_then: str = ""
    governors: list[str] = field(default_factory=list)
    services: Services | None = None
    became: list[Municipality] = field(default_factory=list)
    history: list[places.Step] = field(default_factory=list)
    years: list[YearHere] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    mapped: list[Mapped] = field(default_factory=list)
    needs: Needs | None = None
    requests: Requests | None = None
    tiltak: list[TiltakRow] = field(default_factory=list)
    agreements: list[AgreementRow] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    surveys: list[SurveyHere] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def shows_work(self) -> bool:
        """Today's page of a place in the reader's reach."""
        return self.is_in_reach and not self.moment.is_past

    @property
    def may_register(self) -> bool:
        """The municipality and its centres write in the register of surveys, others read it."""
        return holds(self.viewer, Role.CONTACT, Role.ADVISER, Role.LEADER)

    @property
    def population(self) -> str:
        return figures.number(self.municipality.population)

    @property
    def population_note(self) -> str:
        day = self.municipality.population_date
        return _("Per %(day)s (SSB).") % {"day": date_format(day, "j. F Y")} if day else ""

    @property
    def level_label(self) -> str:
        return _("Nivå i %(year)d") % {"year": self.shown_year}

    @property
    def last_contact(self) -> str:
        day = self.last_contact_on
        return date_format(day, "j.n.Y") if day else _("ingen kjent")

    @property
    def survey_rows(self) -> list[SurveyRow]:
        return [SurveyRow.of(one, on=self.moment.today) for one in self.surveys]

    @property
    def surveys_url(self) -> str:
        return work.listed("surveys:round_list", self.municipality)

    @property
    def profile_url(self) -> str:
        has_more = self.is_in_reach and bool(self.mapped)
        return links.to("mapping:municipality_profile", self.municipality.code) if has_more else ""

    @property
    def chart_groups(self) -> list[Group]:
        return charts.grouped(self.charts)

    @property
    def heading(self) -> str:
        return self.name_then or heading(self.municipality)

    @property
    def lead(self) -> str:
        return lead(self.municipality, self.moment)

    @property
    def level(self) -> str:
        """How far any centre has come this year, or in the year shown."""
        row = next((one for one in self.years if one.year == self.shown_year), None)
        return str((row.level if row else Level.UNKNOWN).label)

    @property
    def shown_year(self) -> int:
        return self.moment.year or self.moment.today.year

    @property
    def last_contact_on(self) -> date | None:
        return max((one.last_contact_on for one in self.years if one.last_contact_on), default=None)

    @property
    def others(self) -> list[tuple[Centre, list[str]]]:
        """Who works or has worked here lately: each centre with its level year by year."""
        return who_works_here(self.years, self.other_years)

    @property
    def other_years(self) -> list[int]:
        return list(range(self.shown_year, self.shown_year - YEARS_OF_OTHERS, -1))


def compose(municipality: Municipality, viewer: Viewer, moment: Moment) -> MunicipalityPage:
    """Everything but the paged list of activities. A fixed number of queries."""
    page = MunicipalityPage(
        municipality=municipality,
        moment=moment,
        viewer=viewer,
        is_in_force=municipality.is_in_force(moment.day),
        is_in_reach=municipality.pk in reached_ids(viewer),
    )
    _add_who(page)
    page.years = reach.years_of(municipality, on=moment.today, until=moment.year)
    _add_charts(page)
    if not moment.is_past:
        _add_work(page)
        _add_gaps(page)
    return page


def _add_who(page: MunicipalityPage) -> None:
    municipality, day = page.municipality, page.moment.day
    offices = CountyGovernor.objects.filter(counties=municipality.county_id)
    page.governors = list(offices.values_list("name", flat=True))
    page.history = places.history(municipality)
    if page.moment.is_past:
        page.name_then = places.names_on(day).get(municipality.pk, "")
    if page.is_in_force:
        page.services = serving.services_of(municipality, page.viewer, on=day)
    if not municipality.is_in_force(page.moment.today):
        page.became = places.became(municipality, on=page.moment.today)


def _add_charts(page: MunicipalityPage) -> None:
    """An expired code's figures stand in the structure of its last day."""
    day = page.moment.day
    ended = page.municipality.valid_to
    structure_day = min(day, ended) if ended else day
    page.charts = charts.charts_of(
        page.municipality, page.viewer, on=structure_day, last_year=day.year
    )


def _add_work(page: MunicipalityPage) -> None:
    municipality, viewer, today = page.municipality, page.viewer, page.moment.today
    here = summaries.places_of([municipality])
    page.mapped = work.mapped(municipality, viewer, may_register=page.is_in_reach)
    page.requests = work.requests_of(here, viewer, is_in_reach=page.is_in_reach)
    page.tiltak = work.tiltak_of(here, viewer)
    if viewer.is_authenticated:
        page.agreements = agreed.agreements_of(here, viewer)
        page.told = rounds_at(municipality, viewer)
    if page.is_in_reach:
        page.needs = work.needs_of(municipality, viewer)
        page.surveys = surveys.of_municipality(municipality, viewer, on=today)


def _add_gaps(page: MunicipalityPage) -> None:
    """What is missing where, for a municipality that is there today."""
    if not page.is_in_force:
        return
    municipality, today = page.municipality, page.moment.today
    found = gaps.of_reach(page.years, on=today)
    if page.needs is not None:
        found += gaps.of_needs(page.needs)
        found += gaps.of_surveys(
            page.surveys, municipality, on=today, may_register=page.may_register
        )
    found += gaps.of_knowledge(
        has_centres=bool(page.services and page.services.regional),
        has_charts=bool(page.charts),
        is_mapped=bool(page.mapped) if gaps.is_own(page.viewer, municipality) else None,
    )
    page.gaps = found
    page.steps = gaps.steps_of(page.viewer, municipality, is_in_reach=page.is_in_reach)


def who_works_here(
    years: Sequence[YearHere], shown: Sequence[int]
) -> list[tuple[Centre, list[str]]]:
    levels: dict[Centre, dict[int, str]] = {}
    for one in years:
        for centre, level in one.centres:
            if one.year in shown:
                levels.setdefault(centre, {})[one.year] = str(level.label)
    return [(centre, [found.get(year, "–") for year in shown]) for centre, found in levels.items()]


def heading(municipality: Municipality) -> str:
    names = [municipality.name, municipality.name_sami, municipality.name_kven]
    return " – ".join(dict.fromkeys(name for name in names if name))


def lead(municipality: Municipality, moment: Moment) -> str:
    if municipality.parent:
        text = _("Bydel i %(city)s") % {"city": municipality.parent}
    else:
        text = _("Kommune i %(county)s") % {"county": municipality.county}
    if not moment.is_past:
        return text
    return _("%(text)s, slik den var 1. januar %(year)d") % {"text": text, "year": moment.year}
