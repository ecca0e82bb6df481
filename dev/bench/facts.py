"""Facts of made-up activities in one statement, by the same rules as `activities.facts`."""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

from assignments.activities.facts import EVENT_KINDS
from assignments.activities.models import Activity
from municipalities import structure
from municipalities.models import Municipality

TODAY = """
CREATE TEMP TABLE today ON COMMIT DROP AS
SELECT * FROM unnest(%s::bigint[], %s::bigint[]) AS t(place, place_today)
"""
NAMED = """
CREATE TEMP TABLE named ON COMMIT DROP AS
SELECT m.activity_id, m.municipality_id, t.place, t.place_today,
       CASE WHEN p.kind = 'district' THEN p.id END AS district,
       row_number() OVER (PARTITION BY m.activity_id ORDER BY p.code) AS nth,
       count(*) OVER (PARTITION BY m.activity_id) AS places
FROM activities_activitymunicipality m
JOIN municipalities_municipality p ON p.id = m.municipality_id
JOIN today t ON t.place = coalesce(p.parent_id, p.id)
WHERE m.activity_id >= %s
"""
SIDES = """
CREATE TEMP TABLE sided ON COMMIT DROP AS
SELECT activity_id, array_agg(side ORDER BY array_position(%s::text[], side))::varchar[] AS sides
FROM (
    SELECT DISTINCT activity_id, 'municipal' AS side FROM named
    UNION
    SELECT o.activity_id, CASE
        WHEN party.kind IN ('health_trust', 'clinic') THEN 'specialist'
        WHEN party.kind = 'county_authority' THEN 'county_authority'
        WHEN party.kind IN ('county_governor', 'directorate', 'ministry', 'child_welfare')
            THEN 'state'
        WHEN party.kind IN ('municipality', 'city_district') THEN 'municipal'
        ELSE 'other' END
    FROM activities_activity_organisations o
    JOIN accounts_organisation party ON party.id = o.organisation_id
    WHERE o.activity_id >= %s
) each GROUP BY activity_id
"""
# An accepted partner has hours of its own and no attendances (rule 18).
DOERS = """
CREATE TEMP TABLE doers ON COMMIT DROP AS
SELECT id AS activity_id, centre_id, hours, attendances, true AS is_lead
FROM activities_activity
WHERE id >= %s AND status = 'confirmed' AND deleted_at IS NULL
UNION ALL
SELECT p.activity_id, p.centre_id, p.hours, NULL, false
FROM activities_activitypartner p JOIN activities_activity a ON a.id = p.activity_id
WHERE a.id >= %s AND a.status = 'confirmed' AND p.state = 'accepted'
"""
# What of the attendances no municipality can be given stands alone (rule 17): `unplaced`.
FACTS = """
INSERT INTO coverage_fact (
    source_kind, source_id, day, year, centre_id, centre_kind, place_then_id, place_today_id,
    district_id, theme_id, initiative_id, mandate_task_id, level, hours, attendances, is_linked,
    linked_to, sides, course_phase, life_stage)
SELECT 'activity', a.id, a.starts_on, extract(year FROM a.starts_on), d.centre_id, c.kind,
    n.place, n.place_today, n.district, t.theme_id, tiltak.initiative_id, a.mandate_task_id,
    CASE WHEN n.place IS NULL OR a.kind = ANY (%(nothing)s) THEN 0
         WHEN a.kind = ANY (%(contact)s) THEN 2
         WHEN a.kind = ANY (%(events)s) AND a.form = 'digital'
              AND coalesce(CASE WHEN n.places = 1 THEN a.attendances END, 0) = 0 THEN 0
         ELSE 3 END,
    CASE WHEN t.position > 0 THEN NULL WHEN n.places IS NULL THEN d.hours
         WHEN n.nth = 1 THEN d.hours - trunc(d.hours / n.places, 2) * (n.places - 1)
         ELSE trunc(d.hours / n.places, 2) END,
    CASE WHEN t.position > 0 OR n.places > 1 THEN NULL ELSE d.attendances END,
    a.same_event_as_id IS NOT NULL, a.same_event_as_id, coalesce(s.sides, '{}'), a.course_phase,
    a.life_stage
FROM doers d
JOIN activities_activity a ON a.id = d.activity_id
JOIN centres_centre c ON c.id = d.centre_id
JOIN activities_activitytheme t ON t.activity_id = a.id
LEFT JOIN plans_assignment tiltak ON tiltak.id = a.assignment_id
LEFT JOIN named n ON n.activity_id = a.id
LEFT JOIN sided s ON s.activity_id = a.id
UNION ALL
SELECT 'activity', a.id, a.starts_on, extract(year FROM a.starts_on), d.centre_id, c.kind,
    NULL, NULL, NULL, t.theme_id, tiltak.initiative_id, a.mandate_task_id, 0, NULL, d.attendances,
    a.same_event_as_id IS NOT NULL, a.same_event_as_id, coalesce(s.sides, '{}'), a.course_phase,
    a.life_stage
FROM doers d
JOIN activities_activity a ON a.id = d.activity_id
JOIN centres_centre c ON c.id = d.centre_id
JOIN activities_activitytheme t ON t.activity_id = a.id AND t.position = 0
LEFT JOIN plans_assignment tiltak ON tiltak.id = a.assignment_id
LEFT JOIN sided s ON s.activity_id = a.id
WHERE d.is_lead AND d.attendances > 0
  AND EXISTS (SELECT FROM named n WHERE n.activity_id = a.id AND n.places > 1 AND n.nth = 1)
"""
SIDE_ORDER = ["municipal", "specialist", "county_authority", "state", "other"]


def insert(cursor: CursorWrapper, first: int) -> None:
    """Those of every activity from the number `first` on."""
    places = list(Municipality.objects.municipalities().values_list("pk", flat=True))
    today = structure.place_today_ids(places)
    cursor.execute(TODAY, [list(today), list(today.values())])
    cursor.execute(NAMED, [first])
    cursor.execute(SIDES, [SIDE_ORDER, first])
    cursor.execute(DOERS, [first, first])
    for table in ("today", "named", "sided", "doers"):
        cursor.execute(f"ANALYZE {table}")
    cursor.execute(
        FACTS,
        {
            "nothing": sorted(Activity.NOT_DELIVERING - Activity.CONTACT_KINDS),
            "contact": sorted(Activity.CONTACT_KINDS),
            "events": sorted(EVENT_KINDS),
        },
    )
