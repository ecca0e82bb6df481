"""The trail among the operator's pages; the page under /konto/spor/ reads better."""

from django.contrib import admin

from korus_portal.audit.admin_base import ReadOnlyAdmin
from korus_portal.audit.models import Event


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "kind", "by_name", "object_text", "reason"]
    list_filter = ["kind"]
    search_fields = ["by_name", "object_text"]
    show_full_result_count = False
