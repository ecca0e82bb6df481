"""The rules of counting, one test each, on the facts that an activity or request gives."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assignments.activities.facts import facts_of
from assignments.activities.models import Activity
from assignments.coverage.models import Fact, Level
from assignments.outreach.facts import facts_of as facts_of_contact
from assignments.outreach.models import Contact
from assignments.requests.facts import facts_of as facts_of_request
from assignments.requests.models import SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.factories import (
    ActivityFactory,
    MunicipalityFactory,
    SupportRequestFactory,
    ThemeFactory,
)
from tests.outreach.factories import ApproachFactory, ContactFactory

KINDS_THAT_GIVE_CONTACT = {"contact_meeting", "dialogue_meeting"}
KINDS_THAT_GIVE_NOTHING = {"research", "research_summary", "development_work", "dissemination"}


def activity(by: User, centre: Centre, **values: Any) -> Activity:
    return ActivityFactory.create(registered_by=by, centre=centre, **values)


@pytest.mark.parametrize("kind", Activity.Kind.values)
def test_the_kind_decides_the_level(
    kind: str, adviser: User, centre: Centre, municipality: Municipality
) -> None:
    (fact,) = facts_of(
        activity(adviser, centre, kind=kind, with_municipalities={municipality: None})
    )
    expected = Level.USED
    if kind in KINDS_THAT_GIVE_CONTACT:
        expected = Level.CONTACTED
    if kind in KINDS_THAT_GIVE_NOTHING:
        expected = Level.UNKNOWN
    assert fact.level == expected


def test_a_draft_counts_nothing(adviser: User, centre: Centre, municipality: Municipality) -> None:
    draft = activity(
        adviser, centre, status=Activity.Status.DRAFT, with_municipalities={municipality: 3}
    )
    assert facts_of(draft) == []


def test_hours_are_shared_equally_and_the_lowest_code_takes_the_remainder(
    adviser: User, centre: Centre
) -> None:
    places = [MunicipalityFactory.create(code=code) for code in ("5803", "5801", "5802")]
    facts = facts_of(
        activity(
            adviser, centre, hours=Decimal(10), with_municipalities=dict.fromkeys(places, None)
        )
    )
    shares = {fact.place_then_id: fact.hours for fact in facts}
    assert shares == {
        places[1].pk: Decimal("3.34"),
        places[2].pk: Decimal("3.33"),
        places[0].pk: Decimal("3.33"),
    }


def test_unknown_hours_stay_unknown(
    adviser: User, centre: Centre, municipality: Municipality
) -> None:
    (fact,) = facts_of(activity(adviser, centre, with_municipalities={municipality: None}))
    assert fact.hours is None


def test_with_one_municipality_all_attendances_are_its_own(
    adviser: User, centre: Centre, municipality: Municipality
) -> None:
    facts = facts_of(
        activity(adviser, centre, attendances=12, with_municipalities={municipality: None})
    )
    assert [(fact.place_then_id, fact.attendances) for fact in facts] == [(municipality.pk, 12)]


def test_with_several_only_recorded_numbers_stand_and_the_rest_has_no_place(
    adviser: User,
    centre: Centre,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    facts = facts_of(
        activity(
            adviser,
            centre,
            attendances=20,
            with_municipalities={municipality: 12, municipality_elsewhere: None},
        )
    )
    found = {fact.place_then_id: fact.attendances for fact in facts}
    assert found == {municipality.pk: 12, municipality_elsewhere.pk: None, None: 8}


def test_the_main_theme_takes_hours_and_attendances(
    adviser: User, centre: Centre, municipality: Municipality
) -> None:
    first, second = ThemeFactory.create(), ThemeFactory.create()
    facts = facts_of(
        activity(
            adviser,
            centre,
            hours=Decimal(4),
            attendances=7,
            with_municipalities={municipality: None},
            with_themes=[first, second],
        )
    )
    found = {fact.theme_id: (fact.hours, fact.attendances) for fact in facts}
    assert found == {first.pk: (Decimal(4), 7), second.pk: (None, None)}


@pytest.mark.parametrize(
    ("values", "attendances", "level"),
    [
        ({"form": "digital", "kind": "course"}, None, Level.UNKNOWN),
        ({"form": "digital", "kind": "course"}, 0, Level.UNKNOWN),
        ({"form": "digital", "kind": "course"}, 1, Level.USED),
        ({"form": "digital", "kind": "guidance"}, None, Level.USED),
        ({"form": "on_site", "kind": "course"}, None, Level.USED),
        ({"is_national_event": True, "kind": "conference"}, None, Level.UNKNOWN),
        ({"is_national_event": True, "kind": "conference"}, 2, Level.USED),
    ],
)
def test_an_event_open_to_all_gives_use_only_where_somebody_took_part(
    values: dict[str, Any],
    attendances: int | None,
    level: Level,
    adviser: User,
    centre: Centre,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    facts = facts_of(
        activity(
            adviser,
            centre,
            **values,
            with_municipalities={municipality: attendances, municipality_elsewhere: 5},
        )
    )
    found = {fact.place_then_id: fact.level for fact in facts}
    assert found[municipality.pk] == level


def test_a_row_on_a_district_stands_in_its_municipality(adviser: User, centre: Centre) -> None:
    oslo = MunicipalityFactory.create(code="0301", name="Oslo")
    district = MunicipalityFactory.create(
        code="030101", kind=Municipality.Kind.DISTRICT, parent=oslo, name="Gamle Oslo"
    )
    (fact,) = facts_of(activity(adviser, centre, with_municipalities={district: None}))
    assert (fact.place_then_id, fact.place_today_id, fact.district_id) == (
        oslo.pk,
        oslo.pk,
        district.pk,
    )


def test_an_activity_without_place_counts_for_the_centre_alone(
    adviser: User, centre: Centre
) -> None:
    (fact,) = facts_of(activity(adviser, centre, kind="research", hours=Decimal("7.5")))
    assert (fact.place_then_id, fact.level, fact.hours) == (None, Level.UNKNOWN, Decimal("7.5"))


def test_an_activity_belongs_to_the_year_of_its_first_day(
    adviser: User, centre: Centre, municipality: Municipality
) -> None:
    (fact,) = facts_of(
        activity(
            adviser,
            centre,
            starts_on=date(2024, 12, 30),
            ends_on=date(2025, 1, 10),
            with_municipalities={municipality: None},
        )
    )
    assert fact.year == 2024


@pytest.mark.parametrize("status", ["submitted", "in_triage", "accepted", "declined"])
def test_a_submitted_request_is_contact_whatever_became_of_it(
    status: str,
    contact: User,
    adviser: User,
    centre: Centre,
    municipality: Municipality,
    theme: Theme,
) -> None:
    decided = status in ("accepted", "declined")
    support_request: SupportRequest = SupportRequestFactory.create(
        municipality=municipality,
        centre=centre,
        theme=theme,
        submitted_by=contact,
        status=status,
        adviser=None if status == "submitted" else adviser,
        decided_by=adviser if decided else None,
        decided_at="2025-02-03T12:00Z" if decided else None,
        reason="Ingen ledig tid." if status == "declined" else "",
        decline_code="capacity" if status == "declined" else "",
    )
    (fact,) = facts_of_request(support_request)
    assert (fact.level, fact.source_kind) == (Level.CONTACTED, Fact.Source.REQUEST)
    assert (fact.place_then_id, fact.centre_id, fact.theme_id) == (
        municipality.pk,
        centre.pk,
        theme.pk,
    )


@pytest.mark.parametrize("result", Contact.Result.values)
def test_only_an_answer_is_contact(
    result: str, adviser: User, centre: Centre, municipality: Municipality
) -> None:
    approach = ApproachFactory.create(centre=centre, municipality=municipality, adviser=adviser)
    facts = facts_of_contact(ContactFactory.create(approach=approach, result=result))
    if result == Contact.Result.NO_ANSWER:
        assert facts == []
        return
    (fact,) = facts
    assert (fact.level, fact.source_kind) == (Level.CONTACTED, Fact.Source.OUTREACH)
    assert (fact.place_then_id, fact.centre_id) == (municipality.pk, centre.pk)
    assert (fact.theme_id, fact.hours, fact.attendances) == (None, None, None)


def test_a_contact_after_the_report_counts_nothing(
    adviser: User, centre: Centre, municipality: Municipality
) -> None:
    approach = ApproachFactory.create(centre=centre, municipality=municipality, adviser=adviser)
    assert facts_of_contact(ContactFactory.create(approach=approach, is_counted=False)) == []
