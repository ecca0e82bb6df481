"""A comment on a text of the report, and to whom."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korus_portal.design.free_text import FreeTextField
from reporting.models import ReportComment
from reporting.targets import Target

HELP = _("Ikke skriv opplysninger om enkeltpersoner. Kommentarer kan bli gjenstand for innsyn.")


def text_field(label: Any) -> FreeTextField:
    return FreeTextField(
        label=label,
        max_length=2000,
        help_text=HELP,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv hva du vil si.")},
    )


class CommentForm(forms.Form):
    target = forms.ChoiceField(label=_("Gjelder"))
    audience = forms.ChoiceField(label=_("Hvem kan lese"))
    text = text_field(_("Kommentar"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        known: Iterable[Target],
        audiences: list[ReportComment.Audience],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        choices: Any = self.fields
        choices["target"].choices = [(target.name, target.label) for target in known]
        choices["audience"].choices = [(row.value, row.label) for row in audiences]


class ReplyForm(forms.Form):
    text = text_field(_("Svar"))
