"""Centres and the closed lists for the administrator, who may correct them by hand."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from centres import actions
from centres.models import Catchment, Centre, CentreField, Initiative, MandateTask
from korus_portal.accounts.access import is_administrator
from korus_portal.accounts.models import User
from municipalities.admin import SavedByHand

if TYPE_CHECKING:
    TabularInline = admin.TabularInline[CentreField, Centre]
else:
    TabularInline = admin.TabularInline


class CentreFieldInline(TabularInline):
    model = CentreField
    verbose_name = verbose_name_plural = _("fagfelt")
    extra = 1

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)


@admin.register(Centre)
class CentreAdmin(SavedByHand):
    list_display = ["short_name", "kind", "function", "status", "host_organisation"]
    list_filter = ["kind", "function", "status"]
    search_fields = ["code", "name", "short_name"]
    exclude = ["organisation", "unverified"]
    readonly_fields = ["code", "source"]
    raw_id_fields = ["home_municipality", "successor"]
    inlines = [CentreFieldInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A centre comes with its party, from the file."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        by = cast("User", request.user)
        actions.save_centre_by_hand(centre=obj, changed=form.changed_data, by=by)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            by = cast("User", request.user)
            actions.mark_fields_entered(centre=form.instance, by=by)


@admin.register(Catchment)
class CatchmentAdmin(SavedByHand):
    list_display = ["centre", "county", "municipality", "theme", "valid_from", "valid_to"]
    list_filter = ["centre", "is_verified"]
    list_select_related = ["centre", "county", "municipality", "theme"]
    raw_id_fields = ["municipality"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Another place or field is another row: end this one and add that."""
        return ["centre", "county", "municipality", "theme"] if obj else []


class ClosedListAdmin(SavedByHand):
    """A list with codes: extended, renamed and retired, never deleted."""

    search_fields = ["code", "name_nb", "name_nn"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Exports and files know a row by its code."""
        return ["code"] if obj else []


@admin.register(Initiative)
class InitiativeAdmin(ClosedListAdmin):
    list_display = ["name_nb", "code", "kind", "retired_on", "is_verified", "is_made_here"]
    list_filter = ["kind"]


@admin.register(MandateTask)
class MandateTaskAdmin(ClosedListAdmin):
    list_display = ["code", "name_nb", "applies_to", "is_optional", "retired_on"]
    list_filter = ["applies_to"]
