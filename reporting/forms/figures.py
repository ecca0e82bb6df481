"""Which count somebody has read."""

from datetime import datetime

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _


class TakeForm(forms.Form):
    """Take the figures that the page showed. The moment of a count names it."""

    counted_at = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def clean_counted_at(self) -> datetime:
        try:
            found = parse_datetime(self.cleaned_data["counted_at"])
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            raise forms.ValidationError(_("Åpne siden på nytt, og se over tallene."))
        return found
