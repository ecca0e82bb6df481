"""The list's own rows, the triggers that keep them, and the two questions asked of them."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# The words of a title, the same for what is stored and what is asked. Signs are blanks, or the
# parser would take `kurs/veiledning` for one word, a file's name.
WORDS = r"""
CREATE FUNCTION activities_words(title text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT tsvector_to_array(to_tsvector('simple'::regconfig,
        translate(title, $signs$/\-_.,:;@+&=%#~'"<>()[]{}|!?*$signs$, repeat(' ', 40))))
$$;
"""

# Writes the rows of some activities; those of `is_new` false only where they stand already, for
# the places of an activity may be deleted after its row in the list and before itself.
LIST = """
CREATE FUNCTION activities_list(ids bigint[], is_new boolean) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO activities_listedactivity AS listed (activity_id, shelf, starts_on, words)
    SELECT a.id, on_.shelf, a.starts_on, array_to_tsvector(ARRAY(
        SELECT on_.shelf || '.' || tag FROM unnest(
            ARRAY[
                'y' || extract(year FROM a.starts_on)::int,
                'k' || a.kind,
                'f' || a.form,
                's' || a.status,
                'r' || a.registered_by_id,
                'a' || a.assignment_id,
                CASE WHEN a.correction <> '' THEN 'c' || a.correction END,
                CASE WHEN a.is_replaced THEN 'creplaced' END
            ]
            || ARRAY(SELECT 'm' || m.municipality_id FROM activities_activitymunicipality m
                     WHERE m.activity_id = a.id)
            || ARRAY(SELECT 't' || t.theme_id FROM activities_activitytheme t
                     WHERE t.activity_id = a.id)
            || ARRAY(SELECT 'w' || word FROM unnest(activities_words(a.title)) word)
        ) tag WHERE tag IS NOT NULL))
    FROM activities_activity a
    CROSS JOIN LATERAL (
        SELECT CASE WHEN a.deleted_at IS NULL THEN a.centre_id ELSE -a.centre_id END AS shelf
    ) on_
    WHERE a.id = ANY (ids) AND (
        is_new OR EXISTS (SELECT FROM activities_listedactivity l WHERE l.activity_id = a.id))
    ON CONFLICT (activity_id) DO UPDATE
    SET shelf = excluded.shelf, starts_on = excluded.starts_on, words = excluded.words
    WHERE (listed.shelf, listed.starts_on, listed.words)
        IS DISTINCT FROM (excluded.shelf, excluded.starts_on, excluded.words)
$$;
"""

KEEP = """
CREATE FUNCTION activities_list_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM activities_list(ARRAY(SELECT id FROM new_rows), true);
    RETURN NULL;
END $$;

CREATE FUNCTION activities_list_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM activities_list(ARRAY(
        SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
        WHERE (n.centre_id, n.starts_on, n.kind, n.form, n.status, n.title, n.assignment_id,
               n.registered_by_id, n.correction, n.is_replaced, n.deleted_at IS NULL)
            IS DISTINCT FROM
              (o.centre_id, o.starts_on, o.kind, o.form, o.status, o.title, o.assignment_id,
               o.registered_by_id, o.correction, o.is_replaced, o.deleted_at IS NULL)
    ), true);
    RETURN NULL;
END $$;

CREATE FUNCTION activities_list_linked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM activities_list(ARRAY(SELECT DISTINCT activity_id FROM new_rows), false);
    RETURN NULL;
END $$;

CREATE FUNCTION activities_list_unlinked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM activities_list(ARRAY(SELECT DISTINCT activity_id FROM old_rows), false);
    RETURN NULL;
END $$;

CREATE FUNCTION activities_list_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM activities_list(ARRAY(
        SELECT activity_id FROM new_rows UNION SELECT activity_id FROM old_rows), false);
    RETURN NULL;
END $$;

CREATE TRIGGER activities_list_new AFTER INSERT ON activities_activity
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION activities_list_new();
CREATE TRIGGER activities_list_changed AFTER UPDATE ON activities_activity
    REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION activities_list_changed();
"""

KEEP_LINK = """
CREATE TRIGGER activities_list_linked AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION activities_list_linked();
CREATE TRIGGER activities_list_unlinked AFTER DELETE ON {table}
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION activities_list_unlinked();
CREATE TRIGGER activities_list_moved AFTER UPDATE ON {table}
    REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION activities_list_moved();
"""

# `wanted` are the filters, all of which must hold: each one word, or several with `|` between,
# one of which must. `title` is what somebody typed: every word must begin a word of the title.
ASKED = """
CREATE FUNCTION activities_asked(on_shelf bigint, wanted text[], title text) RETURNS tsquery
LANGUAGE sql STABLE AS $$
    SELECT string_agg(part, '&')::tsquery FROM (
        SELECT '(' || (SELECT string_agg(quote_literal(on_shelf || '.' || tag), '|')
                       FROM unnest(string_to_array(one, '|')) tag) || ')' AS part
        FROM unnest(wanted) one
        UNION ALL
        SELECT quote_literal(on_shelf || '.w' || word)
            || CASE WHEN length(word) > 1 THEN ':*' ELSE '' END
        FROM unnest(activities_words(title)) word
        UNION ALL
        SELECT quote_literal(on_shelf || '.nothing')
        WHERE title <> '' AND activities_words(title) = '{}'
    ) parts
$$;
"""

# One page of a shelf after (or before) a row, in that direction's order. What few rows have is
# found by its words, all of it at once; what many have, by walking along the shelf (a short walk
# tells which); what many have but none nearby, by words and year. Each way alone is slow for the others' case, and the
# planner cannot know which it is.
PAGE = """
CREATE FUNCTION activities_page(
    on_shelf bigint, wanted text[], title text, first_day date, last_day date,
    from_day date, from_activity bigint, is_backwards boolean, most int
) RETURNS TABLE (found_on date, found bigint)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET jit = off AS $page$
DECLARE
    asked tsquery := activities_asked(on_shelf, wanted, title);
    beyond text := CASE WHEN is_backwards THEN '>' ELSE '<' END;
    way text := CASE WHEN is_backwards THEN 'ASC' ELSE 'DESC' END;
    most_walked int := CASE WHEN asked IS NULL THEN most ELSE greatest(2 * most, 1000) END;
    along text := format(
        'FROM activities_listedactivity WHERE shelf = $1 AND starts_on BETWEEN $2 AND $3 '
        'AND (starts_on, activity_id) %s ($4, $5) ORDER BY starts_on %s, activity_id %s',
        beyond, way, way);
    by_words text := format(
        'SELECT starts_on, activity_id FROM (SELECT starts_on, activity_id '
        'FROM activities_listedactivity WHERE words @@ $1 OFFSET 0) by_words '
        'WHERE (starts_on, activity_id) %s ($2, $3) AND starts_on BETWEEN $5 AND $6 '
        'ORDER BY starts_on %s, activity_id %s LIMIT $4', beyond, way, way);
    few CONSTANT int := 300;
    edge_day date;
    edge_activity bigint;
    far_end date;
    taken int;
    more int;
    year int;
BEGIN
    IF asked IS NOT NULL THEN
        EXECUTE 'SELECT count(*) FROM (SELECT words ' || along || ' LIMIT $6) walked '
                'WHERE words @@ $7'
            INTO more
            USING on_shelf, first_day, last_day, from_day, from_activity, least(10 * most, 600),
                asked;
    END IF;
    IF more < most THEN
        EXECUTE 'SELECT count(*) FROM (SELECT FROM activities_listedactivity WHERE words @@ $1 '
                'LIMIT $2) few' INTO more USING asked, few;
        IF more < few THEN
            RETURN QUERY EXECUTE by_words
                USING asked, from_day, from_activity, most, first_day, last_day;
            RETURN;
        END IF;
    END IF;
    RETURN QUERY EXECUTE
        'SELECT starts_on, activity_id FROM (SELECT * ' || along || ' LIMIT $6) walked '
        || CASE WHEN asked IS NULL THEN '' ELSE 'WHERE words @@ $7 ' END || 'LIMIT $8'
        USING on_shelf, first_day, last_day, from_day, from_activity, most_walked, asked, most;
    GET DIAGNOSTICS taken = ROW_COUNT;
    IF asked IS NULL OR taken >= most THEN
        RETURN;
    END IF;
    EXECUTE 'SELECT starts_on, activity_id ' || along || ' OFFSET $6 LIMIT 1'
        INTO edge_day, edge_activity
        USING on_shelf, first_day, last_day, from_day, from_activity, most_walked - 1;
    IF edge_day IS NULL THEN
        RETURN;
    END IF;
    EXECUTE format('SELECT %s(starts_on) FROM activities_listedactivity WHERE shelf = $1 '
                   'AND starts_on BETWEEN $2 AND $3',
                   CASE WHEN is_backwards THEN 'max' ELSE 'min' END)
        INTO far_end USING on_shelf, first_day, last_day;
    FOR year IN SELECT generate_series(
        extract(year FROM edge_day)::int, extract(year FROM far_end)::int,
        CASE WHEN is_backwards THEN 1 ELSE -1 END)
    LOOP
        RETURN QUERY EXECUTE by_words
            USING asked && quote_literal(on_shelf || '.y' || year)::tsquery,
                edge_day, edge_activity, most - taken, first_day, last_day;
        GET DIAGNOSTICS more = ROW_COUNT;
        taken := taken + more;
        EXIT WHEN taken >= most;
    END LOOP;
END $page$;
"""

# How many rows of the shelves fit, counted no further than `most`.
COUNT = """
CREATE FUNCTION activities_count(
    shelves bigint[], wanted text[], title text, first_day date, last_day date, most bigint
) RETURNS bigint
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET jit = off AS $count$
DECLARE
    asked text;
    total bigint;
BEGIN
    SELECT string_agg('(' || activities_asked(one, wanted, title)::text || ')', '|')
        INTO asked FROM unnest(shelves) one;
    IF asked IS NULL THEN
        EXECUTE 'SELECT count(*) FROM (SELECT FROM activities_listedactivity '
                'WHERE shelf = ANY ($1) AND starts_on BETWEEN $2 AND $3 LIMIT $4) found'
            INTO total USING shelves, first_day, last_day, most;
    ELSE
        EXECUTE 'SELECT count(*) FROM (SELECT FROM activities_listedactivity '
                'WHERE words @@ $1 LIMIT $2) found'
            INTO total USING asked::tsquery, most;
    END IF;
    RETURN total;
END $count$;
"""

UNDO = """
DROP TRIGGER activities_list_new ON activities_activity;
DROP TRIGGER activities_list_changed ON activities_activity;
DROP TRIGGER activities_list_linked ON activities_activitymunicipality;
DROP TRIGGER activities_list_unlinked ON activities_activitymunicipality;
DROP TRIGGER activities_list_moved ON activities_activitymunicipality;
DROP TRIGGER activities_list_linked ON activities_activitytheme;
DROP TRIGGER activities_list_unlinked ON activities_activitytheme;
DROP TRIGGER activities_list_moved ON activities_activitytheme;
DROP FUNCTION activities_list_new, activities_list_changed, activities_list_linked,
    activities_list_unlinked, activities_list_moved, activities_page, activities_count,
    activities_asked, activities_list, activities_words;
"""

FILL = "SELECT activities_list(ARRAY(SELECT id FROM activities_activity), true);"
LINKS = ("activities_activitymunicipality", "activities_activitytheme")


class Migration(migrations.Migration):
    dependencies = [("activities", "0003_activities_in_full")]

    operations = [
        migrations.CreateModel(
            name="ListedActivity",
            fields=[
                (
                    "activity",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="listed",
                        serialize=False,
                        to="activities.activity",
                    ),
                ),
                ("shelf", models.BigIntegerField()),
                ("starts_on", models.DateField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "ordering": ["-starts_on", "-activity_id"],
                "indexes": [
                    models.Index(
                        fields=["shelf", "-starts_on", "-activity"], name="activities_shelf"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["words"], name="activities_words"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            WORDS
            + LIST
            + KEEP
            + "".join(KEEP_LINK.format(table=table) for table in LINKS)
            + ASKED
            + PAGE
            + COUNT,
            UNDO,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
