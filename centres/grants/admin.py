"""Grants and their budget lines: administrators enter them from the letters."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.http import HttpRequest

from centres.grants import actions
from centres.grants.models import Grant, GrantLine
from korus_portal.accounts.access import is_administrator
from korus_portal.accounts.models import User
from korus_portal.audit.admin_base import GrowingAdmin

if TYPE_CHECKING:
    TabularInline = admin.TabularInline[GrantLine, Grant]
else:
    TabularInline = admin.TabularInline


class GrantLineInline(TabularInline):
    """A line that pays for a tiltak cannot be taken out; the database holds on to it."""

    model = GrantLine
    extra = 1

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)


@admin.register(Grant)
class GrantAdmin(GrowingAdmin):
    list_display = ["scheme", "year", "centre", "recipient", "reference"]
    list_filter = ["year", "centre"]
    list_select_related = ["centre", "recipient"]
    search_fields = ["scheme", "reference"]
    exclude = ["is_demo"]
    raw_id_fields = ["recipient"]
    inlines = [GrantLineInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Tiltak of that centre and year are paid by it: another centre or year is another row."""
        return ["centre", "year"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        by = cast("User", request.user)
        actions.save_grant(grant=obj, changed=form.changed_data, by=by)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            actions.record_lines(grant=form.instance, by=cast("User", request.user))
