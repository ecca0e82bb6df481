"""Grants, årsverk and hours beside how many municipalities were reached. Reads only.

Of each centre's whole year, for those who may see its grants. By name, never by size: centres with
different mandates are not compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assignments.coverage.models import CoverageRow, Level
from centres import catchments
from centres.grants import rules
from centres.grants.kroner import kroner
from centres.grants.models import CentreYear, Grant
from centres.models import Centre
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Role
from municipalities.models import Municipality
from reporting.dashboard import markup, matrix, wording, worked
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from reporting.dashboard.figures import Reach, Summary
from reporting.dashboard.markup import Cell
from reporting.models import AnnualReport

NUMBERS = ("activities", "activities_with_hours", "hours")


class Granted(NamedTuple):
    """Whole kroner. None where no letter says; `is_whole`: every line of every letter does."""

    amount: int | None = None
    is_whole: bool = False


class Staffing(NamedTuple):
    """Årsverk, unknown where not told, and the report that holds them (none yet: 0)."""

    filled: Decimal | None = None
    agreed: Decimal | None = None
    report: int = 0


@dataclass(frozen=True)
class MoneyRow:
    """One centre's year."""

    centre: Centre
    granted: Granted
    staffing: Staffing
    numbers: Numbers
    # In the catchment; of a centre without one, everywhere (`no_share` says why).
    reach: Reach

    @property
    def has_data(self) -> bool:
        return self.reach.no_share != "no_data"

    @property
    def kroner_each(self) -> int | None:
        """For each reached municipality; nothing where part of the money is unknown."""
        amount = self.granted.amount
        if amount is None or not self.granted.is_whole or not self.reach.used:
            return None
        return int((Decimal(amount) / self.reach.used).quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def hours_each(self) -> Decimal | None:
        if not self.reach.used or not self.numbers.with_hours:
            return None
        return (self.numbers.hours / self.reach.used).quantize(Decimal("0.1"), ROUND_HALF_UP)


def counted(found: Summary, viewer: Viewer) -> list[MoneyRow]:
    """The centres of the choice whose grants the viewer may see, by name."""
    if not rules.can_see_grants(viewer):
        return []
    choice = found.choice
    granted, numbers = granted_by_centre(choice, viewer), numbers_by_centre(choice)
    at_work = {pk for pk, own in numbers.items() if own.activities} | set(granted)
    centres = seen_by(viewer, matrix.centres_of(choice, at_work))
    staffing, reached = staffing_by_centre(choice, centres, viewer), reached_by_centre(choice)
    of_catchment = catchments.ids_by_centre(on=choice.structure_day)
    rows = []
    for centre in sorted(centres, key=lambda each: each.short_name.casefold()):
        own = numbers.get(centre.pk, Numbers())
        catchment = set() if centre.is_national_only else of_catchment[centre.pk]
        reach = reach_of(centre, catchment, reached.get(centre.pk, set()), own)
        row = granted.get(centre.pk, Granted()), staffing.get(centre.pk, Staffing())
        rows.append(MoneyRow(centre, *row, own, reach))
    return rows


def seen_by(viewer: Viewer, centres: list[Centre]) -> list[Centre]:
    if rules.gives_money(viewer):
        return centres
    own = own_parties(viewer)
    return [centre for centre in centres if centre.organisation_id in own]


def own_parties(viewer: Viewer) -> set[int]:
    return parties(viewer, Role.ADVISER, Role.LEADER)


def granted_by_centre(choice: Choice, viewer: Viewer) -> dict[int, Granted]:
    grants = Grant.objects.visible_to(viewer).filter(year=choice.year).order_by()
    rows = grants.values_list("centre").annotate(
        amount=Sum("lines__amount"),
        unknown=Count("pk", distinct=True, filter=Q(lines__amount=None)),
    )
    return {centre: Granted(amount, not unknown) for centre, amount, unknown in rows}


def staffing_by_centre(
    choice: Choice, centres: Iterable[Centre], viewer: Viewer
) -> dict[int, Staffing]:
    """Others than the centre's own people read them once the year's report is handed in."""
    ids = {centre.pk for centre in centres}
    reports = AnnualReport.objects.visible_to(viewer).filter(year=choice.year, centre__in=ids)
    newest = dict(reports.order_by("pk").values_list("centre", "pk"))
    own = Q(centre__organisation__in=own_parties(viewer)) | Q(centre__in=newest)
    rows = CentreYear.objects.filter(own, year=choice.year, centre__in=ids).order_by()
    return {
        centre: Staffing(filled, agreed, newest.get(centre, 0))
        for centre, filled, agreed in rows.values_list("centre", "fte_filled", "fte_agreed")
    }


def numbers_by_centre(choice: Choice) -> dict[int, Numbers]:
    rows = CoverageRow.objects.of_year(choice.year, structure=choice.structure).whole().country()
    rows = rows.filter(centre__isnull=False).order_by()
    return {
        centre: Numbers(activities=activities, with_hours=with_hours, hours=hours)
        for centre, activities, with_hours, hours in rows.values_list("centre", *NUMBERS)
    }


def reached_by_centre(choice: Choice) -> dict[int, set[int]]:
    rows = CoverageRow.objects.of_year(choice.year, structure=choice.structure).whole()
    in_force = Municipality.objects.in_force(on=choice.structure_day).order_by()
    rows = rows.filter(centre__isnull=False, level__gte=Level.USED, place__in=in_force.values("pk"))
    found: dict[int, set[int]] = {}
    for centre, place in rows.order_by().values_list("centre", "place"):
        found.setdefault(centre, set()).add(place)
    return found


def reach_of(centre: Centre, catchment: set[int], reached: set[int], own: Numbers) -> Reach:
    """Rules 12 and 14. Where there is no catchment, every municipality that was reached."""
    why = "" if catchment else "unknown"
    if centre.is_national_only:
        why = "national"
    if not own.activities:
        why = "no_data"
    return Reach(len(catchment), 0, 0, len(reached & catchment if catchment else reached), why)


def shown(found: Summary, viewer: Viewer) -> dict[str, Any]:
    rows = counted(found, viewer)
    alone = replace(
        found.choice, kind="", counties=(), theme=None, initiative=None, task=None, size=""
    )
    alone = replace(alone, centrality=(), function="")
    body = [
        (Cell(row.centre.short_name), cells(replace(alone, centre=row.centre), row)) for row in rows
    ]
    return {"money": markup.body(body)}


def cells(choice: Choice, row: MoneyRow) -> list[Cell]:
    return [
        granted_cell(choice, row),
        staffing_cell(row.staffing),
        hours_cell(choice, row),
        *reach_cells(choice, row),
        Cell(kroner(row.kroner_each) or "–"),
        Cell("–" if row.hours_each is None else one_decimal(row.hours_each)),
    ]


def one_decimal(value: Decimal) -> str:
    return number_format(value, 1, force_grouping=value >= 1000)


def granted_cell(choice: Choice, row: MoneyRow) -> Cell:
    if row.granted.amount is None:
        return Cell(wording.hours_unknown())
    address = f"{reverse('grants:grant_list')}?aar={choice.year}&senter={row.centre.code}"
    note = "" if row.granted.is_whole else _("noen beløp er ikke oppgitt")
    return Cell(kroner(row.granted.amount), address, note=note)


def staffing_cell(own: Staffing) -> Cell:
    if own.filled is None:
        return Cell(wording.hours_unknown())
    address = reverse("reporting:accounts", args=[own.report]) if own.report else ""
    note = ""
    if own.agreed is not None:
        note = _("avtalt %(count)s") % {"count": number_format(own.agreed.normalize())}
    return Cell(number_format(own.filled.normalize()), address, note=note)


def hours_cell(choice: Choice, row: MoneyRow) -> Cell:
    if not row.has_data:
        return Cell(_("ingen data"))
    text = wording.hours(row.numbers)
    return Cell(text, markup.address(choice, "coverage_rows"), note=worked.given(row.numbers))


def reach_cells(choice: Choice, row: MoneyRow) -> list[Cell]:
    """How many there are to reach, and how many were."""
    if not row.has_data:
        return [catchment_cell(choice, row), Cell(_("ingen data"))]
    used = wording.number(row.reach.used)
    return [
        catchment_cell(choice, row),
        Cell(used, markup.address(choice, "coverage_places", niva="brukt")),
    ]


def catchment_cell(choice: Choice, row: MoneyRow) -> Cell:
    if row.reach.total:
        text = wording.number(row.reach.total)
        return Cell(text, markup.address(choice, "coverage_places"))
    return Cell(_("hele landet") if row.centre.is_national_only else _("ikke kjent"))
