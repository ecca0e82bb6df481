"""The introduction becomes the first section; what was submitted here was received at once."""

from django.db import migrations
from django.db.models import F

KEYS = [
    "introduction",
    "attainment",
    "deviations",
    "cooperation",
    "user_participation",
    "not_reached",
    "next_year",
]


def move(apps, schema_editor):
    reports = apps.get_model("reporting", "AnnualReport").objects
    section = apps.get_model("reporting", "ReportSection")
    rows = []
    for report in reports.only("pk", "introduction"):
        for key in KEYS:
            body = report.introduction if key == "introduction" else ""
            state = "writing" if body else "not_started"
            rows.append(section(report=report, key=key, body=body, state=state))
    section.objects.bulk_create(rows, batch_size=500)
    reports.exclude(submitted_at=None).update(received_at=F("submitted_at"))


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_the_whole_cycle")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
