"""Tell what stands already for which sides and where in the course it was, and count it so."""

from django.db import migrations

# The kind of each other recipient, and the side that it is on.
SIDES = """
    UPDATE coverage_fact AS f
    SET sides = t.sides, course_phase = t.course_phase, life_stage = t.life_stage
    FROM (
        SELECT a.id, a.course_phase, a.life_stage, ARRAY(
            SELECT s.side
            FROM unnest(ARRAY['municipal', 'specialist', 'county_authority', 'state', 'other'])
                 WITH ORDINALITY AS s(side, place)
            WHERE (s.side = 'municipal' AND EXISTS (
                SELECT FROM activities_activitymunicipality AS m WHERE m.activity_id = a.id))
               OR s.side IN (
                SELECT CASE
                    WHEN o.kind IN ('municipality', 'city_district') THEN 'municipal'
                    WHEN o.kind IN ('health_trust', 'clinic') THEN 'specialist'
                    WHEN o.kind = 'county_authority' THEN 'county_authority'
                    WHEN o.kind IN ('county_governor', 'directorate', 'ministry', 'child_welfare')
                        THEN 'state'
                    ELSE 'other' END
                FROM activities_activity_organisations AS r
                JOIN accounts_organisation AS o ON o.id = r.organisation_id
                WHERE r.activity_id = a.id)
            ORDER BY s.place
        ) AS sides
        FROM activities_activity AS a
    ) AS t
    WHERE f.source_kind = 'activity' AND f.source_id = t.id
"""
WORK = """
    INSERT INTO coverage_workrow
        (year, centre_id, kind, cut, key, activities, activities_with_hours, hours)
    WITH piece AS (
        SELECT source_id, year, centre_id, centre_kind, sides, is_linked,
               course_phase || ':' || life_stage AS course, sum(hours) AS hours,
               greatest(cardinality(sides), 1) AS parts
        FROM coverage_fact WHERE source_kind = 'activity'
        GROUP BY source_id, year, centre_id, centre_kind, sides, is_linked,
                 course_phase, life_stage
    ), share AS (
        SELECT p.*, 'side' AS cut, s.side AS key, CASE s.place
            WHEN 1 THEN hours - trunc(hours / parts, 2) * (parts - 1)
            ELSE trunc(hours / parts, 2) END AS part
        FROM piece AS p CROSS JOIN LATERAL unnest(
            CASE WHEN sides = '{}' THEN ARRAY[''] ELSE sides END
        ) WITH ORDINALITY AS s(side, place)
        UNION ALL SELECT p.*, 'course', p.course, p.hours FROM piece AS p
    )
    SELECT s.year, d.centre_id, d.kind, s.cut, s.key,
           count(DISTINCT s.source_id) FILTER (
               WHERE d.centre_id IS NOT NULL OR NOT s.is_linked),
           count(DISTINCT s.source_id) FILTER (
               WHERE s.part IS NOT NULL AND (d.centre_id IS NOT NULL OR NOT s.is_linked)),
           coalesce(sum(s.part), 0)
    FROM share AS s
    CROSS JOIN LATERAL (VALUES
        (s.centre_id, ''), (NULL, s.centre_kind), (NULL, '')
    ) AS d(centre_id, kind)
    GROUP BY s.year, d.centre_id, d.kind, s.cut, s.key
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_organisation_archive_address"),
        ("activities", "0004_list_by_words"),
        ("coverage", "0006_work_by_side_and_course"),
    ]

    operations = [
        migrations.RunSQL(SIDES, migrations.RunSQL.noop),
        migrations.RunSQL("DELETE FROM coverage_workrow", migrations.RunSQL.noop),
        migrations.RunSQL(WORK, migrations.RunSQL.noop),
    ]
