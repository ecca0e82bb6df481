"""What hangs on the demo tiltak: partners, goals, statements, money and how far methods came."""

from datetime import date
from decimal import Decimal

from assignments.plans.models import (
    Assignment,
    AssignmentPartner,
    Goal,
    GoalIndicator,
    ImplementationStep,
    IndicatorResult,
    Method,
    PolicyAim,
    Statement,
    TargetGroup,
)
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from korus_portal.pages.demo.agreements import noon
from korus_portal.pages.demo.reports import fund, make_grants
from municipalities.models import Municipality

YEARS = (2024, 2025, 2026)
DEMO = " (Demotekst.)"
STATEMENTS = {
    Statement.Kind.LEADERSHIP: "Kommunalsjefene i de deltakende kommunene har vedtatt tiltaket.",
    Statement.Kind.COORDINATION: "Skole, barnevern og Nav er med i styringsgruppen.",
    Statement.Kind.PARTICIPATION: "Organisasjonen har vært med på å utforme opplæringen.",
}
STAGES = [
    (date(2024, 6, 3), ImplementationStep.Stage.EXPLORATION),
    (date(2025, 2, 3), ImplementationStep.Stage.INSTALLATION),
    (date(2025, 11, 3), ImplementationStep.Stage.INITIAL),
]


def make_details(
    centre: Centre, staff: dict[str, User], users: Organisation, places: list[Municipality]
) -> None:
    """For the demo centre, whose tiltak people open: all that a tiltak can hold."""
    by = staff[centre.code]
    fund(centre, make_grants(centre))
    method = Method.objects.create(
        name="Motiverende samtale (demo)",
        fidelity_scale="MITI (demo)",
        fidelity_min=Decimal(1),
        fidelity_max=Decimal(5),
        source="Demodata",
        added_by=by,
        is_demo=True,
    )
    for assignment in Assignment.objects.filter(centre=centre).order_by("pk"):
        describe(assignment, by, users)
        implement(assignment, method, places[:3], by)
    share_with_partners(centre, by, staff)


def describe(assignment: Assignment, by: User, users: Organisation) -> None:
    PolicyAim.objects.create(
        assignment=assignment,
        kind=PolicyAim.Kind.WHITE_PAPER,
        title="Folkehelsemeldinga",
        aim="Forebygging og utjevning" + DEMO,
    )
    TargetGroup.objects.create(
        assignment=assignment, profession="helsesykepleiere", sector="health"
    )
    goal = Goal.objects.create(assignment=assignment, text="Flere unge får hjelp tidlig." + DEMO)
    indicator = GoalIndicator.objects.create(
        goal=goal,
        name="Ansatte som har fullført opplæringen",
        unit="ansatte",
        baseline=Decimal(0),
        target=Decimal(60),
        due_year=YEARS[-1],
    )
    measure(indicator, by)
    state(assignment, by, users)


def measure(indicator: GoalIndicator, by: User) -> None:
    for number, year in enumerate(YEARS[:-1]):
        IndicatorResult.objects.create(
            indicator=indicator,
            year=year,
            value=Decimal(18 * (number + 1)),
            source="Deltakerlister (demo)",
            set_by=by,
        )


def state(assignment: Assignment, by: User, users: Organisation) -> None:
    """What must be said; the user organisation has not answered yet."""
    for kind, text in STATEMENTS.items():
        is_named = kind == Statement.Kind.PARTICIPATION
        Statement.objects.create(
            assignment=assignment,
            kind=kind,
            text=text + DEMO,
            evidence="Referat i senterets arkiv (demo)",
            organisation=users if is_named else None,
            state=Statement.State.UNCONFIRMED if is_named else Statement.State.NOT_ASKED,
            written_by=by,
        )


def implement(assignment: Assignment, method: Method, places: list[Municipality], by: User) -> None:
    """Each municipality has come one stage less far than the one before."""
    assignment.municipalities.set(places)
    ImplementationStep.objects.bulk_create(
        ImplementationStep(
            assignment=assignment,
            municipality=place,
            method=method,
            stage=stage,
            day=day,
            fidelity=Decimal("3.5") if stage == ImplementationStep.Stage.INITIAL else None,
            source="Samtale med enhetsleder (demo)",
            registered_by=by,
        )
        for number, place in enumerate(places)
        for day, stage in STAGES[: len(STAGES) - number]
    )


def share_with_partners(centre: Centre, by: User, staff: dict[str, User]) -> None:
    """One partner that takes part, and one that is asked."""
    first, second = Assignment.objects.filter(centre=centre).order_by("pk")[:2]
    others = Centre.objects.filter(code__in=["korus-midt", "rvts-nord"]).order_by("code")
    states = AssignmentPartner.State
    for assignment, other, state in zip(
        (first, second), others, (states.ASKED, states.ACCEPTED), strict=False
    ):
        answered = {"answered_by": staff[other.code], "answered_at": noon(date(2025, 2, 1))}
        AssignmentPartner.objects.create(
            assignment=assignment,
            centre=other,
            state=state,
            asked_by=by,
            asked_at=noon(date(2025, 1, 15)),
            **(answered if state == states.ACCEPTED else {}),
        )
