"""Constraints and triggers of what 0003 made, once the old rows have been moved."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from korus_portal.together import Together


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_move_introductions")]

    changes = [
        migrations.RemoveField(
            model_name="annualreport",
            name="introduction",
        ),
        migrations.RemoveField(
            model_name="annualreporthistory",
            name="introduction",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="annualreport",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_annualreporthistory" ("attainment", "centre_id", "comment", "decided_at", "decided_by_id", "drafted_at", "figures_sha256", "id", "job_id", "language", "left_reason", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "started_at", "started_by_id", "status", "submitted_at", "submitted_by_id", "version", "year") VALUES (NEW."attainment", NEW."centre_id", NEW."comment", NEW."decided_at", NEW."decided_by_id", NEW."drafted_at", NEW."figures_sha256", NEW."id", NEW."job_id", NEW."language", NEW."left_reason", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_at", NEW."started_at", NEW."started_by_id", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."version", NEW."year"); RETURN NULL;',
                    hash="bfaeccfe7b46e5e3f4c5679f8672193974dcca9e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bb390",
                    table="reporting_annualreport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="annualreport",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."attainment" IS DISTINCT FROM (NEW."attainment") OR OLD."centre_id" IS DISTINCT FROM (NEW."centre_id") OR OLD."comment" IS DISTINCT FROM (NEW."comment") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."drafted_at" IS DISTINCT FROM (NEW."drafted_at") OR OLD."figures_sha256" IS DISTINCT FROM (NEW."figures_sha256") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."job_id" IS DISTINCT FROM (NEW."job_id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."left_reason" IS DISTINCT FROM (NEW."left_reason") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."started_by_id" IS DISTINCT FROM (NEW."started_by_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."year" IS DISTINCT FROM (NEW."year"))',
                    func='INSERT INTO "reporting_annualreporthistory" ("attainment", "centre_id", "comment", "decided_at", "decided_by_id", "drafted_at", "figures_sha256", "id", "job_id", "language", "left_reason", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "started_at", "started_by_id", "status", "submitted_at", "submitted_by_id", "version", "year") VALUES (NEW."attainment", NEW."centre_id", NEW."comment", NEW."decided_at", NEW."decided_by_id", NEW."drafted_at", NEW."figures_sha256", NEW."id", NEW."job_id", NEW."language", NEW."left_reason", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_at", NEW."started_at", NEW."started_by_id", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."version", NEW."year"); RETURN NULL;',
                    hash="6d14a3e3f75941a4dd90c82bb587d41ba3da99aa",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0cffa",
                    table="reporting_annualreport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportentry",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_reportentryhistory" ("assignment_id", "brief", "change_text", "extended", "id", "initiative_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_brief", "report_id", "state", "status", "version") VALUES (NEW."assignment_id", NEW."brief", NEW."change_text", NEW."extended", NEW."id", NEW."initiative_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_brief", NEW."report_id", NEW."state", NEW."status", NEW."version"); RETURN NULL;',
                    hash="0b3e0e49d7cd9a4512aa02ceb6fa719b538b5281",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_31bf5",
                    table="reporting_reportentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportentry",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."assignment_id" IS DISTINCT FROM (NEW."assignment_id") OR OLD."brief" IS DISTINCT FROM (NEW."brief") OR OLD."change_text" IS DISTINCT FROM (NEW."change_text") OR OLD."extended" IS DISTINCT FROM (NEW."extended") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."initiative_id" IS DISTINCT FROM (NEW."initiative_id") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."proposed_brief" IS DISTINCT FROM (NEW."proposed_brief") OR OLD."report_id" IS DISTINCT FROM (NEW."report_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "reporting_reportentryhistory" ("assignment_id", "brief", "change_text", "extended", "id", "initiative_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_brief", "report_id", "state", "status", "version") VALUES (NEW."assignment_id", NEW."brief", NEW."change_text", NEW."extended", NEW."id", NEW."initiative_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_brief", NEW."report_id", NEW."state", NEW."status", NEW."version"); RETURN NULL;',
                    hash="cdfe12ff71a5738e4b2d1a72fee74125ef2928e3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6161b",
                    table="reporting_reportentry",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="annualreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("status__in", ["returned", "withdrawn", "reopened"]), _negated=True
                ),
                fields=("centre", "year"),
                name="reporting_one_living_version_per_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status__in", ["draft", "review"]),
                        ("submitted_at", None),
                        ("submitted_by", None),
                    ),
                    models.Q(
                        models.Q(("status__in", ["draft", "review"]), _negated=True),
                        ("submitted_at__isnull", False),
                        ("submitted_by__isnull", False),
                        ("figures_sha256__regex", "^[0-9a-f]{64}$"),
                    ),
                    _connector="OR",
                ),
                name="reporting_submitted_reports_are_frozen",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at", None),
                        ("decided_by", None),
                        ("status__in", ["draft", "review", "ready", "submitted", "withdrawn"]),
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("status__in", ["returned", "approved", "reopened"]),
                    ),
                    _connector="OR",
                ),
                name="reporting_decisions_say_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("received_at", None), ("status__in", ["draft", "review", "ready"])),
                    ("status", "withdrawn"),
                    models.Q(
                        ("received_at__isnull", False),
                        ("status__in", ["submitted", "returned", "approved", "reopened"]),
                    ),
                    _connector="OR",
                ),
                name="reporting_the_directorate_decides_what_it_has_received",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["withdrawn", "reopened"]), _negated=True),
                    models.Q(("left_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="reporting_versions_that_are_taken_back_say_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportentry",
            constraint=models.UniqueConstraint(
                fields=("report", "initiative"), name="reporting_one_entry_per_initiative"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assignment__isnull", False), ("initiative", None)),
                    models.Q(("assignment", None), ("initiative__isnull", False)),
                    _connector="OR",
                ),
                name="reporting_an_entry_is_of_a_tiltak_or_a_satsing",
            ),
        ),
    ]
    operations = [Together(changes)]
