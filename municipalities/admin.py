"""The register for the administrator: to look at; themes also to extend, correct and retire."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest

from korus_portal.accounts.models import User
from korus_portal.audit.admin_base import GrowingAdmin, ReadOnlyAdmin
from municipalities import actions
from municipalities.models import (
    County,
    CountyChange,
    CountyGovernor,
    Municipality,
    MunicipalityChange,
    Theme,
)


class SavedByHand(GrowingAdmin):
    """What an administrator saves is marked, so that the loader leaves it."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        by = cast("User", request.user)
        actions.save_by_hand(row=obj, changed=form.changed_data, by=by)


@admin.register(County)
class CountyAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "valid_from", "valid_to"]


@admin.register(CountyChange)
class CountyChangeAdmin(ReadOnlyAdmin):
    list_display = ["date", "change_type", "old_name", "new_name", "note"]


@admin.register(Municipality)
class MunicipalityAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "county", "kind", "valid_from", "valid_to"]
    list_filter = ["kind", "language_form", "centrality_class"]
    list_select_related = ["county"]
    search_fields = ["code", "name", "official_name"]


@admin.register(MunicipalityChange)
class MunicipalityChangeAdmin(ReadOnlyAdmin):
    list_display = ["date", "change_type", "old_name", "new_name", "source"]
    list_filter = ["change_type", "date"]
    search_fields = ["old__code", "old_name", "new__code", "new_name"]


@admin.register(CountyGovernor)
class CountyGovernorAdmin(ReadOnlyAdmin):
    list_display = ["name", "source"]


@admin.register(Theme)
class ThemeAdmin(SavedByHand):
    list_display = ["name_nb", "code", "parent", "retired_on", "is_made_here"]
    list_select_related = ["parent"]
    search_fields = ["code", "name_nb", "name_nn"]
    fields = ["code", "parent", "name_nb", "name_nn", "position", "retired_on"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Exports and files know a theme by its code."""
        return ["code"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Two levels only: a theme below another has none below itself."""
        if db_field.name == "parent":
            kwargs["queryset"] = Theme.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
