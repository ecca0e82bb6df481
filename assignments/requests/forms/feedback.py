"""Three questions at the end, answered from 1 to 5."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.requests.models import RequestFeedback

CHOICES = [
    ("1", _("1 – nei, ikke i det hele tatt")),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", _("5 – ja, i høy grad")),
]


def question(name: str) -> forms.TypedChoiceField:
    label: Any = RequestFeedback._meta.get_field(name)
    return forms.TypedChoiceField(
        label=label.verbose_name,
        choices=CHOICES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg et tall fra 1 til 5.")},
    )


class FeedbackForm(forms.Form):
    """What the municipality thought of the help. Nothing is chosen beforehand."""

    met_need = question("met_need")
    in_time = question("in_time")
    of_use = question("of_use")
