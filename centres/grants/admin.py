"""Grants with their rows, for whoever operates the portal; the directorate has pages of its own."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from centres.grants import actions
from centres.grants.models import ApplicationLine, Grant, GrantItem, GrantLine
from korus_portal.accounts.access import is_administrator
from korus_portal.accounts.models import User
from korus_portal.audit.admin_base import GrowingAdmin

if TYPE_CHECKING:
    TabularInline = admin.TabularInline[Model, Grant]
else:
    TabularInline = admin.TabularInline


class RowInline(TabularInline):
    """A row that something points at cannot be taken out; the database holds on to it."""

    extra = 1

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)


class GrantLineInline(RowInline):
    model = GrantLine


class GrantItemInline(RowInline):
    model = GrantItem


class ApplicationLineInline(RowInline):
    model = ApplicationLine


LETTER_ROWS = (GrantLine, GrantItem)


@admin.register(Grant)
class GrantAdmin(GrowingAdmin):
    list_display = ["scheme", "year", "centre", "recipient", "reference"]
    list_filter = ["year", "centre"]
    list_select_related = ["centre", "recipient"]
    search_fields = ["scheme", "reference"]
    # Files come in on the grant's own pages.
    exclude = ["is_demo", "version", "letter", "application"]
    raw_id_fields = ["recipient"]
    inlines = [GrantLineInline, GrantItemInline, ApplicationLineInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Tiltak of that centre and year are paid by it: another centre or year is another row."""
        return ["centre", "year"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        by = cast("User", request.user)
        actions.save_grant(grant=obj, changed=form.changed_data, by=by)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        super().save_related(request, form, formsets, change)
        by, grant = cast("User", request.user), form.instance
        changed = [formset.model for formset in formsets if formset.has_changed()]
        if changed:
            actions.record_lines(grant=grant, by=by)
        if form.has_changed() or any(model in LETTER_ROWS for model in changed):
            actions.tell_of_letter(grant=grant, is_new=not change, by=by)
