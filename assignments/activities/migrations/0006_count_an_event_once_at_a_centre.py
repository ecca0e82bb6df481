"""Tell facts which row they are linked to, and count an event once where a centre was in several
of its rows (rule 19)."""

from django.db import migrations

LINKS = """
    UPDATE coverage_fact AS f SET linked_to = a.same_event_as_id
    FROM activities_activity AS a
    WHERE f.source_kind = 'activity' AND f.source_id = a.id AND f.is_linked
"""
# Events in which a centre was in more than one row, few if any, and the facts of those. Only rows
# of the summary that hold such a fact are counted anew.
TWICE = """
    WITH event AS MATERIALIZED (
        SELECT centre_id, year, coalesce(linked_to, source_id) AS id FROM coverage_fact
        WHERE source_kind = 'activity' AND coalesce(linked_to, source_id) IN (
            SELECT linked_to FROM coverage_fact WHERE linked_to IS NOT NULL)
        GROUP BY centre_id, year, coalesce(linked_to, source_id)
        HAVING count(DISTINCT source_id) > 1),
    twice AS MATERIALIZED (
        SELECT f.* FROM coverage_fact AS f JOIN event AS e
        ON e.centre_id = f.centre_id AND e.year = f.year
            AND e.id = coalesce(f.linked_to, f.source_id)
        WHERE f.source_kind = 'activity')
"""
COUNTS = """
    SELECT count(DISTINCT coalesce(f.linked_to, f.source_id)) AS activities,
        count(DISTINCT coalesce(f.linked_to, f.source_id))
            FILTER (WHERE f.hours IS NOT NULL) AS with_hours
"""
OF_ROW = """
    FROM {facts} AS f
    LEFT JOIN municipalities_municipality AS p ON p.id = CASE k.structure
        WHEN 'then' THEN f.place_then_id ELSE f.place_today_id END
    WHERE f.source_kind = 'activity' AND f.centre_id = k.centre_id AND f.year = k.year
      AND (k.place_id IS NULL OR k.place_id IN (p.id, f.district_id))
      AND (k.county_id IS NULL OR k.county_id = p.county_id)
      AND (k.slice = 'none'
        OR (k.slice = 'theme' AND f.theme_id = k.slice_key)
        OR (k.slice = 'initiative' AND f.initiative_id = k.slice_key)
        OR (k.slice = 'mandate_task' AND f.mandate_task_id = k.slice_key))
"""
OF_WORK = """
    FROM {facts} AS f
    WHERE f.source_kind = 'activity' AND f.centre_id = k.centre_id AND f.year = k.year
      AND CASE k.cut
        WHEN 'course' THEN k.key = f.course_phase || ':' || f.life_stage
        WHEN 'side' THEN k.key = ANY (f.sides) OR (k.key = '' AND f.sides = '{{}}')
      END
"""


def recount(table: str, of_one: str) -> str:
    """The rows of `table` that hold an event of several rows, counted from all facts of theirs."""
    return f"""
        {TWICE},
        k AS MATERIALIZED (
            SELECT k.* FROM {table} AS k
            WHERE (k.centre_id, k.year) IN (SELECT centre_id, year FROM event)
              AND EXISTS (SELECT 1 {of_one.format(facts="twice")}))
        UPDATE {table} AS r
        SET activities = x.activities, activities_with_hours = x.with_hours
        FROM k CROSS JOIN LATERAL ({COUNTS} {of_one.format(facts="coverage_fact")}) AS x
        WHERE r.id = k.id
    """  # noqa: S608 - no value from outside


ROWS = recount("coverage_coveragerow", OF_ROW)
WORK = recount("coverage_workrow", OF_WORK)


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0005_count_work_by_side_and_course"),
        ("coverage", "0007_count_an_event_once_and_default_in_the_database"),
    ]

    operations = [
        migrations.RunSQL(LINKS, migrations.RunSQL.noop),
        migrations.RunSQL(ROWS, migrations.RunSQL.noop),
        migrations.RunSQL(WORK, migrations.RunSQL.noop),
    ]
