"""The figures of a centre's or a kind's year in plain SQL, from what people have entered alone.

Written a third time, apart from what keeps the rows and from what verifies them: no fact, no row
and no function of the portal is asked.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

# What the chosen centres did in the year: as the lead, or as a partner that has said yes.
DONE = """
    WITH counting AS (
        SELECT a.*, (
            SELECT count(*) FROM activities_activitymunicipality AS n WHERE n.activity_id = a.id
        ) AS named
        FROM activities_activity AS a
        WHERE a.status = 'confirmed' AND a.deleted_at IS NULL AND NOT a.is_replaced
          AND a.correction <> 'voids' AND date_part('year', a.starts_on) = %(year)s
    ), done AS (
        SELECT c.id, c.centre_id, c.hours, true AS leads FROM counting AS c
        UNION ALL
        SELECT c.id, p.centre_id, p.hours, false FROM counting AS c
        JOIN activities_activitypartner AS p ON p.activity_id = c.id AND p.state = 'accepted'
    ), own AS (
        SELECT CASE WHEN %(centre)s <> '' THEN coalesce(c.same_event_as_id, d.id)
                    ELSE d.id END AS event,
               d.id, d.centre_id, d.hours, d.leads, c.kind, c.form, c.is_national_event,
               c.attendances, c.named, c.course_phase || ':' || c.life_stage AS course,
               %(centre)s <> '' OR c.same_event_as_id IS NULL AS is_event
        FROM done AS d
        JOIN counting AS c ON c.id = d.id
        JOIN centres_centre AS e ON e.id = d.centre_id
        WHERE CASE WHEN %(centre)s <> '' THEN e.code = %(centre)s ELSE e.kind = %(kind)s END
    ), placed AS (
        SELECT o.*, coalesce(city.code, m.code) AS code,
               row_number() OVER (PARTITION BY o.id, o.centre_id ORDER BY m.code) AS number,
               CASE WHEN o.named = 1 THEN coalesce(n.attendances, o.attendances)
                    ELSE n.attendances END AS people
        FROM own AS o
        JOIN activities_activitymunicipality AS n ON n.activity_id = o.id
        JOIN municipalities_municipality AS m ON m.id = n.municipality_id
        LEFT JOIN municipalities_municipality AS city ON city.id = m.parent_id
    )
"""
TOTALS = """
    SELECT count(DISTINCT event) FILTER (WHERE is_event),
           count(DISTINCT event) FILTER (WHERE is_event AND hours IS NOT NULL),
           coalesce(sum(hours), 0),
           coalesce(sum(attendances) FILTER (WHERE is_event AND leads), 0)
    FROM own
"""
COURSES = """
    SELECT course, count(DISTINCT event) FILTER (WHERE is_event), coalesce(sum(hours), 0)
    FROM own GROUP BY course
"""
PLACES = """
    SELECT code, max(CASE
               WHEN kind IN ('contact_meeting', 'dialogue_meeting') THEN 2
               WHEN kind IN ('research', 'research_summary', 'development_work', 'dissemination')
                   THEN 0
               WHEN people > 0 THEN 3
               WHEN is_national_event OR (form = 'digital' AND kind IN (
                   'course', 'professional_day', 'seminar', 'conference', 'presentation',
                   'network_meeting')) THEN 0
               ELSE 3 END),
           count(DISTINCT event) FILTER (WHERE is_event),
           count(DISTINCT event) FILTER (WHERE is_event AND hours IS NOT NULL),
           coalesce(sum(CASE number
               WHEN 1 THEN hours - trunc(hours / named, 2) * (named - 1)
               ELSE trunc(hours / named, 2) END), 0),
           coalesce(sum(people) FILTER (WHERE is_event AND leads), 0)
    FROM placed GROUP BY code
