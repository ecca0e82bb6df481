"""What is asked about due dates: more time, the answer to it, and which rows to show."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from centres.models import Centre
from korus_portal.design.free_text import FreeTextField
from korus_portal.design.widgets import DateInput
from korus_portal.design.wrong_year import MESSAGES
from korus_portal.notifications.forms import WhichAndWhyForm
from reporting import obligations
from reporting.models import AnnualReport, Extension, ReportObligation

GRANT, REFUSE = "grant", "refuse"
LABELS = {"reason": _("Begrunnelsen for søknaden"), "decision": _("Begrunnelsen for vedtaket")}


def later_day(day: date, obligation: ReportObligation) -> date:
    """A day after the last one. Raises ValidationError."""
    last, latest = obligations.last_day(obligation), obligations.latest_day(obligation)
    if day <= last:
        raise forms.ValidationError(
            now("Velg en dag etter fristen, som er %(day)s.") % {"day": date_format(last)}
        )
    if day > latest:
        raise forms.ValidationError(
            now("Velg senest %(day)s. Fristen kan utsettes høyst ett år.")
            % {"day": date_format(latest)}
        )
    return day


class AskForm(forms.Form):
    """A later day, and why."""

    prefix = "ask"
    wanted_on = forms.DateField(
        label=_("Ny frist dere søker om"),
        widget=DateInput,
        error_messages={"required": _("Velg en dag.")},
    )
    reason = FreeTextField(
        label=_("Begrunnelse"),
        max_length=2000,
        error_messages={"required": _("Skriv hvorfor senteret trenger mer tid.")},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, obligation: ReportObligation, today: date
    ) -> None:
        super().__init__(data)
        self.obligation, self.today = obligation, today

    def clean_wanted_on(self) -> date:
        day: date = later_day(self.cleaned_data["wanted_on"], self.obligation)
        if day < self.today:
            raise forms.ValidationError(_("Dagen har vært. Velg en dag fram i tid."))
        return day


class DecideForm(forms.Form):
    """Granted to a day, or refused; always with a text."""

    prefix = "decide"
    extension = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    answer = forms.ChoiceField(
        label=_("Vedtak"),
        choices=[(GRANT, _("Innvilg utsettelse")), (REFUSE, _("Avslå"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg om søknaden innvilges eller avslås.")},
    )
    granted_to = forms.DateField(
        label=_("Ny frist"),
        widget=DateInput,
        required=False,
        help_text=_("Bare når utsettelsen innvilges."),
    )
    decision = FreeTextField(
        label=_("Begrunnelse for vedtaket"),
        max_length=2000,
        help_text=_("Senteret kan lese den. Ikke skriv opplysninger om enkeltpersoner."),
        error_messages={"required": _("Skriv en begrunnelse for vedtaket.")},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, obligation: ReportObligation, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.obligation = obligation

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        day = found.get("granted_to")
        if found.get("answer") == REFUSE:
            return found | {"granted_to": None}
        if found.get("answer") != GRANT or "granted_to" in self.errors:
            return found
        try:
            later_day(day, self.obligation) if day else self.refuse_missing_day()
        except forms.ValidationError as error:
            self.add_error("granted_to", error)
        return found

    def refuse_missing_day(self) -> None:
        raise forms.ValidationError(_("Velg den nye fristen."), code="required")


class RedactionForm(WhichAndWhyForm):
    """The texts of all extensions that are left, to choose from."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, obligation: ReportObligation
    ) -> None:
        left = obligations.texts_left(obligation)
        choices = [(obligations.key_of(row, name), label_of(row, name)) for row, name in left]
        super().__init__(data, choices=choices)


def label_of(extension: Extension, name: str) -> str:
    return now("%(what)s %(day)s") % {
        "what": LABELS[name],
        "day": date_format(extension.asked_at),
    }


class NarrowForm(forms.Form):
    """Year and kind of centre. What is not a choice says so; a wrong year has no rows."""

    aar = forms.TypedChoiceField(
        label=_("År"), coerce=int, required=False, empty_value=None, error_messages=MESSAGES
    )
    type = forms.ChoiceField(label=_("Type senter"), required=False)

    def __init__(self, data: Mapping[str, Any], *, years: Iterable[int]) -> None:
        super().__init__(data)
        chosen: Any = self.fields
        chosen["aar"].choices = [("", _("Alle år")), *((year, str(year)) for year in years)]
        chosen["type"].choices = [("", _("Alle typer")), *capitalised(Centre.Kind.choices)]
        self.is_valid()

    def value(self, name: str) -> Any:
        return self.cleaned_data.get(name) or None

    @property
    def is_wrong_year(self) -> bool:
        return "aar" in self.errors

    @property
    def is_narrowed(self) -> bool:
        return self.is_wrong_year or any(self.value(name) for name in self.fields)


class ObligationFilterForm(NarrowForm):
    mottatt = forms.BooleanField(label=_("Bare dem som er mottatt"), required=False)
    forfalt = forms.BooleanField(label=_("Bare dem som er over fristen"), required=False)


class InboxFilterForm(NarrowForm):
    """The states that the directorate meets."""

    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=lambda: [
            ("", _("Alle")),
            *capitalised(
                (value, label)
                for value, label in AnnualReport.Status.choices
                if value not in (*AnnualReport.OPEN, AnnualReport.Status.READY)
            ),
        ],
    )


def capitalised(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [(value, capfirst(str(label))) for value, label in choices]
