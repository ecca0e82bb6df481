"""For the administrator: who at the directorate may reopen an approved report."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from korus_portal.accounts.models import User
from korus_portal.audit.admin_base import GrowingAdmin
from korus_portal.design.free_text import refuse_identity_numbers
from reporting.actions import leaving
from reporting.models import ReopeningRight
from reporting.people import directorate


class RightForm(forms.ModelForm):  # type: ignore[type-arg]
    """Given with a reason; ended by the mark, never changed."""

    user = forms.ModelChoiceField(
        label=_("Person"),
        queryset=User.objects.none(),
        help_text=_("Bare den som har rollen hos Helsedirektoratet."),
    )
    reason = forms.CharField(
        label=_("Hvorfor"), max_length=300, validators=[refuse_identity_numbers]
    )

    class Meta:
        model = ReopeningRight
        fields = ["user", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["user"]
        held = ReopeningRight.objects.filter(ended_at=None).values("user")
        field.queryset = directorate().exclude(pk__in=held).order_by("name")


class EndForm(forms.ModelForm):  # type: ignore[type-arg]
    is_ended = forms.BooleanField(label=_("Avslutt retten"), required=False)

    class Meta:
        model = ReopeningRight
        fields: list[str] = []


@admin.register(ReopeningRight)
class ReopeningRightAdmin(GrowingAdmin):
    list_display = ["user", "reason", "given_by", "given_at", "ended_at"]
    list_select_related = ["user", "given_by"]

    def get_form(  # type: ignore[override]
        self, request: HttpRequest, obj: Any = None, **kwargs: Any
    ) -> Any:
        shown = EndForm if obj else RightForm
        return super().get_form(request, obj, form=shown, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["user", "reason"]
        shown = ["user", "reason", "given_by", "given_at", "ended_at"]
        return shown if obj.ended_at else [*shown, "is_ended"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["user", "reason", "given_by", "given_at", "ended_at"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        by = cast("User", request.user)
        if not change:
            values = form.cleaned_data
            given = leaving.give_right(user=values["user"], reason=values["reason"], by=by)
            obj.pk = given.pk
        elif form.cleaned_data.get("is_ended"):
            leaving.end_right(right=obj, by=by)
