"""The outbox as the operator sees it: where each letter is, never what it says.

The text may be that of a request, and an invitation holds the link to choose a password.
"""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from korus_portal.accounts.models import User
from korus_portal.audit.admin_base import ReadOnlyAdmin
from korus_portal.notifications import actions
from korus_portal.notifications.models import Letter


class StateFilter(admin.SimpleListFilter):
    title = _("tilstand")
    parameter_name = "tilstand"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, object]]:  # type: ignore[override]
        return [("waiting", _("venter")), ("sent", _("sendt")), ("given_up", _("oppgitt"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Letter]) -> QuerySet[Letter]:
        match self.value():
            case "waiting":
                return queryset.filter(sent_at=None, given_up_at=None)
            case "sent":
                return queryset.exclude(sent_at=None)
            case "given_up":
                return queryset.exclude(given_up_at=None)
        return queryset


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "kind", "address", "attempts", "sent_at", "given_up_at"]
    list_filter = [StateFilter, "kind"]
    search_fields = ["address"]
    show_full_result_count = False
    fields = [
        "kind",
        "address",
        "language",
        "created_at",
        "attempts",
        "next_attempt_at",
        "sent_at",
        "given_up_at",
        "last_error",
    ]
    actions = ["retry"]

    @admin.action(description=_("Prøv på nytt brev som er gitt opp"))
    def retry(self, request: HttpRequest, queryset: QuerySet[Letter]) -> None:
        assert isinstance(request.user, User)  # noqa: S101 - the operator's pages need sign-in
        count = actions.retry_letters(queryset, by=request.user)
        text = ngettext("%(n)d brev er lagt i kø.", "%(n)d brev er lagt i kø.", count)
        self.message_user(request, text % {"n": count}, messages.INFO)
