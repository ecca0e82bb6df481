"""Requests that were there before: who has them, who confirmed them, when an interim reply is due.

A withdrawn, closed or clarifying request did not exist yet, so every row is in one of four states.
"""

import calendar
from datetime import date

from django.db import migrations
from django.utils import timezone


def a_month_after(day):
    month = day.month % 12 + 1
    year = day.year + (day.month == 12)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def fill(apps, schema_editor):
    requests = apps.get_model("requests", "SupportRequest")
    holders = apps.get_model("requests", "Holder")
    reminders = apps.get_model("requests", "RequestReminder")
    for row in requests.objects.select_related("submitted_by").iterator():
        row.confirmed_at, row.confirmed_by_id = row.submitted_at, row.submitted_by_id
        row.interim_due_on = a_month_after(timezone.localdate(row.submitted_at))
        if row.status == "declined":
            row.decline_code = "other"
        row.save(update_fields=["confirmed_at", "confirmed_by", "interim_due_on", "decline_code"])
        holders.objects.create(
            support_request=row,
            centre_id=row.centre_id,
            part="owner",
            since=row.submitted_at,
            accepted_at=row.decided_at if row.status == "accepted" else None,
            is_counted=row.is_counted,
        )
        if row.reminded_at:
            for kind in ("after", "leader"):
                reminders.objects.create(
                    support_request=row,
                    kind=kind,
                    due_on=row.answer_due_on,
                    sent_at=row.reminded_at,
                )
    fill_events(apps)


def fill_events(apps):
    """Each event tells the state after it; the owner never changed."""
    after = {
        "submitted": "submitted",
        "taken": "in_triage",
        "accepted": "accepted",
        "declined": "declined",
    }
    state, current = "submitted", None
    events = apps.get_model("requests", "RequestEvent").objects
    for event in events.select_related("support_request", "by").order_by(
        "support_request", "at", "pk"
    ):
        if event.support_request_id != current:
            current, state = event.support_request_id, "submitted"
        state = after.get(event.kind, state)
        event.status, event.centre_id = state, event.support_request.centre_id
        event.by_name = event.by.name if event.by else ""
        event.save(update_fields=["status", "centre", "by_name"])


class Migration(migrations.Migration):
    dependencies = [("requests", "0003_cases")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
