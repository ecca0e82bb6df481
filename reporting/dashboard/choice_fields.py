"""The fields of a choice, drawn once for the same lists and the same choice."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from korus_portal.design.remembered import Memory
from reporting.dashboard.forms import CoverageForm

TEMPLATE = "reporting/_coverage_choice.html"
FIELDS = Memory[SafeString](most=64)


def fields_of(form: CoverageForm, *, has_more_choices: bool) -> SafeString:
    def draw() -> SafeString:
        context = {"form": form, "has_more_choices": has_more_choices}
        return render_to_string(TEMPLATE, context)

    if form.errors:
        return draw()  # as the reader wrote it
    chosen = tuple(str(bound.value()) for bound in form)
    return FIELDS.get((get_language(), has_more_choices, chosen, *form.offered()), draw)
