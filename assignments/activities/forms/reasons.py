"""Why something is done."""

from django import forms
from django.utils.translation import gettext_lazy

from korus_portal.design.free_text import refuse_identity_numbers


class ReasonForm(forms.Form):
    """Why something is taken away."""

    reason = forms.CharField(
        label=gettext_lazy("Begrunnelse"), max_length=300, validators=[refuse_identity_numbers]
    )
