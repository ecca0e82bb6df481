"""Two centres' received reports, small enough to count by hand; a third centre has none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from assignments.activities.facts import facts_of
from assignments.activities.models import Activity, ActivityPartner
from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Fact
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from reporting import figures
from reporting.actions import recounting, summarising
from reporting.gathering import gather
from reporting.models import AnnualReport
from tests.factories import CentreFactory, MandateTaskFactory, ThemeFactory
from tests.reporting.report_year import YEAR, add_activity, add_assignment

OSLO = ZoneInfo("Europe/Oslo")
# What older frozen figures do not say.
NEW_KEYS = [
    "statuses",
    "funding",
    "agreements",
    "roles",
    "courses",
    "cooperation",
    "user_participation",
    "feedback",
    "informed",
    "open_needs",
    "money",
]
JOBS: dict[str, Callable[..., None]] = {
    "reporting.make_summary": summarising.make_documents,
    "reporting.recount_report": recounting.recount,
}


@dataclass
class Country:
    north: AnnualReport
    west: AnnualReport
    missing: Centre
    course: Activity
    linked: Activity


def received_report(centre: Centre, by: User, **values: Any) -> AnnualReport:
    """A submitted report with the year's figures frozen as they are now."""
    year = values.pop("year", YEAR)
    counted = figures.of_year(gather(centre, year))
    counted.update(values.pop("figures", {}))
    for key in values.pop("without", []):
        counted.pop(key, None)
    at = datetime(year + 1, 2, 1, 12, tzinfo=OSLO)
    stored = {
        "status": AnnualReport.Status.SUBMITTED,
        "started_by": by,
        "submitted_by": by,
        "submitted_at": at,
        "received_at": at,
        "drafted_at": at,
        "figures_sha256": f"{centre.pk:064x}",
        **values,
    }
    return AnnualReport.objects.create(centre=centre, year=year, figures=counted, **stored)


def money(**grant: Any) -> dict[str, Any]:
    """Frozen accounts of one grant of a million, with one line that came to 50 000 more."""
    budget = {"name": "Lønn", "budget": 900_000, "actual": 950_000, "deviation": 50_000}
    return {
        "grants": [
            {
                "grant": 1,
                "scheme": "Tilskudd til kompetansesentre",
                "reference": "",
                "recipient": "Sykehuset",
                "number": "",
                "granted": 1_000_000,
                "lines": [
                    {"chapter": "714", "item": "21", "amount": 700_000},
                    {"chapter": "765", "item": "74", "amount": 300_000},
                ],
                "budget": [{**budget, "reason_sha256": "0" * 64}],
                "budgeted": 900_000,
                "spent": 950_000,
                "carried_in": None,
                "unspent": 50_000,
                "carried": 50_000,
                "repaid": None,
                "auditor": None,
                **grant,
            }
        ],
        "shared_costs": [],
        "other_income": [{"source": "Fylket", "amount": 40_000, "is_public_grant": True}],
        "staffing": {"agreed": "12.50", "filled": "11.00"},
    }


def made_country(
    north: tuple[Centre, User], west: tuple[Centre, User], places: list[Municipality], theme: Theme
) -> Country:
    """By hand: activities 4 (one event is in both), hours 10 + 5 + 3 and 4 + 2 + 1 = 25,
    attendances 20 + 9 + 7 = 36, given for 3 of 4. Alta and Utsira are used."""
    course, shared = work_in_the_north(*north, places[0], theme)
    linked = work_in_the_west(*west, places, theme, course)
    partner = {"asked_by": north[1], "state": ActivityPartner.State.ACCEPTED}
    answered = {"answered_by": west[1], "answered_at": datetime(YEAR, 6, 1, tzinfo=OSLO)}
    ActivityPartner.objects.create(
        activity=shared, centre=west[0], hours=Decimal("1.00"), **partner, **answered
    )
    replace_facts(Fact.Source.ACTIVITY, shared.pk, facts_of(shared))
    need = {"theme": theme.code, "county": places[0].county.code, "value": 2, "rows": [7, 8]}
    return Country(
        north=received_report(*north, figures={"money": money(), "open_needs": [need]}),
        west=received_report(*west, figures={"schema": 1}, without=NEW_KEYS),
        missing=CentreFactory.create(code="korus-sor", short_name="KORUS Sør"),
        course=course,
        linked=linked,
    )


def work_in_the_north(
    centre: Centre, by: User, place: Municipality, theme: Theme
) -> tuple[Activity, Activity]:
    """A course, a day that a partner took part in, and a meeting whose attendances nobody told."""
    tiltak = add_assignment(centre, by, "Kurs for kommunene", status="new")
    prevention = ThemeFactory.create(code="prevention", name_nb="Forebygging")
    task = MandateTaskFactory.create(code="C1")
    course = add_activity(
        centre,
        by,
        assignment=tiltak,
        hours=Decimal("10.00"),
        attendances=20,
        with_municipalities={place: None},
        with_themes=[theme, prevention],
        mandate_task=task,
    )
    add_activity(centre, by, hours=Decimal("5.00"), with_themes=[prevention])
    shared = add_activity(
        centre,
        by,
        assignment=tiltak,
        hours=Decimal("3.00"),
        attendances=9,
        with_municipalities={place: None},
        with_themes=[theme],
        mandate_task=task,
    )
    return course, shared


def work_in_the_west(
    centre: Centre, by: User, places: list[Municipality], theme: Theme, lead: Activity
) -> Activity:
    """The same course as the north's, registered here too, and a day in another's catchment."""
    linked = add_activity(
        centre,
        by,
        hours=Decimal("4.00"),
        attendances=18,
        same_event_as=lead,
        with_municipalities={places[1]: None},
        with_themes=[theme],
        mandate_task=lead.mandate_task,
    )
    add_activity(
        centre,
        by,
        hours=Decimal("2.00"),
        attendances=7,
        with_municipalities={places[0]: None},
        with_themes=[theme],
        starts_on=date(YEAR, 9, 1),
    )
    return linked