"""
# (request, code) of those asked of the centres or accepted by them, from who certainly asks.
REQUESTS = """
    SELECT r.id, coalesce(city.code, m.code) FROM (
        SELECT id, municipality_id FROM requests_supportrequest WHERE confirmed_at IS NOT NULL
        UNION ALL
        SELECT support_request_id, municipality_id FROM requests_partnermunicipality
        WHERE is_counted
    ) AS asking
    JOIN requests_supportrequest AS r ON r.id = asking.id
    JOIN municipalities_municipality AS m ON m.id = asking.municipality_id
    LEFT JOIN municipalities_municipality AS city ON city.id = m.parent_id
    WHERE date_part('year', r.submitted_at AT TIME ZONE 'Europe/Oslo') = %(year)s AND EXISTS (
        SELECT FROM centres_centre AS e
        WHERE CASE WHEN %(centre)s <> '' THEN e.code = %(centre)s ELSE e.kind = %(kind)s END
          AND ((r.is_counted AND e.id = r.asked_centre_id) OR e.id IN (
            SELECT centre_id FROM requests_holder AS h WHERE h.support_request_id = r.id
              AND h.is_counted AND h.accepted_at IS NOT NULL)))
"""
CONTACTS = """
    SELECT DISTINCT coalesce(city.code, m.code)
    FROM outreach_contact AS c
    JOIN outreach_approach AS a ON a.id = c.approach_id
    JOIN centres_centre AS e ON e.id = a.centre_id
    JOIN municipalities_municipality AS m ON m.id = a.municipality_id
    LEFT JOIN municipalities_municipality AS city ON city.id = m.parent_id
    WHERE c.is_counted AND c.result <> 'no_answer' AND date_part('year', c.day) = %(year)s
      AND CASE WHEN %(centre)s <> '' THEN e.code = %(centre)s ELSE e.kind = %(kind)s END
"""
# The denominator: municipalities in force on 1 January, of the catchment or of the country.
DENOMINATOR = """
    SELECT m.code FROM municipalities_municipality AS m
    WHERE m.kind = 'municipality' AND make_date(%(year)s, 1, 1) BETWEEN m.valid_from
          AND coalesce(m.valid_to, 'infinity')
      AND (%(centre)s = '' OR m.county_id IN (
        SELECT k.county_id FROM centres_catchment AS k
        JOIN centres_centre AS e ON e.id = k.centre_id WHERE e.code = %(centre)s))
"""


@dataclass(frozen=True)
class At:
    """One municipality."""

    level: int = 0
    activities: int = 0
    with_hours: int = 0
    hours: Decimal = Decimal(0)
    attendances: int = 0
    requests: int = 0


@dataclass(frozen=True)
class BySql:
    activities: int
    with_hours: int
    hours: Decimal
    attendances: int
    requests: int
    places: dict[str, At]
    denominator: frozenset[str]
    courses: dict[str, tuple[int, Decimal]]

    def reached(self, level: int) -> set[str]:
        """Every municipality at the level or above, wherever it lies."""
        return {code for code, place in self.places.items() if place.level >= level}

    def inside(self, level: int) -> int:
        return len(self.reached(level) & self.denominator)


def by_sql(*, year: int, centre: str = "", kind: str = "") -> BySql:
    """Of one centre, or of the centres of a kind together."""

    def rows(query: str) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(query, {"year": year, "centre": centre, "kind": kind})
            return list(cursor.fetchall())

    asked = set(rows(REQUESTS))
    ((activities, with_hours, hours, attendances),) = rows(DONE + TOTALS)
    return BySql(
        activities,
        with_hours,
        hours,
        attendances,
        requests=len({pk for pk, _code in asked}),
        places=places(rows(DONE + PLACES), asked, {code for (code,) in rows(CONTACTS)}),
        denominator=frozenset(code for (code,) in rows(DENOMINATOR)),
        courses={course: (number, hours) for course, number, hours in rows(DONE + COURSES)},
    )


def places(done: list[Any], asked: set[tuple[int, str]], answered: set[str]) -> dict[str, At]:
    """Levels nest: contact where nothing more was done."""
    rows = {code: numbers for code, *numbers in done}
    found = {}
    for code in {*rows, *answered, *(code for _pk, code in asked)}:
        level, *numbers = rows.get(code, [0, 0, 0, Decimal(0), 0])
        requests = len({pk for pk, at in asked if at == code})
        least = 2 if requests or code in answered else 0
        row = [max(level, least), *numbers, requests]
        found[code] = At(*row)
    return {code: at for code, at in found.items() if at != At()}
