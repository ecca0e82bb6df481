"""Where every municipality and district stands, for whoever counts a second time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils import timezone

from municipalities.models import Municipality
from municipalities.structure import carry


@dataclass(frozen=True, slots=True)
class Place:
    """Where a municipality or district stands, in the structure of the day and in today's."""

    code: str
    then: int
    today: int
    county_then: int
    county_today: int
    district: int


def all_places() -> dict[int, Place]:
    """Districts stand in their municipality (11); today's code where it is plain which (23)."""
    rows = {row.pk: row for row in Municipality.objects.all()}
    by_code = {row.code: row for row in rows.values()}
    today = timezone.localdate()

    @cache
    def now(code: str) -> Municipality:
        carried = carry(code, on=today, to=today)
        return by_code[code if carried.is_split else carried.codes[0]]

    found = {}
    for row in rows.values():
        then = rows[row.parent_id or row.pk]
        later = now(then.code)
        district = row.pk if row.parent_id else 0
        counties = (then.county_id, later.county_id)
        found[row.pk] = Place(row.code, then.pk, later.pk, *counties, district)
    return found
