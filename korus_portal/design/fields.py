"""How a form field becomes markup: ids, descriptions and errors wired on the server."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField


def describe(bound: BoundField) -> tuple[str, dict[str, Any]]:
    """The component template for a field, and what it needs.

    A placeholder is dropped: it vanishes while one types; what it said belongs in the help text.
    """
    widget = bound.field.widget
    context = {"field": bound, "optional": not bound.field.required, "help_id": "", "error_id": ""}
    if bound.help_text:
        context["help_id"] = f"{bound.auto_id}_helptext"
    if bound.errors:
        context["error_id"] = f"{bound.auto_id}_error"
    context["described_by"] = f"{context['help_id']} {context['error_id']}".strip()
    if widget.is_hidden:
        return "components/field_hidden.html", context
    if isinstance(widget, forms.RadioSelect):
        return "components/field_group.html", {**context, "options": list(_options(bound))}
    context["control"] = bound.as_widget(attrs=_attributes(context))
    if isinstance(widget, forms.CheckboxInput):
        return "components/field_checkbox.html", context
    return "components/field.html", context


def errors(form: BaseForm) -> list[dict[str, str]]:
    """Every error of a bound form with the id of the control to mend."""
    found = [{"message": str(message), "target": ""} for message in form.non_field_errors()]
    for bound in form:
        found += [
            # A question takes a colon instead of its mark before the answer to it.
            {
                "label": str(bound.label).removesuffix("?"),
                "message": str(message),
                "target": _target(bound),
            }
            for message in bound.errors
        ]
    return found


def _attributes(context: dict[str, Any]) -> dict[str, Any]:
    bound: BoundField = context["field"]
    own = bound.field.widget.attrs.get("class", "")
    attributes = {"class": f"ds-input {own}".strip(), "placeholder": False}
    # Django adds both by itself in some versions; False leaves an attribute out.
    attributes["aria-describedby"] = context["described_by"] or False
    attributes["aria-invalid"] = "true" if bound.errors else False
    return attributes


def _options(bound: BoundField) -> Iterator[dict[str, Any]]:
    attributes: dict[str, Any] = {"id": bound.auto_id, "class": "ds-input"}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    widget = bound.field.widget
    yield from widget.subwidgets(bound.html_name, bound.value(), attrs=attributes)


def _target(bound: BoundField) -> str:
    if bound.is_hidden:
        return ""
    first = "_0" if isinstance(bound.field.widget, forms.RadioSelect) else ""
    return f"{bound.auto_id}{first}"
