"""Signatures on paper, approval in the portal, and the signed document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.agreements.forms.proof import WithProof
from assignments.agreements.models import Agreement, Commitment, Signature
from assignments.agreements.values import SignatureValues
from assignments.plans.selects import capitalised
from korus_portal.accounts.models import User
from korus_portal.design.free_text import refuse_identity_numbers
from korus_portal.design.widgets import DateInput
from korus_portal.files.forms import FilesField, choose_again

Side = Commitment.Side
Capacity = Signature.Capacity


class OneFileField(FilesField):
    """A single document."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        chosen = super().clean(data, initial)
        if len(chosen) > 1:
            raise forms.ValidationError(_("Velg bare én fil."))
        return chosen


def capacities(agreement: Agreement) -> list[tuple[str, Any]]:
    """Who can bind the municipality; a district has a director of its own."""
    is_district = agreement.municipality.is_district
    director = _("Bydelsdirektør") if is_district else _("Kommunedirektør")
    return [
        (Capacity.DIRECTOR.value, director),
        (Capacity.DELEGATE.value, _("På delegert myndighet")),
    ]


class WithCapacity(forms.Form):
    """In which capacity somebody signs. A centre is bound by its host's authorised signatory."""

    side = forms.ChoiceField(
        label=gettext_lazy("For hvem?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvem underskriften gjelder.")},
    )
    signatory = forms.CharField(
        label=gettext_lazy("Hvem signerte?"),
        max_length=200,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy("Navn og stillingstittel."),
        error_messages={"required": gettext_lazy("Skriv navn og stillingstittel.")},
    )
    capacity = forms.ChoiceField(
        label=gettext_lazy("I hvilken rolle?"),
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy(
            "Gjelder kommunen. Senteret bindes alltid av vertsvirksomhetens signaturberettigede."
        ),
    )
    delegation = forms.CharField(
        label=gettext_lazy("Delegasjonsvedtak"),
        max_length=200,
        required=False,
        validators=[refuse_identity_numbers],
        help_text=gettext_lazy(
            "Vedtaket som gir myndigheten, når noen signerer på delegert myndighet."
        ),
    )
    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        agreement: Agreement,
        sides: Iterable[Side],
        number: int,
    ) -> None:
        super().__init__(data, files, initial={"number": number})
        fields: dict[str, Any] = self.fields
        offered = [Side(side) for side in sides]
        fields["side"].choices = capitalised([(one.value, one.label) for one in offered])
        if len(offered) == 1:
            fields["side"].widget = forms.HiddenInput()
            self.initial["side"] = offered[0].value
        fields["capacity"].choices = capacities(agreement)
        if offered == [Side.CENTRE]:
            del fields["capacity"], fields["delegation"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("side") == Side.MUNICIPALITY:
            capacity = cleaned.get("capacity")
            if not capacity and "capacity" not in self.errors:
                self.add_error("capacity", _("Velg i hvilken rolle kommunen signerte."))
            if capacity == Capacity.DELEGATE and not cleaned.get("delegation"):
                self.add_error("delegation", _("Skriv hvilket vedtak som gir myndigheten."))
        return cleaned

    def values(self) -> SignatureValues:
        cleaned = self.cleaned_data
        side = Side(cleaned["side"])
        if side == Side.CENTRE:
            return SignatureValues(
                side=side, capacity=Capacity.SIGNATORY, signatory=cleaned["signatory"]
            )
        is_delegate = cleaned["capacity"] == Capacity.DELEGATE
        return SignatureValues(
            side=side,
            capacity=cleaned["capacity"],
            signatory=cleaned["signatory"],
            delegation=cleaned["delegation"] if is_delegate else "",
        )


class PaperSignatureForm(WithCapacity):
    """Who signed on paper, and the paper itself if it is at hand."""

    signed_on = forms.DateField(
        label=gettext_lazy("Dato for underskriften"),
        widget=DateInput,
        error_messages={"required": gettext_lazy("Skriv datoen.")},
    )
    paper = OneFileField(label=gettext_lazy("Signert dokument"))
    field_order = ("side", "signatory", "capacity", "delegation", "signed_on", "paper")

    def clean_signed_on(self) -> Any:
        found = self.cleaned_data["signed_on"]
        if found > timezone.localdate():
            raise forms.ValidationError(_("Datoen er fram i tid."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        choose_again(self, "paper")
        return cleaned

    @property
    def upload(self) -> UploadedFile[bytes] | None:
        return next(iter(self.cleaned_data["paper"]), None)


class ApproveForm(WithProof, WithCapacity):
    """«Godkjent i portalen»: not an e-signature, and so the person proves anew who it is."""

    has_read = forms.BooleanField(
        label=gettext_lazy("Jeg har lest avtalen og har myndighet til å binde parten."),
        error_messages={"required": gettext_lazy("Bekreft at du har lest og har myndighet.")},
    )
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    field_order = ("side", "signatory", "capacity", "delegation", "has_read", "secret")

    def __init__(self, data: Any = None, *, user: User, sha256: str, **options: Any) -> None:
        super().__init__(data, user=user, **options)
        self.initial["sha256"] = sha256
        self.initial["signatory"] = user.name


class PaperForm(forms.Form):
    """The signed document alone."""

    paper = OneFileField(label=gettext_lazy("Signert dokument"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, *, agreement: Agreement) -> None:
        super().__init__(data, files, initial={"version": agreement.version})

    def clean_paper(self) -> list[UploadedFile[bytes]]:
        chosen: list[UploadedFile[bytes]] = self.cleaned_data["paper"]
        if not chosen:
            raise forms.ValidationError(_("Velg dokumentet."))
        return chosen

    @property
    def upload(self) -> UploadedFile[bytes]:
        chosen: list[UploadedFile[bytes]] = self.cleaned_data["paper"]
        return chosen[0]
