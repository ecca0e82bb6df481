"""People and their organisations among the operator's pages: to look at.

What changes them leaves a trace, stands above `accounts`, and has its pages under /konto/brukere/.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy

from korus_portal.accounts.models import Membership, Organisation, User
from korus_portal.audit.admin_base import ReadOnlyAdmin

admin.site.site_header = admin.site.site_title = gettext_lazy("Drift av KORUS-portalen")

# Roles decide what a person may do; Django's groups decide nothing here. Sign-in's own rows
# (addresses, second factors) are the person's affair.
for model in (Group, EmailAddress, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ["name", "email", "is_active", "last_login", "date_joined"]
    list_filter = ["is_active"]
    search_fields = ["name", "email"]
    fields = [
        "email",
        "name",
        "phone",
        "language",
        "is_active",
        "is_staff",
        "date_joined",
        "last_login",
    ]


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "number", "language", "is_demo"]
    list_filter = ["kind", "is_demo"]
    search_fields = ["name", "number"]


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ["user", "role", "organisation", "created_at", "ended_at"]
    list_filter = ["role"]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__name", "user__email", "organisation__name"]
