"""Centres ask each other to share, take or give a case, and answer; with the error texts."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assignments.plans.selects import DrawnSelect
from assignments.requests.forms.dialogue import PastedTextField
from assignments.requests.models import HandOver
from centres.models import Centre

SEEN_BY_ALL = _(
    "Det andre senteret og kommunen ser det du skriver. Ikke skriv opplysninger om enkeltpersoner."
)


class OfferForm(forms.Form):
    """Share the work with another centre, or ask it to take the case."""

    kind = forms.ChoiceField(
        label=_("Hva vil dere?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg om dere vil dele eller overføre.")},
    )
    to_centre = forms.ChoiceField(
        label=_("Hvilket senter?"),
        widget=DrawnSelect,
        error_messages={
            "required": _("Velg et senter."),
            "invalid_choice": _("Senteret kan ikke spørres. Velg et annet."),
        },
    )
    reason = PastedTextField(
        label=_("Hvorfor?"),
        help_text=SEEN_BY_ALL,
        max_length=2000,
        error_messages={"required": _("Skriv hvorfor.")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        receivers: list[tuple[str, Any]],
        joint: set[int],
        can_transfer: bool,
    ) -> None:
        """`joint` are the centres that are in the case already: it can only be moved to them."""
        super().__init__(data)
        self.joint = joint
        kinds: list[tuple[str, Any]] = [
            (HandOver.Kind.SHARE, _("Dele arbeidet: dere har fortsatt saken, og begge er med"))
        ]
        if can_transfer:
            transfer = _("Overføre: det andre senteret tar over når det sier ja")
            kinds.append((HandOver.Kind.TRANSFER, transfer))
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        choices = [("", _("Velg senter")), *receivers]
        self.fields["to_centre"].choices = choices  # type: ignore[attr-defined]

    def clean_to_centre(self) -> Centre:
        centre = Centre.objects.get(code=self.cleaned_data["to_centre"])
        if centre.pk in self.joint and self.cleaned_data.get("kind") == HandOver.Kind.SHARE:
            raise forms.ValidationError(_("Senteret er med i saken allerede."))
        return centre


class AskForm(forms.Form):
    """Ask the owner to get a case. Who works at several centres says for which."""

    to_centre = forms.ModelChoiceField(
        label=_("For hvilket senter?"),
        queryset=Centre.objects.none(),
        to_field_name="code",
        empty_label=None,
        error_messages={"required": _("Velg senteret som vil ha saken.")},
    )
    reason = PastedTextField(
        label=_("Hvorfor bør dere ha saken?"),
        help_text=SEEN_BY_ALL,
        max_length=2000,
        error_messages={"required": _("Skriv hvorfor dere bør ha saken.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, centres: QuerySet[Centre]) -> None:
        super().__init__(data)
        self.fields["to_centre"].queryset = centres  # type: ignore[attr-defined]
        self.only = centres[0] if len(centres) == 1 else None
        if self.only:
            del self.fields["to_centre"]

    @property
    def centre(self) -> Centre:
        chosen: Centre = self.only or self.cleaned_data["to_centre"]
        return chosen


class AnswerForm(forms.Form):
    """Yes or no, with words; a no says why."""

    YES, NO = "yes", "no"

    says = forms.ChoiceField(
        label=_("Svaret"),
        choices=[(YES, _("Ja")), (NO, _("Nei"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg ja eller nei.")},
    )
    answer = PastedTextField(
        label=_("Noen ord om svaret"),
        help_text=_("Sier dere nei, må dere skrive hvorfor. Kommunen ser det du skriver."),
        required=False,
        max_length=2000,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_no = cleaned.get("says") == self.NO
        if is_no and not cleaned.get("answer") and "answer" not in self.errors:
            self.add_error("answer", _("Skriv hvorfor dere sier nei."))
        return cleaned

    @property
    def is_yes(self) -> bool:
        return bool(self.cleaned_data.get("says") == self.YES)
