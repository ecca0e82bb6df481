"""Tiltak as rows of text: formatted once, so that a long table is cheap to draw."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.plans.figures import Figures, figures_by_year
from assignments.plans.models import Assignment, AssignmentYear, ClosedYear
from assignments.plans.numbers import shown_number
from assignments.plans.rules import knows_year, suggest_status
from korus_portal.accounts.access import Viewer


@dataclass(frozen=True)
class Row:
    url: str
    title: str
    centre: str
    theme: str
    initiative: str
    period: str
    status: str
    activities: str


@dataclass(frozen=True)
class YearRow:
    year: int
    # Before the report is submitted, status and change are the centre's own.
    is_told: bool
    status: str
    suggestion: str
    change_text: str
    is_closed: bool
    # Outside its period a tiltak is in no report.
    can_be_set: bool
    figures: Figures
    hours: str


def rows_of(assignments: Sequence[Assignment], year: int | None, viewer: Viewer) -> list[Row]:
    """One page of the list, with what it counts in the year (in all years when none is given)."""
    counts = counts_of(assignments, year)
    stored = AssignmentYear.objects.filter(assignment__in=assignments, year=year or 0)
    statuses = dict(stored.values_list("assignment", "status"))
    closed = ClosedYear.objects.filter(year=year or 0).values_list("centre", flat=True)
    reported = set(closed)
    return [
        Row(
            url=assignment.get_absolute_url(),
            title=assignment.title,
            centre=assignment.centre.short_name,
            theme=main_theme(assignment),
            initiative=str(assignment.initiative or ""),
            period=period_of(assignment),
            status=label_of(statuses.get(assignment.pk))
            if knows_year(viewer, assignment.centre, is_closed=assignment.centre_id in reported)
            else _("ikke rapportert"),
            activities=shown_number(counts.get(assignment.pk, 0)),
        )
        for assignment in assignments
    ]


def counts_of(assignments: Sequence[Assignment], year: int | None) -> dict[int, int]:
    """The number of confirmed activities by tiltak, asked for the rows of the page alone."""
    counting = Q(activities__status="confirmed", activities__deleted_at=None)
    if year is not None:
        counting &= Q(activities__starts_on__year=year)
    rows = Assignment.objects.filter(pk__in=[row.pk for row in assignments]).order_by()
    return dict(rows.values_list("pk").annotate(n=Count("activities", filter=counting)))


def main_theme(assignment: Assignment) -> str:
    first = next(iter(assignment.assignment_themes.all()), None)
    return str(first.theme) if first else ""


def period_of(assignment: Assignment) -> str:
    """«1. jan. 2024 – 31. des. 2026», with an open end where none is set."""
    first = date_format(assignment.starts_on, "j.n.Y")
    if assignment.ends_on is None:
        return _("fra %(day)s") % {"day": first}
    return f"{first}–{date_format(assignment.ends_on, 'j.n.Y')}"


def label_of(status: str | None) -> str:
    return str(AssignmentYear.Status(status).label) if status else ""


def years_of(assignment: Assignment, viewer: Viewer) -> list[YearRow]:
    """Every year of the tiltak until today's, newest first."""
    stored = {row.year: row for row in assignment.years.all()}
    closed = set(
        ClosedYear.objects.filter(centre=assignment.centre_id).values_list("year", flat=True)
    )
    figures = figures_by_year(assignment)
    return [
        year_row(
            assignment,
            year,
            stored=stored.get(year),
            figures=figures.get(year, Figures()),
            is_closed=year in closed,
            is_told=knows_year(viewer, assignment.centre, is_closed=year in closed),
        )
        for year in sorted(running_years(assignment) | set(stored) | set(figures), reverse=True)
    ]


def running_years(assignment: Assignment) -> set[int]:
    """Years whose report the tiltak belongs in; the next one may be planned ahead."""
    this_year = timezone.localdate().year
    last = assignment.ends_on.year if assignment.ends_on else this_year
    return set(range(assignment.starts_on.year, min(last, this_year + 1) + 1))


def year_row(
    assignment: Assignment,
    year: int,
    *,
    stored: AssignmentYear | None,
    figures: Figures,
    is_closed: bool,
    is_told: bool,
) -> YearRow:
    told = stored if is_told else None
    is_open = is_told and not is_closed
    suggestion = suggest_status(assignment, year) if is_open and not stored else None
    return YearRow(
        year=year,
        is_told=is_told,
        status=label_of(told.status if told else None),
        suggestion=label_of(suggestion),
        change_text=told.change_text if told else "",
        is_closed=is_closed,
        can_be_set=year in running_years(assignment),
        figures=figures,
        hours=shown_number(figures.hours),
    )


def themes_of(assignment: Assignment) -> list[str]:
    """The main theme first."""
    return [str(row.theme) for row in assignment.assignment_themes.all()]
