"""A field is wired on the server: label, help, error and widget belong together without scripts."""

import re
from typing import Any

import pytest
from django import forms

from korus_portal.design import fields
from korus_portal.design.templatetags import ui
from korus_portal.design.widgets import DateInput, SuggestSelect

CHOICES = [("a", "Alfa"), ("b", "Beta")]
SINGLE = {
    "text": forms.CharField(label="Felt", help_text="Hjelp"),
    "textarea": forms.CharField(label="Felt", help_text="Hjelp", widget=forms.Textarea),
    "select": forms.ChoiceField(label="Felt", help_text="Hjelp", choices=CHOICES),
    "multiple": forms.MultipleChoiceField(label="Felt", help_text="Hjelp", choices=CHOICES),
    "checkbox": forms.BooleanField(label="Felt", help_text="Hjelp"),
    "date": forms.DateField(label="Felt", help_text="Hjelp", widget=DateInput),
    "number": forms.IntegerField(label="Felt", help_text="Hjelp"),
    "file": forms.FileField(label="Felt", help_text="Hjelp"),
}
GROUPS = {
    "radio": forms.ChoiceField(
        label="Felt", help_text="Hjelp", choices=CHOICES, widget=forms.RadioSelect
    ),
    "checkboxes": forms.MultipleChoiceField(
        label="Felt", help_text="Hjelp", choices=CHOICES, widget=forms.CheckboxSelectMultiple
    ),
}


def shown(field: forms.Field, data: dict[str, Any] | None = None, **initial: Any) -> str:
    form_class = type("OneFieldForm", (forms.Form,), {"felt": field})
    form = (
        form_class(data, {}, initial=initial) if data is not None else form_class(initial=initial)
    )
    return str(ui.field(form["felt"]))


@pytest.mark.parametrize("field", SINGLE.values(), ids=SINGLE)
def test_a_control_has_its_label_and_help(field: forms.Field) -> None:
    html = shown(field)
    assert 'for="id_felt"' in html
    assert 'id="id_felt"' in html
    assert 'aria-describedby="id_felt_helptext"' in html
    assert 'id="id_felt_helptext"' in html
    assert "ds-input" in html
    assert "aria-invalid" not in html


@pytest.mark.parametrize("field", SINGLE.values(), ids=SINGLE)
def test_a_wrong_control_says_what_is_wrong(field: forms.Field) -> None:
    html = shown(field, {})
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_felt_helptext id_felt_error"' in html
    assert 'id="id_felt_error"' in html


@pytest.mark.parametrize("field", GROUPS.values(), ids=GROUPS)
def test_a_group_is_a_fieldset_with_one_label_for_each_choice(field: forms.Field) -> None:
    html = shown(field, {})
    assert re.search(r'<fieldset[^>]+aria-describedby="id_felt_helptext id_felt_error"', html)
    assert re.search(r"<legend[^>]*>Felt", html)
    for index, label in enumerate(["Alfa", "Beta"]):
        assert f'id="id_felt_{index}"' in html
        assert re.search(rf'<label[^>]+for="id_felt_{index}">{label}</label>', html)
    assert html.count('aria-invalid="true"') == 2


def test_what_was_chosen_stays_chosen() -> None:
    html = shown(GROUPS["checkboxes"], {"felt": ["b"]})
    assert html.count(" checked") == 1
    assert re.search(r'value="b"[^>]* checked', html)


def test_only_what_may_be_left_out_is_marked() -> None:
    assert "(valgfritt)" not in shown(forms.CharField())
    assert "(valgfritt)" in shown(forms.CharField(required=False))


def test_a_placeholder_is_dropped() -> None:
    assert "placeholder" not in shown(forms.CharField(widget=forms.TextInput({"placeholder": "x"})))


def test_a_hidden_field_is_only_its_input() -> None:
    html = shown(forms.CharField(widget=forms.HiddenInput), felt="x")
    assert html.strip().startswith('<input type="hidden"')
    assert "<label" not in html


def test_a_date_is_written_as_the_browser_wants_it() -> None:
    html = shown(SINGLE["date"], {"felt": "2026-02-03"})
    assert 'type="date"' in html
    assert 'value="2026-02-03"' in html


def test_a_select_to_type_in_is_marked_for_the_script() -> None:
    assert "data-suggest" in shown(forms.ChoiceField(choices=CHOICES, widget=SuggestSelect))


def test_text_from_people_is_escaped() -> None:
    html = shown(forms.CharField(label="<b>"), {"felt": '"><script>'})
    assert "<script>" not in html
    assert "<b>" not in html


class TwoFieldForm(forms.Form):
    name = forms.CharField(label="Navn")
    way = forms.ChoiceField(label="Måte", choices=CHOICES, widget=forms.RadioSelect)

    def clean(self) -> None:
        raise forms.ValidationError("Året er lukket.")


def test_the_summary_leads_to_what_must_be_mended() -> None:
    summary = ui.form_errors(TwoFieldForm({}))["errors"]
    assert [error["target"] for error in summary] == ["", "id_name", "id_way_0"]
    assert summary[0]["message"] == "Året er lukket."


def test_the_summary_is_empty_before_anything_was_sent() -> None:
    assert ui.form_errors(TwoFieldForm())["errors"] == []


def test_the_summary_puts_a_colon_after_a_question_and_not_after_its_mark() -> None:
    class Question(forms.Form):
        what = forms.CharField(label="Hva gjelder det?")

    (error,) = fields.errors(Question({}))
    assert error["label"] == "Hva gjelder det"
