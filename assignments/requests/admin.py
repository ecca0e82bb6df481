"""Mail domains for the administrator. The operator's pages hold nothing of a request."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assignments.requests.actions import domains
from assignments.requests.models import MailDomain
from korus_portal.accounts.access import is_administrator
from korus_portal.accounts.models import User
from korus_portal.audit.admin_base import GrowingAdmin


class DomainField(forms.CharField):
    """Written as people write it, kept as machines do."""

    default_validators = [
        RegexValidator(
            r"^[a-z0-9.-]+[.][a-z]{2,}$", _("Skriv domenet slik det står etter @: kommunen.no.")
        )
    ]

    def to_python(self, value: Any) -> str:
        written = str(super().to_python(value)).rpartition("@")[2].lower()
        try:
            return written.encode("idna").decode()
        except UnicodeError:
            return written


class MailDomainForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = MailDomain
        fields = ["municipality", "domain", "source"]
        field_classes = {"domain": DomainField}


@admin.register(MailDomain)
class MailDomainAdmin(GrowingAdmin):
    form = MailDomainForm
    list_display = ["domain", "municipality", "source"]
    list_select_related = ["municipality"]
    search_fields = ["domain", "municipality__name"]
    autocomplete_fields = ["municipality"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A wrong domain lets strangers ask in a municipality's name: it must go away."""
        return is_administrator(request.user)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        by = cast("User", request.user)
        domains.save_domain(row=obj, changed=form.changed_data, by=by)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        domains.remove_domain(row=obj, by=cast("User", request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset:
            self.delete_model(request, row)
