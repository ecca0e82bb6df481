"""What is filled in: by the centre that asks, and by those who answer."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.activities.models import Activity
from assignments.feedback import rules, wording
from assignments.feedback.models import BankQuestion, FeedbackForm
from assignments.feedback.values import FormValues, Given
from assignments.plans.models import Assignment
from assignments.plans.selects import capitalised
from centres.models import Centre
from korus_portal.accounts.models import Organisation
from korus_portal.design.free_text import FreeTextField
from korus_portal.design.widgets import DateInput

DAYS_OPEN, MOST_DAYS_OPEN = 14, 366
ON_OFFER = 100
THROUGH_ORGANISATION = {FeedbackForm.Group.SERVICE_USERS, FeedbackForm.Group.NEXT_OF_KIN}


class ActivityChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{date_format(obj.starts_on, 'd.m.Y')} {obj.title}"


class NewForm(forms.Form):
    """A form about one activity or one tiltak of the centres where one works."""

    activity = ActivityChoice(
        label=gettext_lazy("Aktivitet"),
        queryset=Activity.objects.none(),
        required=False,
        help_text=gettext_lazy("Velg en aktivitet eller et tiltak."),
    )
    assignment = forms.ModelChoiceField(
        label=gettext_lazy("Tiltak"), queryset=Assignment.objects.none(), required=False
    )
    group = forms.ChoiceField(
        label=gettext_lazy("Hvem skal svare?"),
        choices=capitalised(FeedbackForm.Group.choices),
        widget=forms.RadioSelect,
        initial=FeedbackForm.Group.PARTICIPANTS,
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Bruker- eller pårørendeorganisasjon"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=gettext_lazy(
            "Bare når brukere eller pårørende skal svare. Organisasjonen får e-post, og deler "
            "lenken med dem det gjelder."
        ),
    )
    questions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Flere spørsmål"),
        queryset=BankQuestion.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Høyst tre. To spørsmål står på alle skjemaer: nytte og praksis."),
    )
    closes_on = forms.DateField(
        label=gettext_lazy("Siste dag for svar"),
        widget=DateInput,
        help_text=gettext_lazy("Du kan avslutte før."),
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, centres: QuerySet[Centre], asked: dict[str, int | None]
    ) -> None:
        last = timezone.localdate() + timedelta(days=DAYS_OPEN)
        super().__init__(data, initial={"form_token": uuid4(), "closes_on": last, **asked})
        fields: Any = self.fields
        fields["activity"].queryset = activities_on_offer(centres, asked.get("activity"), data)
        fields["assignment"].queryset = Assignment.objects.filter(centre__in=centres).kept()
        organisations = Organisation.objects.filter(kind=Organisation.Kind.USER_ORGANISATION)
        fields["organisation"].queryset = organisations.order_by("name")
        fields["questions"].queryset = BankQuestion.objects.filter(retired_on=None)

    def clean_questions(self) -> list[BankQuestion]:
        chosen = list(self.cleaned_data["questions"])
        if len(chosen) > rules.MOST_QUESTIONS:
            raise ValidationError(_("Velg høyst tre spørsmål."))
        return chosen

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        today = timezone.localdate()
        if day < today:
            raise ValidationError(_("Dagen er passert. Velg en dag fra og med i dag."))
        if day > today + timedelta(days=MOST_DAYS_OPEN):
            raise ValidationError(_("Velg en dag det neste året."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if bool(cleaned["activity"]) == bool(cleaned["assignment"]):
            self.add_error("activity", _("Velg enten en aktivitet eller et tiltak."))
        if cleaned["group"] in THROUGH_ORGANISATION and not cleaned["organisation"]:
            text = _("Velg organisasjonen som brukerne eller de pårørende blir spurt gjennom.")
            self.add_error("organisation", text)
        return cleaned

    @property
    def for_centre(self) -> Centre:
        about = self.cleaned_data["activity"] or self.cleaned_data["assignment"]
        centre: Centre = about.centre
        return centre

    def values(self) -> FormValues:
        cleaned = self.cleaned_data
        is_through = cleaned["group"] in THROUGH_ORGANISATION
        return FormValues(
            activity=cleaned["activity"],
            assignment=cleaned["assignment"],
            group=cleaned["group"],
            organisation=cleaned["organisation"] if is_through else None,
            questions=tuple(cleaned["questions"]),
            closes_on=cleaned["closes_on"],
        )


def activities_on_offer(
    centres: QuerySet[Centre], asked: int | None, data: Any
) -> QuerySet[Activity]:
    """The newest of the centres' own, and the one that is asked about."""
    own = Activity.objects.filter(centre__in=centres, deleted_at=None)
    sent = str(data.get("activity", "")) if data else ""
    named = {asked, int(sent) if sent.isdecimal() and len(sent) < 18 else None} - {None}
    newest = own.order_by("-starts_on", "-pk").values_list("pk", flat=True)[:ON_OFFER]
    found = own.filter(pk__in={*newest, *named}).select_related("centre")
    return found.order_by("-starts_on", "-pk")


def scale(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=wording.SCALE,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg et svar.")},
    )


class AnswerForm(forms.Form):
    """The two questions that stand everywhere, the form's own, and a comment. Nothing is chosen
    beforehand, and nothing asks who answers."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, form: FeedbackForm) -> None:
        super().__init__(data)
        self.asked = list(form.questions.all())
        self.fields["useful"] = scale(wording.USEFUL[form.group])
        self.fields["close_to_practice"] = scale(wording.CLOSE_TO_PRACTICE[form.group])
        for question in self.asked:
            self.fields[name_of(question)] = scale(question.name)
        self.fields["comment"] = FreeTextField(
            label=gettext_lazy("Kommentar"),
            required=False,
            max_length=1000,
            help_text=gettext_lazy(
                "Ikke skriv opplysninger om enkeltpersoner, og ikke noe som viser hvem du er."
            ),
        )
        self.fields["page"] = forms.UUIDField(
            widget=forms.HiddenInput, required=False, initial=uuid4
        )

    @property
    def page(self) -> UUID | None:
        found: UUID | None = self.cleaned_data.get("page")
        return found

    def given(self) -> Given:
        cleaned = self.cleaned_data
        return Given(
            useful=cleaned["useful"],
            close_to_practice=cleaned["close_to_practice"],
            more={question.code: cleaned[name_of(question)] for question in self.asked},
            comment=cleaned["comment"],
        )


def name_of(question: BankQuestion) -> str:
    return f"q_{question.code}"


class ResultsForm(forms.Form):
    """Which year, and which centre for who works at several."""

    aar = forms.TypedChoiceField(label=gettext_lazy("År"), coerce=int, required=False)
    senter = forms.ModelChoiceField(
        label=gettext_lazy("Senter"),
        queryset=Centre.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=None,
    )

    def __init__(self, data: Any, *, years: Iterable[int], centres: QuerySet[Centre]) -> None:
        super().__init__(data)
        self.years, self.centres = list(years), list(centres)
        fields: Any = self.fields
        fields["aar"].choices = [(year, str(year)) for year in self.years]
        fields["aar"].initial = self.years[0]
        fields["senter"].queryset = centres
        if len(self.centres) < 2:
            del self.fields["senter"]

    @property
    def year(self) -> int:
        chosen = self.cleaned_data.get("aar") if self.is_valid() else None
        return int(chosen or self.years[0])

    @property
    def centre(self) -> Centre | None:
        chosen: Centre | None = self.cleaned_data.get("senter") if self.is_valid() else None
        return chosen or next(iter(self.centres), None)
