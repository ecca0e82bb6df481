"""What stands around the activities: agreements, cooperation, those concerned, and needs."""

from collections import defaultdict

from assignments.suppression import is_too_few
from korus_portal.accounts.models import Organisation
from reporting.figures.sums import Figures
from reporting.gathering import YearRows

Kind = Organisation.Kind


def agreements(rows: YearRows) -> Figures:
    """In force one day of the year (rule 26), signed in it, and with how many municipalities."""
    in_force = [row.pk for row in rows.agreements]
    signed = [row.pk for row in rows.agreements if row.is_new]
    codes = sorted({row.code for row in rows.agreements})
    return {
        "in_force": numbered(in_force),
        "signed": numbered(signed),
        "municipalities": {"value": len(codes), "codes": codes},
    }


def numbered(ids: list[int]) -> Figures:
    return {"value": len(ids), "rows": ids}


def cooperation(rows: YearRows) -> Figures:
    """Activities that other centres, county governors, county authorities or user organisations
    took part in."""
    parties = rows.together.parties
    return {
        "centres": [
            {"code": code, **numbered(ids)} for code, ids in sorted(rows.together.centres.items())
        ],
        "governors": numbered(parties.get(Kind.COUNTY_GOVERNOR, [])),
        "county_authorities": numbered(parties.get(Kind.COUNTY_AUTHORITY, [])),
        "user_organisations": numbered(parties.get(Kind.USER_ORGANISATION, [])),
    }


def user_participation(rows: YearRows) -> Figures:
    """Activities with service users or next of kin present, or with a user organisation.

    Attendances are of service users and next of kin, and stand with the centre that led; None
    where they are fewer than three (rule 31).
    """
    present = rows.together.heard
    ids = {*present, *rows.together.parties.get(Kind.USER_ORGANISATION, [])}
    number = sum(present.get(row.pk, 0) for row in rows.activities if not row.is_shared)
    told = None if is_too_few(number) else number
    ordered = [row.pk for row in rows.activities if row.pk in ids]
    return {**numbered(ordered), "attendances": told}


def open_needs(rows: YearRows) -> list[Figures]:
    """Needs of the catchment that were open on 31 December, by theme and county."""
    cells: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows.needs:
        cells[row.theme, row.county].append(row.pk)
    return [
        {"theme": theme, "county": county, **numbered(ids)}
        for (theme, county), ids in sorted(cells.items())
    ]


def recognition(rows: YearRows) -> Figures:
    """IS-24/8 beside own figures. A centre that the survey says nothing of has no such key."""
    return {"recognition": rows.recognition} if rows.recognition else {}
