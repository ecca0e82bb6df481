"""The fields of the list's filter, drawn once for the same lists and the same choice."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from assignments.activities.filters import ActivityFilter
from assignments.activities.offered import Offered, OfferedSelect
from korus_portal.design.remembered import Memory
from korus_portal.design.templatetags.ui import field

# Names of people and of a centre's own work are kept nowhere: they are put in each time.
NAMED = ("assignment", "adviser")
FIELDS = Memory[str](most=64)


def fields_of(form: ActivityFilter) -> SafeString:
    lists = {bound.name: offered_by(bound) for bound in form}
    chosen = tuple(str(bound.value() or "") for bound in form)
    if form.errors or form["title"].value():
        return SafeString(drawn(form, lists))  # as the reader wrote it
    markups = (found.markup for name, found in lists.items() if found and name not in NAMED)
    empty = {name: Offered(frozenset(), mark_of(name)) for name in NAMED}
    key = (get_language(), chosen, *markups)
    text = FIELDS.get(key, lambda: drawn(form, {**lists, **empty}))
    for name in NAMED:
        found = lists[name]
        text = text.replace(mark_of(name), found.chosen(form[name].value()) if found else "", 1)
    return SafeString(text)


def mark_of(name: str) -> str:
    return f"<!--{name}-->"


def offered_by(bound: BoundField) -> Offered | None:
    widget: Any = bound.field.widget
    return widget.offered if isinstance(widget, OfferedSelect) else None


def drawn(form: ActivityFilter, lists: dict[str, Offered | None]) -> str:
    for name, found in lists.items():
        if found is not None:
            form.fields[name].widget.offered = found
    return "".join(field(bound) for bound in form)
