"""Why municipalities were not reached: one reason each, or one for many at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.plans.selects import DrawnSelect
from reporting.models import NotReached

Reason = NotReached.Reason


class ReasonsForm(forms.Form):
    """Each row has `reason_<id>`, what stood there as `was_<id>`, and a box `chosen`.

    Three buttons: store each row's own, the one reason for those chosen, or for all without.
    """

    reason = forms.ChoiceField(
        label=gettext_lazy("Årsak for flere kommuner"),
        required=False,
        choices=[("", gettext_lazy("Velg årsak")), *Reason.choices],
        widget=DrawnSelect,
    )

    @property
    def way(self) -> str:
        return str(self.data.get("way", "each"))

    @property
    def is_for_those_without(self) -> bool:
        return self.way == "without"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.way in ("chosen", "without") and not cleaned.get("reason"):
            self.add_error("reason", _("Velg årsaken."))
        if self.way == "chosen" and not self.chosen():
            raise forms.ValidationError(_("Kryss av for kommunene som årsaken gjelder."))
        if any(value and value not in Reason.values for value in self.typed().values()):
            raise forms.ValidationError(_("Velg årsaker fra listen."))
        return cleaned

    def chosen(self) -> list[int]:
        sent: Any = self.data
        return [int(pk) for pk in sent.getlist("chosen") if pk.isdecimal()]

    def typed(self) -> dict[int, str]:
        """What each row's own list says."""
        found = {}
        for name in self.data:
            kind, _line, pk = name.partition("_")
            if kind == "reason" and pk.isdecimal():
                found[int(pk)] = str(self.data[name])
        return found

    def reasons(self) -> dict[int, str]:
        """Rows that were changed on the page: what others changed meanwhile stays."""
        if self.way == "chosen":
            return dict.fromkeys(self.chosen(), self.cleaned_data["reason"])
        return {
            pk: reason
            for pk, reason in self.typed().items()
            if reason != self.data.get(f"was_{pk}", "")
        }
