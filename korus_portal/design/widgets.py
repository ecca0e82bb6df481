"""Form controls shared by all forms."""

from typing import Any

from django import forms


class DateInput(forms.DateInput):
    """The browser's own date picker; its value is always ISO, whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class SuggestSelect(forms.Select):
    """A list to type in (static/js/suggest.js); a plain select without JavaScript."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-suggest": "", **(attrs or {})}, choices)


class SuggestSelectMultiple(forms.SelectMultiple):
    """Several choices from a long list, each shown as a removable chip."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-suggest": "", **(attrs or {})}, choices)
