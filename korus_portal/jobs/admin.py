"""Long work as the operator sees it."""

from django.contrib import admin

from korus_portal.audit.admin_base import ReadOnlyAdmin
from korus_portal.jobs.models import Job


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "label", "task", "state", "attempts", "finished_at"]
    list_filter = ["state", "task"]
    search_fields = ["id", "label"]
    fields = [
        "id",
        "label",
        "task",
        "key",
        "state",
        "done",
        "total",
        "attempts",
        "started_by",
        "created_at",
        "queued_at",
        "heartbeat_at",
        "lease_until",
        "finished_at",
        "error",
    ]
