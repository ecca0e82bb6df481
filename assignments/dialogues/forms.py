"""What people write in a dialogue."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assignments.dialogues.actions import Outcome
from assignments.dialogues.models import Dialogue, DialogueCentre
from assignments.dialogues.redaction import Written
from assignments.dialogues.rules import Opener
from assignments.plans.selects import DrawnSelect, capitalised
from centres.models import Centre
from korus_portal.accounts.models import Organisation
from korus_portal.design.free_text import FreeTextField
from korus_portal.notifications.forms import WhichAndWhyForm

Sent = Mapping[str, Any] | None
READERS = _(
    "Sentrene i dialogen og statsforvalteren kan lese det. "
    "Ikke skriv opplysninger om enkeltpersoner."
)
# About the whole country: no governor's county.
CENTRES_ALONE = _(
    "Bare sentrene i dialogen kan lese det. Ikke skriv opplysninger om enkeltpersoner."
)
FEW = _("Velg minst ett senter til. En dialog er mellom to eller flere.")


class OpenForm(forms.Form):
    """Which centres are asked, and what about."""

    voice = forms.ChoiceField(label=_("På vegne av"))
    centres: Any = forms.ModelMultipleChoiceField(
        label=_("Sentre som skal være med"),
        queryset=Centre.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    more: Any = forms.ModelChoiceField(
        label=_("Inviter også"),
        queryset=Centre.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("Ingen flere"),
        widget=DrawnSelect,
        error_messages={"required": FEW},
    )
    text = FreeTextField(
        label=_("Hva vil dere snakke om?"),
        help_text=READERS,
        max_length=2000,
        error_messages={"required": _("Skriv hva dere vil snakke om.")},
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Sent = None,
        *,
        openers: Iterable[Opener],
        concerned: list[Centre],
        others: Any,
        is_national: bool = False,
    ) -> None:
        chosen = [centre.pk for centre in concerned]
        super().__init__(data, initial={"form_token": uuid4(), "centres": chosen})
        if is_national:
            self.fields["text"].help_text = CENTRES_ALONE
        self.openers = {str(opener.organisation.pk): opener for opener in openers}
        fields: Any = self.fields
        fields["centres"].queryset = Centre.objects.filter(pk__in=chosen)
        fields["more"].queryset = others
        if not chosen:
            # Nobody else is concerned: then one to talk with is to be chosen.
            del self.fields["centres"]
            fields["more"].label, fields["more"].required = _("Senter som skal være med"), True
            fields["more"].empty_label = _("Velg et senter")
        if len(self.openers) < 2:
            del self.fields["voice"]
        else:
            choices = [(pk, opener.organisation.name) for pk, opener in self.openers.items()]
            fields["voice"].choices = choices

    @property
    def organisation(self) -> Organisation | None:
        opener = self.openers.get(self.cleaned_data.get("voice", ""))
        return opener.organisation if opener else None

    def invited(self) -> list[Centre]:
        more = self.cleaned_data.get("more")
        return [*self.cleaned_data.get("centres", []), *([more] if more else [])]

    def refuse_few(self) -> None:
        name = "centres" if "centres" in self.fields else "more"
        self.add_error(name, FEW)


class Renewable(forms.Form):
    """A form that can be sent again on what its reader has now been shown."""

    def build_on(self, version: int) -> None:
        sent: Any = self.data
        data = sent.copy()
        data[self.add_prefix("version")] = str(version)
        data[self.add_prefix("form_token")] = str(uuid4())
        self.data = data


class ForCentre(Renewable):
    """A form of somebody who speaks for a centre in the dialogue."""

    # Whether the help of its text says who can read it.
    tells_readers = False
    centre = forms.ChoiceField(label=_("På vegne av"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Sent = None,
        *,
        own: Iterable[DialogueCentre],
        version: int,
        is_national: bool = False,
    ) -> None:
        super().__init__(data, initial={"version": version, "form_token": uuid4()})
        if is_national and self.tells_readers:
            self.fields["text"].help_text = CENTRES_ALONE
        self.own = {row.centre.code: row.centre for row in own}
        if len(self.own) < 2:
            del self.fields["centre"]
            return
        field: Any = self.fields["centre"]
        field.choices = [(code, centre.short_name) for code, centre in self.own.items()]

    @property
    def chosen(self) -> Centre:
        code = self.cleaned_data.get("centre") or next(iter(self.own))
        return self.own[code]

    @property
    def seen(self) -> int:
        """The version that the form was opened with; none is older than any."""
        return self.cleaned_data.get("version") or 0


class AnswerForm(ForCentre):
    """Whether the centre takes part."""

    prefix = "answer"

    is_in = forms.TypedChoiceField(
        label=_("Blir dere med?"),
        choices=[("yes", _("Ja, vi blir med")), ("no", _("Nei, vi blir ikke med"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg ja eller nei.")},
    )


class WriteForm(ForCentre):
    prefix = "write"
    tells_readers = True

    text = FreeTextField(
        label=_("Melding"),
        help_text=READERS,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv en melding.")},
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)


def may_take(row: DialogueCentre) -> bool:
    """Not one that has said no or is closed."""
    return row.is_in is not False and row.centre.is_active(timezone.localdate())


class ProposeForm(ForCentre):
    """How it should end."""

    prefix = "propose"
    tells_readers = True

    result = forms.ChoiceField(
        label=_("Resultat"),
        choices=capitalised(Dialogue.Result.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg et resultat.")},
    )
    taken_by = forms.ChoiceField(
        label=_("Hvem tar det?"),
        help_text=_("Bare når ett senter tar det."),
        required=False,
        widget=DrawnSelect,
    )
    text = FreeTextField(
        label=_("Hva dere er enige om: hvem gjør hva?"),
        help_text=READERS,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv hva dere er enige om.")},
    )

    def __init__(self, data: Sent = None, *, dialogue: Dialogue, **options: Any) -> None:
        national = dialogue.is_national
        super().__init__(data, version=dialogue.version, is_national=national, **options)
        rows = [row.centre for row in dialogue.invited.select_related("centre") if may_take(row)]
        self.takers = {each.code: each for each in [*rows, *self.own.values()]}
        field: Any = self.fields["taken_by"]
        named = [(code, centre.short_name) for code, centre in self.takers.items()]
        field.choices = [("", _now("Ikke valgt")), *named]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_one = cleaned.get("result") == Dialogue.Result.ONE
        if is_one and not cleaned.get("taken_by") and "taken_by" not in self.errors:
            self.add_error("taken_by", _("Velg senteret som tar det."))
        return cleaned

    def outcome(self) -> Outcome:
        """Who takes it means nothing with another result."""
        result, code = self.cleaned_data["result"], self.cleaned_data["taken_by"]
        taker = self.takers[code] if result == Dialogue.Result.ONE else None
        return Outcome(result, self.cleaned_data["text"], taker)


class JudgeForm(ForCentre):
    """Yes or no to what another centre proposed."""

    prefix = "judge"

    agrees = forms.TypedChoiceField(
        label=_("Er dere enige i forslaget?"),
        choices=[("yes", _("Ja, vi er enige")), ("no", _("Nei"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg ja eller nei.")},
    )
    text = FreeTextField(
        label=_("Begrunnelse"),
        help_text=_("Må fylles ut når dere sier nei. Ikke skriv om enkeltpersoner."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_bare = not cleaned.get("text") and "text" not in self.errors
        if cleaned.get("agrees") is False and is_bare:
            self.add_error("text", _("Skriv hvorfor dere ikke er enige."))
        return cleaned


class WithdrawForm(Renewable):
    prefix = "withdraw"

    reason = FreeTextField(
        label=_("Hvorfor trekker dere dialogen?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Skriv hvorfor.")},
    )


class RedactionForm(WhichAndWhyForm):
    """Which texts of a dialogue to take out, and why."""

    def __init__(self, data: Sent = None, *, texts: Iterable[Written]) -> None:
        labels = [(row.key, f"{capfirst(row.label)}: {row.text[:60]}") for row in texts]
        super().__init__(data, choices=labels)
