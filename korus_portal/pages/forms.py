"""The small forms of the public pages; all of them filter by GET."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.plans.selects import DrawnSuggest
from municipalities.models import County, Theme


class FindForm(forms.Form):
    """Find the centre for my municipality."""

    kommune = forms.ChoiceField(label=_("Kommune"), widget=DrawnSuggest)

    def __init__(self, places: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kommune"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy
        field.choices = [("", _("Velg kommune")), *places]


class MunicipalitySearchForm(forms.Form):
    aar = forms.TypedChoiceField(
        label=_("Kommuner"),
        coerce=int,
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": _("«%(value)s» er ikke et år som kan vises.")},
    )
    q = forms.CharField(label=_("Navn eller nummer"), required=False, max_length=80)
    fylke = forms.ModelChoiceField(
        label=_("Fylke"),
        queryset=County.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("Alle fylker"),
        error_messages={"invalid_choice": _("Fylket fantes ikke da. Alle fylker vises.")},
    )

    def __init__(self, counties: Any, years: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_rows(self, "fylke", counties)
        field = self.fields["aar"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - tells mypy
        then = _("slik de var 1. januar %(year)s")
        chosen = [(year, then % {"year": year}) for year in years]
        field.choices = [("", _("slik de er i dag")), *chosen]


class DirectoryForm(forms.Form):
    tema = forms.ModelChoiceField(
        label=_("Tema"),
        queryset=Theme.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("Alle temaer"),
    )
    fylke = forms.ModelChoiceField(
        label=_("Fylke"),
        queryset=County.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("Alle fylker"),
    )

    def __init__(self, themes: Any, counties: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_rows(self, "tema", themes)
        set_rows(self, "fylke", counties)


def set_rows(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells mypy
    field.queryset = rows
