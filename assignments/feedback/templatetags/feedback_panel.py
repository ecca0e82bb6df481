"""Feedback on the page of an activity. The page lies below and knows nothing of it but the tag."""

from typing import Any

from django import template
from django.template import Context

from assignments.activities.models import Activity
from assignments.feedback.listing import panel_of

register = template.Library()


@register.inclusion_tag("feedback/_activity_panel.html", takes_context=True)
def feedback_panel(context: Context, activity: Activity) -> dict[str, Any]:
    """What the reader may see of the activity's feedback; nothing for whoever may see nothing."""
    return panel_of(activity, context["user"])
