"""The choice of the coverage pages, and which of two CSV files."""

from django import forms
from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _

from reporting.dashboard.exports.csv_file import EXCEL
from reporting.dashboard.forms import CoverageForm, PlacesForm, RowsForm


def variant_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Variant"),
        required=False,
        choices=[("", _("CSV (komma)")), (EXCEL, _("CSV for Excel (semikolon)"))],
        error_messages={"invalid_choice": _("«%(value)s» er ikke en variant av filen.")},
    )


class ExportForm(CoverageForm):
    variant = variant_field()


class PlacesFileForm(PlacesForm):
    variant = variant_field()


class RowsFileForm(RowsForm):
    variant = variant_field()


def errors_as_text(form: BaseForm) -> str:
    """One line for each parameter that cannot be used, by the name that it has in the address."""
    return "".join(
        f"{name}: {message}\n" for name, found in form.errors.items() for message in found
    )
