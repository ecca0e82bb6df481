"""What the directorate answers, point by point and for the whole, and what it asks more of."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.plans.selects import capitalised
from korus_portal.design.free_text import FreeTextField
from korus_portal.design.widgets import DateInput
from reporting.models import AnnualReport, ItemAssessment, ReportAnswer


def attainments() -> list[tuple[str, Any]]:
    return capitalised(AnnualReport.Attainment.choices)


class ReturnForm(forms.Form):
    comment = FreeTextField(
        label=gettext_lazy("Merknader til senteret"),
        max_length=8000,
        help_text=gettext_lazy(
            "Skriv hva som må rettes eller utdypes. Senteret får merknadene på e-post og en ny "
            "versjon å arbeide i. Ikke skriv opplysninger om enkeltpersoner."
        ),
        error_messages={"required": gettext_lazy("Skriv hva senteret må rette eller utdype.")},
    )
    prefix = "return"


class ApproveForm(forms.Form):
    attainment = forms.ChoiceField(
        label=gettext_lazy("Måloppnåelse"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Holdt mot søknaden og tilskuddsbrevet. Vises år for år."),
        error_messages={"required": gettext_lazy("Velg måloppnåelse.")},
    )
    comment = FreeTextField(
        label=gettext_lazy("Vurdering"),
        required=False,
        max_length=8000,
        help_text=gettext_lazy(
            "Vurdering av måloppnåelsen. Senteret kan lese den. "
            "Ikke skriv opplysninger om enkeltpersoner."
        ),
    )
    prefix = "approve"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["attainment"].choices = attainments()


class AssessForm(forms.Form):
    """One point: how far it was reached, a remark, or both. Version 0 is the first."""

    attainment = forms.ChoiceField(label=gettext_lazy("Måloppnåelse"), required=False)
    comment = FreeTextField(label=gettext_lazy("Merknad"), required=False, max_length=2000)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, data: Any = None, *, answer: ReportAnswer, stored: ItemAssessment | None = None
    ) -> None:
        super().__init__(data, initial=stored_values(stored), prefix=f"point-{answer.pk}")
        fields: dict[str, Any] = self.fields
        fields["attainment"].choices = [("", _("Ikke vurdert")), *attainments()]
        fields["comment"].widget.attrs["rows"] = 3

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("attainment") and not cleaned.get("comment"):
            self.add_error("attainment", _("Velg måloppnåelse eller skriv en merknad."))
        return cleaned


def stored_values(stored: ItemAssessment | None) -> dict[str, Any]:
    if stored is None:
        return {"version": 0}
    return {
        "attainment": stored.attainment,
        "comment": stored.comment,
        "version": stored.version,
    }


class AskForMoreForm(forms.Form):
    question = FreeTextField(
        label=gettext_lazy("Hva ber dere om?"),
        max_length=4000,
        help_text=gettext_lazy(
            "Rapporten står som den er. Senteret svarer på en egen side. "
            "Ikke skriv opplysninger om enkeltpersoner."
        ),
        error_messages={"required": gettext_lazy("Skriv hva dere ber om.")},
    )
    wanted_by = forms.DateField(
        label=gettext_lazy("Svarfrist"),
        widget=DateInput,
        error_messages={"required": gettext_lazy("Skriv svarfristen.")},
    )
    prefix = "more"

    def clean_wanted_by(self) -> date:
        found: date = self.cleaned_data["wanted_by"]
        if found <= timezone.localdate():
            raise forms.ValidationError(_("Svarfristen må være fram i tid."))
        return found


class AnswerForm(forms.Form):
    answer = FreeTextField(
        label=gettext_lazy("Svar"),
        max_length=8000,
        help_text=gettext_lazy(
            "Svaret kan ikke endres etter at det er sendt. "
            "Ikke skriv opplysninger om enkeltpersoner."
        ),
        error_messages={"required": gettext_lazy("Skriv svaret.")},
    )


class LeaveForm(forms.Form):
    """Why a version is withdrawn or reopened."""

    reason = FreeTextField(
        label=gettext_lazy("Begrunnelse"),
        max_length=500,
        help_text=gettext_lazy(
            "Begge parter kan lese begrunnelsen. Ikke skriv opplysninger om enkeltpersoner."
        ),
        error_messages={"required": gettext_lazy("Skriv en begrunnelse.")},
    )
