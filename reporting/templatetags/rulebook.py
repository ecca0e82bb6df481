"""The rules beside a figure. Pages of any app may load it; the texts stand in one place."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reporting.dashboard import freshness
from reporting.dashboard.beside import FIGURES, facts

register = template.Library()


@register.inclusion_tag("reporting/_rule.html", takes_context=True)
def rules(context: Context, name: str) -> dict[str, Any]:
    """{% rules "overview" %} – how the figure is counted, its source, and when it last changed."""
    figure = FIGURES[name]
    return {
        "figure": figure,
        "rule_facts": facts(name, get_language() or ""),
        "summary": format_html(
            '{}<span class="ds-sr-only">: {}</span>', _("Slik er dette regnet"), figure.name
        ),
        "changed_at": freshness.of_page(context.get("request")) if figure.follows_rows else None,
    }
