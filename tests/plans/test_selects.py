"""Lists drawn by hand say what Django's own templates say."""

import re

import pytest
from django import forms
from django.test.html import parse_html

from assignments.plans.selects import DrawnSelect, DrawnSuggest, DrawnSuggestMultiple
from korus_portal.design.widgets import SuggestSelect, SuggestSelectMultiple

CHOICES = [
    ("", "Velg"),
    ("Finnmark", [("5601", "Alta"), ("5603", "Hammerfest")]),
    ("<&\"'>", "Tegn <b>&\"'</b>"),
    (7, "Tall"),
]
Pair = tuple[type[forms.Select], type[forms.Select]]
PAIRS: list[Pair] = [
    (DrawnSelect, forms.Select),
    (DrawnSuggest, SuggestSelect),
    (DrawnSuggestMultiple, SuggestSelectMultiple),
]


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("value", [None, "", "5601", 7, "<&\"'>"])
def test_both_draw_the_same(pair: Pair, value: object) -> None:
    ours, theirs = (widget(choices=CHOICES) for widget in pair)
    chosen = value if not ours.allow_multiple_selected else [value] if value else None
    attrs = {"id": "id_place", "required": True, "aria-describedby": "help"}
    drawn, usual = (widget.render("place", chosen, attrs) for widget in (ours, theirs))
    assert parse_html(drawn) == parse_html(usual)


def test_several_may_be_chosen() -> None:
    html = DrawnSuggestMultiple(choices=CHOICES).render("place", ["5601", "7"])
    assert re.findall(r'value="(\w+)" selected', html) == ["5601", "7"]
    assert " multiple" in html
