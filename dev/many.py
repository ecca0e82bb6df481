"""Many activities made in the database, to measure the list of activities among them.

Every fifth is KORUS Nord's, the rest are spread over all centres; each names three municipalities
and a theme or two. A few stand alone: one of a kind, a place and a theme that KORUS Nord has used
a handful of times, so that what is rare is asked for too.
"""

from __future__ import annotations

FILL = """
ALTER TABLE activities_activity DISABLE TRIGGER USER;
ALTER TABLE activities_activitymunicipality DISABLE TRIGGER USER;
ALTER TABLE activities_activitytheme DISABLE TRIGGER USER;
SELECT setseed(0.5);
CREATE TEMP TABLE places AS SELECT row_number() OVER (ORDER BY code) - 1 AS i, id
    FROM municipalities_municipality WHERE valid_to IS NULL;
CREATE TEMP TABLE themes AS SELECT row_number() OVER (ORDER BY id) - 1 AS i, id
    FROM municipalities_theme;
CREATE TEMP TABLE holders AS SELECT row_number() OVER (ORDER BY id) - 1 AS i, id
    FROM centres_centre;
CREATE TEMP TABLE tiltak AS SELECT row_number() OVER (ORDER BY id) - 1 AS i, id
    FROM plans_assignment WHERE centre_id = (SELECT id FROM centres_centre WHERE code = %(code)s);
CREATE TEMP TABLE before AS SELECT coalesce(max(id), 0) AS id FROM activities_activity;
INSERT INTO activities_activity (
    kind, title, starts_on, hours, form, attendances, is_national_event, note, status,
    confirmed_at, confirmed_by_id, registered_at, registered_by_id, deleted_reason, version,
    centre_id, assignment_id, centre_role, correction, correction_reason, course_phase, education,
    evaluation, institution, is_replaced, life_stage, receiving_service, result)
SELECT
    CASE WHEN g %% 20011 = 5 THEN 'research' ELSE (ARRAY['course', 'professional_day', 'seminar',
        'guidance', 'consultation', 'network_meeting', 'presentation', 'mapping'])[1 + g %% 8] END,
    (ARRAY['Kurs i', 'Veiledning om', 'Fagdag om', 'Nettverk for', 'Samtale om'])[1 + g / 7 %% 5]
        || ' ' || (ARRAY['rus', 'vold', 'traumer', 'selvmord', 'barn og unge', 'ettervern'])
        [1 + g / 3 %% 6] || ' nummer ' || (random() * 5000)::int
        || CASE WHEN g %% 20011 = 5 THEN ' sjeldenhet' ELSE '' END,
    current_date - (random() * 3000)::int, (random() * 40)::int,
    (ARRAY['on_site', 'digital', 'hybrid'])[1 + g %% 3], (random() * 60)::int, false, '',
    'confirmed', now(), person.id, now(), person.id, '', 1, at.id,
    CASE WHEN at.id = nord.id THEN (SELECT id FROM tiltak WHERE i = g %% 41) END,
    '', '', '', '', '', '', '', false, '', '', ''
FROM generate_series(1, %(number)s) g
CROSS JOIN (SELECT id FROM centres_centre WHERE code = %(code)s) nord
CROSS JOIN (SELECT min(id) AS id FROM accounts_user) person
CROSS JOIN (SELECT count(*) AS number FROM holders) all_
JOIN holders ON holders.i = g %% all_.number
CROSS JOIN LATERAL (SELECT CASE WHEN g %% 5 = 0 THEN nord.id ELSE holders.id END AS id) at;
INSERT INTO activities_activitymunicipality (activity_id, municipality_id)
SELECT DISTINCT a.id, places.id
FROM activities_activity a CROSS JOIN generate_series(0, 2) nth
CROSS JOIN (SELECT count(*) AS number FROM places) all_
JOIN places ON places.i = (a.id * 7 + nth * 31 + a.id / 1000) %%
    CASE WHEN nth = 2 AND a.id %% 10 <> 0 THEN 40 ELSE all_.number END
WHERE a.id > (SELECT id FROM before);
INSERT INTO activities_activitytheme (activity_id, theme_id, position)
SELECT a.id, themes.id, nth
FROM activities_activity a CROSS JOIN generate_series(0, 1) nth
CROSS JOIN (SELECT count(*) AS number FROM themes) all_
JOIN themes ON themes.i = (a.id * 3 + nth * 5) %% all_.number
WHERE a.id > (SELECT id FROM before) AND (nth = 0 OR a.id %% 3 = 0);
DROP INDEX activities_words;
SELECT activities_list(ARRAY(SELECT a.id FROM activities_activity a, before
    WHERE a.id > before.id), true);
CREATE INDEX activities_words ON activities_listedactivity USING gin (words)
    WITH (fastupdate = off);
ALTER TABLE activities_activity ENABLE TRIGGER USER;
ALTER TABLE activities_activitymunicipality ENABLE TRIGGER USER;
ALTER TABLE activities_activitytheme ENABLE TRIGGER USER;
DROP TABLE places, themes, holders, tiltak, before;
"""


def fill(number: int, code: str = "korus-nord") -> None:
    """Make `number` activities, and let the database know how they are spread."""
    from django.db import connection  # noqa: PLC0415 - settings read the servers that were started

    with connection.cursor() as cursor:
        for statement in FILL.split(";\n"):  # each by itself: the last ones wait for the first
            if statement:
                cursor.execute(statement, {"number": number, "code": code})
        cursor.execute("VACUUM ANALYZE activities_activity, activities_listedactivity")
        cursor.execute("VACUUM ANALYZE activities_activitymunicipality, activities_activitytheme")
