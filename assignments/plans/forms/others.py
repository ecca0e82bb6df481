"""Short forms around a tiltak: statements, partners, methods, and why it is deleted."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.plans.actions import StatementValues
from assignments.plans.fields import NumberText
from assignments.plans.models import Assignment, AssignmentPartner, Statement
from assignments.plans.selects import DrawnSuggest, DrawnSuggestMultiple
from centres.models import Centre
from korus_portal.accounts.models import Membership, Organisation, Role
from korus_portal.design.free_text import FreeTextField, refuse_identity_numbers
from korus_portal.files.forms import FilesField

STATEMENT_LABELS = {
    "text": gettext_lazy("Redegjørelse"),
    "evidence": gettext_lazy("Hvor kan man se det?"),
    "organisation": gettext_lazy("Bruker- eller pårørendeorganisasjon"),
}


class StatementForm(forms.Form):
    """What is said, where it can be seen, and for user participation whose word it is."""

    text = FreeTextField(label=STATEMENT_LABELS["text"], max_length=3000)
    evidence = forms.CharField(
        label=STATEMENT_LABELS["evidence"],
        max_length=500,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("For eksempel et møtereferat, et saksnummer eller en nettadresse."),
    )
    organisation = forms.ModelChoiceField(
        label=STATEMENT_LABELS["organisation"],
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("Ingen"),
        widget=DrawnSuggest,
        help_text=gettext_lazy(
            "Organisasjonen får vite det, og kan bekrefte eller rette. "
            "Til de har svart, vises teksten som «ikke bekreftet»."
        ),
    )
    attached = FilesField(label=gettext_lazy("Vedlegg (høyst én fil)"))
    drops_file = forms.BooleanField(label=gettext_lazy("Ta bort vedlegget"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, files: Any = None, *, kind: str, stored: Statement | None
    ) -> None:
        super().__init__(data, files, initial=statement_initial(stored))
        organisation: Any = self.fields["organisation"]
        organisation.queryset = Organisation.objects.filter(
            kind=Organisation.Kind.USER_ORGANISATION
        )
        if kind != Statement.Kind.PARTICIPATION:
            del self.fields["organisation"]
        if stored is None or stored.file_id is None:
            del self.fields["drops_file"]

    def clean_attached(self) -> list[Any]:
        chosen: list[Any] = self.cleaned_data["attached"]
        if len(chosen) > 1:
            raise ValidationError(_("Velg én fil."))
        return chosen

    @property
    def upload(self) -> Any:
        """The file that was chosen, if any."""
        return next(iter(self.cleaned_data["attached"]), None)

    def values(self) -> StatementValues:
        cleaned = self.cleaned_data
        return StatementValues(
            text=cleaned["text"],
            evidence=cleaned["evidence"],
            organisation=cleaned.get("organisation"),
        )


def statement_initial(stored: Statement | None) -> dict[str, Any]:
    if stored is None:
        return {"version": 0}
    return {
        "text": stored.text,
        "evidence": stored.evidence,
        "organisation": stored.organisation_id,
        "version": stored.version,
    }


class StatementAnswerForm(forms.Form):
    """What the organisation says of a text that names it."""

    CONFIRMS, CORRECTS = "confirm", "correct"
    verdict = forms.ChoiceField(
        label=gettext_lazy("Stemmer det som står?"),
        choices=[
            (CONFIRMS, gettext_lazy("Ja, vi bekrefter")),
            (CORRECTS, gettext_lazy("Nei, noe må rettes")),
        ],
        widget=forms.RadioSelect,
    )
    answer = FreeTextField(
        label=gettext_lazy("Hva må rettes?"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy(
            "Må fylles ut når noe må rettes. Ikke skriv opplysninger om enkeltpersoner."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        has_text = cleaned.get("answer") or "answer" in self.errors
        if cleaned.get("verdict") == self.CORRECTS and not has_text:
            self.add_error("answer", _("Skriv hva som må rettes."))
        return cleaned

    @property
    def confirms(self) -> bool:
        return bool(self.cleaned_data["verdict"] == self.CONFIRMS)


class PartnersForm(forms.Form):
    """Which centres to ask."""

    centres = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Sentre"),
        queryset=Centre.objects.none(),
        to_field_name="code",
        widget=DrawnSuggestMultiple,
        help_text=gettext_lazy(
            "Lederen ved senteret får spørsmålet. Bare sentre med en leder i portalen kan spørres."
        ),
    )

    def __init__(self, data: Any = None, *, assignment: Assignment) -> None:
        super().__init__(data)
        centres: Any = self.fields["centres"]
        centres.queryset = askable(assignment)


def askable(assignment: Assignment) -> QuerySet[Centre]:
    """Other centres where somebody can answer, and that are not asked or with already."""
    leaders = Membership.objects.with_role(Role.LEADER)
    waiting = (AssignmentPartner.State.ASKED, AssignmentPartner.State.ACCEPTED)
    there = assignment.partners.filter(state__in=waiting).values("centre")
    others = Centre.objects.filter(organisation__in=leaders.values("organisation"))
    return others.exclude(pk=assignment.centre_id).exclude(pk__in=there).order_by("short_name")


class AnswerForm(forms.Form):
    """A partner's answer."""

    accepts = forms.TypedChoiceField(
        label=gettext_lazy("Vil dere være med?"),
        choices=[("1", gettext_lazy("Ja, vi er med")), ("0", gettext_lazy("Nei"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    answer = FreeTextField(
        label=gettext_lazy("Svar til senteret"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LeaveForm(forms.Form):
    answer = FreeTextField(
        label=gettext_lazy("Hvorfor?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeleteForm(forms.Form):
    """Why a tiltak is deleted."""

    reason = FreeTextField(
        label=gettext_lazy("Hvorfor slettes tiltaket?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class MethodForm(forms.Form):
    """A method, and the ends of its scale when it has one."""

    name = forms.CharField(
        label=gettext_lazy("Navn"), max_length=120, validators=[refuse_identity_numbers]
    )
    fidelity_scale = forms.CharField(
        label=gettext_lazy("Skala for metodetrofasthet"),
        max_length=120,
        required=False,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("La feltet stå tomt når metoden ikke har noen skala."),
    )
    fidelity_min = NumberText(label=gettext_lazy("Laveste verdi"), max_digits=7, required=False)
    fidelity_max = NumberText(label=gettext_lazy("Høyeste verdi"), max_digits=7, required=False)
    source = forms.CharField(
        label=gettext_lazy("Kilde"),
        max_length=300,
        required=False,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("Hvor metoden og skalaen er beskrevet."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("fidelity_min"), cleaned.get("fidelity_max")
        if self.errors:
            return cleaned
        if not cleaned.get("fidelity_scale"):
            if low is not None or high is not None:
                self.add_error("fidelity_scale", _("Skriv hva skalaen heter."))
        elif low is None or high is None:
            self.add_error("fidelity_min", _("En skala har både en laveste og en høyeste verdi."))
        elif high <= low:
            self.add_error("fidelity_max", _("Høyeste verdi må være høyere enn laveste."))
        return cleaned
