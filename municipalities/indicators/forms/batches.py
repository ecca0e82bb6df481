"""Forms of an import: the file, what its columns are, why it is withdrawn."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korus_portal.accounts.models import User
from korus_portal.design.free_text import refuse_identity_numbers
from korus_portal.design.widgets import DateInput
from municipalities.indicators.actions.uploading import Choice
from municipalities.indicators.incoming import columns as roles
from municipalities.indicators.incoming.cells import CellProblemError, year_in_range
from municipalities.indicators.incoming.columns import Columns, ColumnsProblemError
from municipalities.indicators.incoming.content import check_size
from municipalities.indicators.incoming.tables import FileProblemError
from municipalities.indicators.models import Batch, Indicator, Source

ROLE_LABELS = {
    roles.IGNORE: gettext_lazy("Brukes ikke"),
    roles.PLACE: gettext_lazy("Sted (kommune, bydel, fylke, landet)"),
    roles.YEAR: gettext_lazy("År"),
    roles.INDICATOR: gettext_lazy("Indikator"),
    roles.VALUE: gettext_lazy("Verdi"),
}


class UploadForm(forms.Form):
    """Which source, and the file."""

    source = forms.ModelChoiceField(
        label=gettext_lazy("Kilde"),
        queryset=Source.objects.none(),
        to_field_name="code",
        empty_label=gettext_lazy("Velg kilde"),
        error_messages={"required": gettext_lazy("Velg kilden tallene kommer fra.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy("CSV, XLSX eller JSON-stat2, høyst 50 MB."),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Velg en fil.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.json,.px.json"}),
    )

    def __init__(self, data: Any = None, files: Any = None, *, by: User) -> None:
        offered = Source.objects.importable_by(by).filter(retired_on=None)
        only = list(offered[:2])
        super().__init__(data, files, initial={"source": only[0] if len(only) == 1 else None})
        field: Any = self.fields["source"]
        field.queryset = offered

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        try:
            check_size(sent.size)
        except FileProblemError as problem:
            raise forms.ValidationError(str(problem)) from None
        return sent


class ColumnsForm(forms.Form):
    """What each column of one file is, and what the file as a whole says."""

    structure_year = forms.IntegerField(
        label=gettext_lazy("Kommunestruktur"),
        required=False,
        help_text=gettext_lazy(
            "Årstall når hele filen bruker kommunenumrene fra ett bestemt år. "
            "La feltet stå tomt når hvert tall bruker numrene fra sitt eget år."
        ),
    )
    embargo_until = forms.DateField(
        label=gettext_lazy("Sperrefrist"),
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("Bare du ser tallene før denne datoen."),
    )
    year = forms.IntegerField(
        label=gettext_lazy("År for hele filen"),
        required=False,
        help_text=gettext_lazy("Bare når ingen kolonne sier året."),
    )
    indicator = forms.ChoiceField(
        label=gettext_lazy("Indikator for hele filen"),
        required=False,
        help_text=gettext_lazy("Bare når ingen kolonne sier hvilken indikator verdien hører til."),
    )

    def __init__(
        self, data: Any = None, *, batch: Batch, headings: tuple[str, ...], known: Columns
    ) -> None:
        initial = {
            "structure_year": batch.structure_year,
            "embargo_until": batch.embargo_until,
            "year": known.year,
            "indicator": known.indicator,
        }
        super().__init__(data, initial=initial)
        indicators = Indicator.objects.filter(source=batch.source, retired_on=None)
        named = [(one.code, one.name) for one in indicators]
        choice: Any = self.fields["indicator"]
        choice.choices = [("", _("Ingen")), *named]
        self.codes = {code for code, _name in named}
        self.headings = {f"column_{n}": one for n, one in enumerate(headings) if one}
        offered = [*ROLE_LABELS.items(), *wide_choices(named)]
        for name, heading in self.headings.items():
            self.fields[name] = forms.ChoiceField(
                label=heading,
                choices=offered,
                initial=known.roles.get(heading, roles.IGNORE),
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self.headings]

    def clean_structure_year(self) -> int | None:
        return self._year("structure_year")

    def clean_year(self) -> int | None:
        return self._year("year")

    def _year(self, name: str) -> int | None:
        given: int | None = self.cleaned_data[name]
        try:
            return None if given is None else year_in_range(given)
        except CellProblemError as problem:
            raise forms.ValidationError(str(problem)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                roles.check(self.chosen(), codes=self.codes)
            except ColumnsProblemError as problem:
                raise forms.ValidationError(str(problem)) from None
        return cleaned

    def chosen(self) -> Columns:
        given = {heading: self.cleaned_data[name] for name, heading in self.headings.items()}
        return Columns(given, self.cleaned_data["year"], self.cleaned_data["indicator"])

    def choice(self) -> Choice:
        cleaned = self.cleaned_data
        return Choice(self.chosen(), cleaned["structure_year"], cleaned["embargo_until"])


def wide_choices(named: list[tuple[str, str]]) -> list[tuple[str, str]]:
    label = _("Verdier for: %(name)s")
    return [(f"{roles.VALUE_OF}{code}", label % {"name": name}) for code, name in named]


class WithdrawForm(forms.Form):
    """Why the values are taken out of use."""

    reason = forms.CharField(
        label=gettext_lazy("Begrunnelse"),
        max_length=300,
        validators=[refuse_identity_numbers],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Skriv hvorfor tallene trekkes tilbake.")},
    )
