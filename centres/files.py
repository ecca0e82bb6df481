"""The files about centres: their columns, and what must agree between them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from centres import doubts
from centres.models import Centre, Initiative, MandateTask
from municipalities import csvfile
from municipalities.csvfile import Row, Source, Table
from municipalities.files import (
    Files as MunicipalityFiles,
)
from municipalities.files import (
    PeriodRow,
    check_periods,
    county_code,
    municipality_code,
    optional_day,
)

mandate_code = csvfile.pattern(r"[A-Z][0-9]{1,2}", "a mandate task code")
AppliesTo = MandateTask.AppliesTo


@dataclass(frozen=True, kw_only=True)
class CentreRow(Row):
    code: Annotated[str, csvfile.slug]
    name: Annotated[str, csvfile.filled(160)]
    short_name: Annotated[str, csvfile.filled(40)]
    type: Annotated[str, csvfile.one_of(Centre.Kind.values)]
    function: Annotated[str, csvfile.one_of(Centre.Function.values)]
    thematic_fields: Annotated[tuple[str, ...], csvfile.several(csvfile.slug)]
    host_organisation: Annotated[str, csvfile.text(120)]
    home_municipality_code: Annotated[str | None, csvfile.optional(municipality_code)]
    website: Annotated[str, csvfile.text(120)]
    status: Annotated[str, csvfile.one_of(Centre.Status.values)]
    valid_to: Annotated[date | None, optional_day]
    source: Annotated[str, csvfile.filled(400)]


@dataclass(frozen=True, kw_only=True)
class CatchmentRow(PeriodRow):
    centre_code: Annotated[str, csvfile.slug]
    county_code: Annotated[str, county_code]
    source: Annotated[str, csvfile.filled(300)]


@dataclass(frozen=True, kw_only=True)
class InitiativeRow(Row):
    code: Annotated[str, csvfile.slug]
    name_nb: Annotated[str, csvfile.filled(160)]
    name_nn: Annotated[str, csvfile.filled(160)]
    kind: Annotated[str, csvfile.one_of(Initiative.Kind.values)]
    source: Annotated[str, csvfile.filled(300)]


@dataclass(frozen=True, kw_only=True)
class MandateTaskRow(Row):
    code: Annotated[str, mandate_code]
    applies_to: Annotated[str, csvfile.one_of(AppliesTo.values)]
    duty: Annotated[str, csvfile.one_of(["required", "optional"])]
    name_nb: Annotated[str, csvfile.filled(160)]
    name_nn: Annotated[str, csvfile.filled(160)]


@dataclass(frozen=True, kw_only=True)
class SurveyRow(Row):
    """A share of a county's municipalities from IS-24/8; the county is one of the year."""

    centre: Annotated[str, csvfile.filled(40)]
    county_code: Annotated[str, county_code]
    county_name: Annotated[str, csvfile.filled(60)]
    year: Annotated[int, csvfile.whole(2000, 2100)]
    share_heard_of_or_used_percent: Annotated[Decimal, csvfile.number(0, 100, places=1)]
    source: Annotated[str, csvfile.filled(300)]


@dataclass(frozen=True)
class Files:
    """Everything the files say about centres, checked."""

    centres: Table[CentreRow]
    catchments: Table[CatchmentRow]
    initiatives: Table[InitiativeRow]
    mandate_tasks: Table[MandateTaskRow]
    survey: Table[SurveyRow]


def read(source: Source, places: MunicipalityFiles) -> Files:
    """Read and check the files; nothing is written. Raises DataFileError."""
    files = Files(
        centres=source.read("centres.csv", CentreRow),
        catchments=source.read("centre_catchments.csv", CatchmentRow),
        initiatives=source.read("initiatives.csv", InitiativeRow),
        mandate_tasks=source.read("mandate_tasks.csv", MandateTaskRow),
        survey=source.read("is248_coverage_2022.csv", SurveyRow),
    )
    _check_centres(files.centres, places)
    _check_catchments(files, places)
    files.initiatives.unique("code")
    files.mandate_tasks.unique("code")
    _check_survey(files, places)
    return files


def _check_centres(centres: Table[CentreRow], places: MunicipalityFiles) -> None:
    centres.unique("code")
    centres.known("thematic_fields", places.themes.values("code"), what="theme")
    homes = places.municipalities.values("code")
    centres.known("home_municipality_code", homes, what="municipality")
    for row in centres:
        if (row.status == Centre.Status.ACTIVE) == bool(row.valid_to):
            centres.refuse(row, "valid_to is given when the centre is merged or closed, else not")
        problem = doubts.unreadable(row.source)
        if problem:
            centres.refuse(row, f'column source: cannot tell what "{problem}" is about')


def _check_catchments(files: Files, places: MunicipalityFiles) -> None:
    catchments = files.catchments
    catchments.unique("centre_code", "county_code", "valid_from")
    catchments.known("centre_code", files.centres.values("code"), what="centre")
    catchments.known("county_code", places.counties.values("code"), what="county")
    check_periods(catchments)


def _check_survey(files: Files, places: MunicipalityFiles) -> None:
    files.survey.unique("centre", "county_code", "year")
    files.survey.known("centre", files.centres.values("short_name"), what="centre")
    files.survey.known("county_code", places.counties.values("code"), what="county")
    counties = {row.code: row for row in places.counties}
    for row in files.survey:
        if not counties[row.county_code].is_in_force(date(row.year, 1, 1)):
            files.survey.refuse(row, f"county {row.county_code} was not there in {row.year}")
