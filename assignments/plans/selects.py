"""Lists to choose from, drawn in one pass: a template for each option costs more than the page."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from korus_portal.design.widgets import SuggestSelect, SuggestSelectMultiple


class Drawn(forms.Select):
    """Draws what Django's own templates draw, some ten times as fast."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        is_multiple = self.allow_multiple_selected
        several = {"multiple": True} if is_multiple else {}
        built = self.build_attrs({**self.attrs, **several, "name": name}, attrs)
        values = value or () if is_multiple else (value,)
        chosen = {"" if one is None else str(one) for one in values}
        inside = "".join(drawn(self.choices, chosen))
        return SafeString(f"<select{flatatt(built)}>{inside}</select>")


class DrawnSelect(Drawn):
    """A plain list."""


class DrawnSuggest(Drawn, SuggestSelect):
    """A list to type in."""


class DrawnSuggestMultiple(Drawn, SuggestSelectMultiple):
    """Several choices from a list to type in."""


def capitalised(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Labels are lower case, as inside a sentence; a choice in a form starts with a capital."""
    return [(value, capfirst(label)) for value, label in choices]


def drawn(choices: Iterable[Any], chosen: set[str]) -> Iterator[str]:
    """Groups as groups, and the options between them as they stand."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield f'<optgroup label="{escape(str(value))}">'
            yield from drawn(label, chosen)
            yield "</optgroup>"
        else:
            code = str(value)
            mark = " selected" if code in chosen else ""
            yield f'<option value="{escape(code)}"{mark}>{escape(str(label))}</option>'
