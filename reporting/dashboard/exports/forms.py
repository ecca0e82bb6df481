"""The choice of the coverage pages, and which of two CSV files."""

import re
from datetime import date

from django import forms
from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _

from assignments.coverage.models import Structure
from municipalities.models import County
from reporting.dashboard.exports.csv_file import EXCEL
from reporting.dashboard.forms import FIRST_YEAR, CoverageForm, PlacesForm, RowsForm


def variant_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Variant"),
        required=False,
        choices=[("", _("CSV (komma)")), (EXCEL, _("CSV for Excel (semikolon)"))],
        error_messages={"invalid_choice": _("«%(value)s» er ikke en variant av filen.")},
    )


class ExportForm(CoverageForm):
    variant = variant_field()


class StructureForm(ExportForm):
    """Of the municipalities themselves: in whichever structure is known."""

    def set_counties(self) -> None:
        super().set_counties()
        if not self.is_today and (named := self.known_year()):
            field = self.fields["fylke"]
            assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101
            field.queryset = County.objects.in_force(on=date(named, 1, 1))

    def known_year(self) -> int:
        raw = str(self.data.get("struktur") or "")
        named = int(raw) if re.fullmatch("[0-9]{4}", raw) else 0
        return named if FIRST_YEAR <= named <= self.today.year else 0

    def clean_struktur(self) -> str:
        if self.known_year() and not self.is_today:
            self.structure_year = self.known_year()
            return Structure.THEN
        return super().clean_struktur()


class PlacesFileForm(PlacesForm):
    variant = variant_field()


class RowsFileForm(RowsForm):
    variant = variant_field()


def errors_as_text(form: BaseForm) -> str:
    """One line for each parameter that cannot be used, by the name that it has in the address."""
    return "".join(
        f"{name}: {message}\n" for name, found in form.errors.items() for message in found
    )
