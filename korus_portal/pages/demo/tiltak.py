"""Demo tiltak: a handful for each centre, over three years, some new and some changed."""

from dataclasses import dataclass
from datetime import date
from random import Random

from assignments.plans.models import Assignment, AssignmentTheme, AssignmentYear
from centres.models import Centre, Initiative, MandateTask
from korus_portal.accounts.models import User
from municipalities.models import Theme

YEARS = (2024, 2025, 2026)
CHANGE = (
    "Tiltaket er lagt om fra enkeltkurs til opplæring over tid med oppfølging i kommunen, "
    "fordi tilbakemeldingene viste at ett kurs ga liten endring i praksis. (Demotekst.)"
)
PATTERNS = [
    ("Opplæring i {initiative}", "training"),
    ("Implementeringsstøtte: {initiative}", "support"),
    ("Regionalt nettverk om {theme}", "network"),
    ("Veiledning til kommunene om {theme}", "guidance"),
    ("Kunnskapsformidling om {theme}", "dissemination"),
    ("Kartlegging og analyse: {theme}", "mapping"),
]
TASKS = {
    "training": "C1",
    "support": "C5",
    "network": "C9",
    "guidance": "C2",
    "dissemination": "C2",
    "mapping": "C4",
}


@dataclass
class Reference:
    """The closed lists that tiltak are made from."""

    initiatives: list[Initiative]
    tasks: dict[str, MandateTask]

    @classmethod
    def load(cls) -> "Reference":
        tasks = {task.code: task for task in MandateTask.objects.all()}
        return cls(list(Initiative.objects.current()), tasks)


def make_assignments(
    centre: Centre, themes: list[Theme], by: User, reference: Reference, random: Random
) -> list[Assignment]:
    """One tiltak for each pattern, with its themes and its status in each year."""
    made = []
    for number, (pattern, kind) in enumerate(PATTERNS):
        theme = themes[number % len(themes)]
        initiative = random.choice(reference.initiatives)
        uses_initiative = "{initiative}" in pattern
        assignment = Assignment.objects.create(
            title=pattern.format(initiative=initiative.name_nb, theme=theme.name_nb.lower()),
            description="Demotiltak med oppdiktet innhold.",
            centre=centre,
            initiative=initiative if uses_initiative else None,
            mandate_task=reference.tasks[TASKS[kind]],
            starts_on=date(YEARS[0] + number % 2, 1, 1),
            created_by=by,
        )
        AssignmentTheme.objects.create(assignment=assignment, theme=theme, position=0)
        AssignmentYear.objects.bulk_create(years_of(assignment, random))
        made.append(assignment)
    return made


def years_of(assignment: Assignment, random: Random) -> list[AssignmentYear]:
    """New in its first year, then continued; now and then substantially changed."""
    rows = []
    for year in range(assignment.starts_on.year, YEARS[-1] + 1):
        if year == assignment.starts_on.year:
            status = AssignmentYear.Status.NEW
        elif random.random() < 0.2:
            status = AssignmentYear.Status.CHANGED
        else:
            status = AssignmentYear.Status.CONTINUED
        text = CHANGE if status == AssignmentYear.Status.CHANGED else ""
        rows.append(
            AssignmentYear(assignment=assignment, year=year, status=status, change_text=text)
        )
    return rows
