"""What stands around a year's activities: money, partners, agreements, needs, goals."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assignments.activities.models import Activity, ActivityPartner, HeadCount
from assignments.agreements.models import Agreement
from assignments.needs.models import Need
from assignments.plans.models import Assignment, Funding, Goal, GoalIndicator, IndicatorResult
from assignments.rounds.models import InformationRound
from centres.grants.models import Grant, GrantLine
from centres.models import Centre, Initiative
from korus_portal.accounts.models import Organisation, User
from municipalities.models import Municipality, Theme
from tests.reporting.report_year import OSLO, YEAR


def add_line(centre: Centre, chapter: str = "714", item: str = "21", year: int = YEAR) -> GrantLine:
    grant, _created = Grant.objects.get_or_create(centre=centre, year=year, scheme="Tilskudd")
    return GrantLine.objects.create(grant=grant, chapter=chapter, item=item, amount=1_000_000)


def fund(assignment: Assignment, line: GrantLine, share: str = "100") -> Funding:
    return Funding.objects.create(assignment=assignment, line=line, share=Decimal(share))


def add_initiative(code: str = "bti", name: str = "Bedre tverrfaglig innsats") -> Initiative:
    return Initiative.objects.create(code=code, name_nb=name, kind=Initiative.Kind.METHOD)


def share_with(activity: Activity, centre: Centre, by: User, hours: str | None = None) -> None:
    ActivityPartner.objects.create(
        activity=activity,
        centre=centre,
        state=ActivityPartner.State.ACCEPTED,
        hours=None if hours is None else Decimal(hours),
        asked_by=by,
        answered_by=by,
        answered_at=datetime(YEAR, 6, 1, tzinfo=OSLO),
    )


def add_party(activity: Activity, kind: str) -> None:
    activity.organisations.add(Organisation.objects.create(kind=kind, name=f"{kind} {activity.pk}"))


def add_present(activity: Activity, key: str, number: int) -> None:
    HeadCount.objects.create(activity=activity, by=HeadCount.By.ROLE, key=key, number=number)


def add_agreement(centre: Centre, municipality: Municipality, by: User, **values: Any) -> Agreement:
    standard: dict[str, Any] = {
        "title": "Avtale",
        "purpose": "Samarbeid",
        "language": "nb",
        "starts_on": date(YEAR, 1, 1),
        "ends_on": date(YEAR + 2, 12, 31),
        "state": Agreement.State.SIGNED,
        "signed_at": datetime(YEAR, 2, 1, 12, tzinfo=OSLO),
    }
    return Agreement.objects.create(
        centre=centre, municipality=municipality, created_by=by, **{**standard, **values}
    )


def add_need(municipality: Municipality, theme: Theme, by: User, **values: Any) -> Need:
    standard: dict[str, Any] = {
        "severity": 2,
        "text": "Mangler tilbud.",
        "side": "centre",
        "registered_at": datetime(YEAR, 3, 1, tzinfo=OSLO),
    }
    organisation = by.memberships.get().organisation
    return Need.objects.create(
        municipality=municipality,
        theme=theme,
        registered_for=organisation,
        registered_by=by,
        **{**standard, **values},
    )


def add_round(centre: Centre, by: User, *places: Municipality) -> InformationRound:
    made = InformationRound.objects.create(
        centre=centre,
        title="Brev til kommunene",
        channel="letter",
        day=date(YEAR, 4, 1),
        receiver="kommunedirektør",
        registered_by=by,
    )
    for place in places:
        made.rows.create(municipality=place)
    return made


def add_indicator(assignment: Assignment, by: User, result: str | None = "4") -> GoalIndicator:
    goal = Goal.objects.create(assignment=assignment, text="Flere kommuner bruker metoden")
    indicator = GoalIndicator.objects.create(
        goal=goal,
        name="Kommuner",
        unit="kommuner",
        baseline=Decimal(1),
        target=Decimal(6),
        due_year=YEAR + 1,
    )
    if result is not None:
        IndicatorResult.objects.create(
            indicator=indicator, year=YEAR, value=Decimal(result), source="Egen telling", set_by=by
        )
    return indicator
