"""What each part of the score is made from, and what it says."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from assignments.coverage.models import Level
from assignments.needs.models import Need, Side
from assignments.outreach import gathering
from assignments.outreach.gathering import Candidate
from assignments.outreach.models import Component, Contact
from assignments.outreach.score import Part
from assignments.surveys.models import SurveyRound
from centres.models import Centre
from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import User
from municipalities.indicators.models import Indicator, Opening, Source
from municipalities.models import Municipality, MunicipalityChange, Theme
from tests.factories import CountyFactory, MunicipalityFactory, SupportRequestFactory
from tests.outreach.factories import (
    ApproachFactory,
    ContactFactory,
    IndicatorFactory,
    SourceFactory,
    figures,
)
from tests.outreach.rows import did

TODAY = timezone.localdate()


def candidate(centre: Centre, viewer: Viewer, code: str = "5601", **more: Any) -> Candidate:
    found = gathering.gather(centre, viewer, on=TODAY, **more)
    return next(row for row in found if row.place.code == code)


def part(component: Component, centre: Centre, viewer: Viewer, **more: Any) -> Part:
    found = candidate(centre, viewer, **more)
    return next(row for row in found.parts if row.component == component)


@pytest.fixture
def others(municipality: Municipality) -> list[Municipality]:
    """Three more municipalities of the country, beside Alta."""
    county = CountyFactory.create(code="11", name="Rogaland")
    return [
        MunicipalityFactory.create(code=code, county=county) for code in ("1101", "1103", "1106")
    ]


def test_what_nobody_has_data_about_is_not_taken_for_no_need(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    municipality.population = municipality.centrality_class = None
    municipality.save()
    found = candidate(centre, adviser)
    by_component = {row.component: row for row in found.parts}
    assert list(by_component) == list(Component)
    silence = by_component.pop(Component.SILENCE)
    assert (str(silence.value), silence.has_data) == ("1.00", True)
    for row in by_component.values():
        assert (str(row.value), row.has_data, row.reason) == ("0.50", False, "Ingen data")


def test_indicators_are_the_mean_of_where_it_stands_among_all_with_data(
    centre: Centre, adviser: User, municipality: Municipality, others: list[Municipality]
) -> None:
    higher = IndicatorFactory.create(code="a")
    lower = IndicatorFactory.create(
        code="b",
        direction=Indicator.Direction.LOWER_IS_WORSE,
        source=SourceFactory(code="u", name_nb="Ungdata"),
    )
    one, two, three = others
    figures(higher, adviser, {municipality: 40, one: 30, two: 20, three: 10})
    figures(lower, adviser, {municipality: 3, one: 1, two: 2}, year=2024)
    found = part(Component.INDICATORS, centre, adviser)
    assert str(found.value) == "0.50"  # (1 + 0) / 2
    assert found.reason == (
        "1 av 2 indikatorer ligger blant den svakeste fjerdedelen (KOSTRA 2025, Ungdata 2024)"
    )


def test_hidden_missing_neutral_and_retired_figures_say_nothing(
    centre: Centre, adviser: User, municipality: Municipality, others: list[Municipality]
) -> None:
    unused: list[dict[str, Any]] = [
        {"direction": Indicator.Direction.NEUTRAL},
        {"retired_on": TODAY},
        {"use": Indicator.Use.BACKGROUND},
    ]
    for number, values in enumerate(unused):
        silent = IndicatorFactory.create(code=f"stille_{number}", **values)
        figures(silent, adviser, {municipality: 9, others[0]: 1})
    hidden = IndicatorFactory.create(use=Indicator.Use.INEQUALITY)
    figures(hidden, adviser, {municipality: ":", others[0]: 5, others[1]: 7})
    assert not part(Component.INDICATORS, centre, adviser).has_data
    assert not part(Component.INEQUALITY, centre, adviser).has_data


def test_a_district_does_not_stand_among_the_municipalities(
    centre: Centre, adviser: User, municipality: Municipality, others: list[Municipality]
) -> None:
    district = MunicipalityFactory.create(
        code="110301", parent=others[1], kind=Municipality.Kind.DISTRICT, county=others[1].county
    )
    figures(
        IndicatorFactory.create(),
        adviser,
        {municipality: 20, others[0]: 30, others[2]: 10, district: 90},
    )
    assert str(part(Component.INDICATORS, centre, adviser).value) == "0.50"


def test_figures_that_are_not_open_count_only_for_whom_they_are_opened(
    centre: Centre, adviser: User, governor: User, municipality: Municipality
) -> None:
    other = MunicipalityFactory.create(code="5603", county=municipality.county)
    closed = SourceFactory.create(code="bp", publication=Source.Publication.OPENED)
    figures(IndicatorFactory.create(source=closed), governor, {municipality: 20, other: 10})
    assert not part(Component.INDICATORS, centre, adviser).has_data
    Opening.objects.create(
        source=closed, receiver=centre.organisation, reference="Brev", opened_by=adviser
    )
    assert part(Component.INDICATORS, centre, adviser).has_data
    kept = part(Component.INDICATORS, centre, adviser, figures_for=AnonymousUser())
    assert not kept.has_data


def test_staffing_is_told_with_the_country_beside_it_and_its_source(
    centre: Centre, adviser: User, municipality: Municipality, others: list[Municipality]
) -> None:
    staff = IndicatorFactory.create(
        name_nb="Årsverk",
        use=Indicator.Use.STAFFING,
        unit=Indicator.Unit.PER_10000,
        direction=Indicator.Direction.LOWER_IS_WORSE,
    )
    figures(staff, adviser, {municipality: "1.9", others[0]: "5.0", None: "4.1"})
    found = part(Component.STAFFING, centre, adviser)
    assert str(found.value) == "1.00"
    assert found.reason == "Årsverk: 1,9 per 10 000 innbyggere, landet 4,1 (KOSTRA 2025)"
    figures(staff, adviser, {None: "4.3"}, year=2026)
    newer = part(Component.STAFFING, centre, adviser)
    assert newer.reason == "Årsverk: 1,9 per 10 000 innbyggere (KOSTRA 2025)"


def need(municipality: Municipality, theme: Theme, by: User, **values: Any) -> Need:
    party = municipality.organisation
    assert party is not None
    return Need.objects.create(
        municipality=municipality,
        theme=theme,
        registered_by=by,
        registered_for=party,
        side=Side.MUNICIPALITY,
        text="Mangler.",
        **values,
    )


def test_open_needs_count_and_met_ones_are_known_to_be_none(
    centre: Centre, adviser: User, municipality: Municipality, theme: Theme
) -> None:
    registered = need(municipality, theme, adviser, severity=3)
    found = part(Component.NEEDS, centre, adviser)
    assert (str(found.value), found.reason) == ("0.83", "1 åpent behov, størrelse 3 av 3")
    need(municipality, theme, adviser, severity=1)
    found = part(Component.NEEDS, centre, adviser)
    assert (str(found.value), found.reason) == ("0.92", "2 åpne behov, det største 3 av 3")
    Need.objects.update(status=Need.Status.MET, closed_at=timezone.now())
    registered.refresh_from_db()
    found = part(Component.NEEDS, centre, adviser)
    assert (str(found.value), found.has_data) == ("0.00", True)


def test_the_last_contact_is_this_centres_own_over_all_years(
    centre: Centre,
    adviser: User,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
    municipality: Municipality,
) -> None:
    did(centre, adviser, municipality, date(TODAY.year - 2, 5, 4))
    did(centre_elsewhere, leader_elsewhere, municipality, TODAY)
    found = part(Component.SILENCE, centre, adviser)
    assert (str(found.value), found.reason) == ("0.67", f"Siste kontakt 4. mai {TODAY.year - 2}")
    assert str(part(Component.SILENCE, centre, adviser, full_after=2).value) == "1.00"


def test_an_answer_after_the_report_is_no_silence_though_the_year_does_not_count_it(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    held = ApproachFactory.create(centre=centre, municipality=municipality, adviser=adviser)
    day = date(TODAY.year - 1, 12, 20)
    ContactFactory.create(approach=held, day=day, is_counted=False)
    unanswered = {"result": Contact.Result.NO_ANSWER, "is_counted": False}
    ContactFactory.create(approach=held, day=TODAY, **unanswered)
    found = part(Component.SILENCE, centre, adviser)
    assert (str(found.value), found.reason) == ("0.33", f"Siste kontakt 20. desember {day.year}")
    did(centre, adviser, municipality, TODAY)
    assert str(part(Component.SILENCE, centre, adviser).value) == "0.00"


def test_what_was_done_under_an_old_code_follows_the_municipality(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    old = MunicipalityFactory.create(
        code="5403",
        county=CountyFactory.create(code="54", name="Troms og Finnmark"),
        valid_from=date(2020, 1, 1),
        valid_to=date(2023, 12, 31),
    )
    MunicipalityChange.objects.create(
        date=date(2024, 1, 1), change_type="renumber", old=old, new=municipality
    )
    did(centre, adviser, old, date(2023, 5, 4))
    SurveyRound.objects.create(
        municipality=old,
        survey="ungdata",
        year=2019,
        carried_out_on=date(2019, 3, 1),
        registered_by=adviser,
    )
    assert candidate(centre, adviser).last_contact == date(2023, 5, 4)
    found = part(Component.SURVEY, centre, adviser)
    assert (str(found.value), found.reason) == ("1.00", "Ungdata var sist i 2019")


def test_a_survey_in_time_is_known_not_to_be_overdue(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    SurveyRound.objects.create(
        municipality=municipality,
        survey="ungdata",
        year=TODAY.year,
        carried_out_on=TODAY,
        registered_by=adviser,
    )
    found = part(Component.SURVEY, centre, adviser)
    assert (str(found.value), found.has_data) == ("0.00", True)


@pytest.mark.parametrize(
    ("population", "centrality", "small", "remote"),
    [(4999, 5, "1.00", "1.00"), (5000, 4, "0.00", "0.00"), (90, 6, "1.00", "1.00")],
)
def test_small_and_remote_go_by_the_limits_of_the_rule(
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    population: int,
    centrality: int,
    small: str,
    remote: str,
) -> None:
    municipality.population, municipality.centrality_class = population, centrality
    municipality.population_date = date(2026, 1, 1)
    municipality.save()
    size = part(Component.SMALL, centre, adviser)
    assert str(size.value) == small
    assert size.reason.endswith("innbyggere per 1. januar 2026")
    assert str(part(Component.REMOTE, centre, adviser).value) == remote


def test_whoever_has_asked_anybody_this_year_asks_already(
    centre: Centre,
    adviser: User,
    contact: User,
    centre_elsewhere: Centre,
    municipality: Municipality,
) -> None:
    assert not candidate(centre, adviser).asks_already
    sent = SupportRequestFactory.create(
        centre=centre_elsewhere, municipality=municipality, submitted_by=contact
    )
    assert candidate(centre, adviser).has_asked
    sent.submitted_at = timezone.now() - timedelta(days=366)
    sent.save()
    assert not candidate(centre, adviser).has_asked


def test_use_this_year_is_asking_already_and_contact_is_not(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    made = did(centre, adviser, municipality, TODAY, kind="contact_meeting")
    assert made == Level.CONTACTED
    assert not candidate(centre, adviser).asks_already
    did(centre, adviser, municipality, TODAY)
    assert candidate(centre, adviser).is_used
