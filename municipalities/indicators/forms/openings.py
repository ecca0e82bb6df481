"""The form by which figures are opened for others."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korus_portal.accounts.access import parties
from korus_portal.accounts.models import Organisation, Role, User
from korus_portal.design.free_text import refuse_identity_numbers
from korus_portal.design.widgets import SuggestSelect
from municipalities.indicators import rules
from municipalities.indicators.models import Source
from municipalities.models import Municipality


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Municipality) -> str:
        return f"{obj.name} ({obj.code})"


class OpeningForm(forms.Form):
    """Which figures, for whom, and where it was decided."""

    source = forms.ModelChoiceField(
        label=gettext_lazy("Kilde"),
        queryset=Source.objects.none(),
        to_field_name="code",
        empty_label=gettext_lazy("Velg kilde"),
        error_messages={"required": gettext_lazy("Velg kilden.")},
    )
    municipality = PlaceField(
        label=gettext_lazy("Tall for"),
        queryset=Municipality.objects.none(),
        to_field_name="code",
        widget=SuggestSelect,
        required=False,
    )
    receiver = forms.ModelChoiceField(
        label=gettext_lazy("Åpnes for"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("Alle"),
        widget=SuggestSelect,
        help_text=gettext_lazy("Et senter, en statsforvalter, Helsedirektoratet, eller alle."),
    )
    reference = forms.CharField(
        label=gettext_lazy("Referanse"),
        max_length=200,
        help_text=gettext_lazy("Saksnummer, brev eller vedtak der eieren har sagt ja."),
        validators=[refuse_identity_numbers],
        error_messages={"required": gettext_lazy("Skriv hvor det er bestemt.")},
    )

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        self.by = by
        is_keeper = rules.can_import_some(by)
        self._offer("source", sources_on_offer(by, is_keeper=is_keeper))
        self._offer("municipality", places_on_offer(by, is_keeper=is_keeper))
        self._offer("receiver", Organisation.objects.filter(kind__in=rules.RECEIVER_KINDS))
        place: Any = self.fields["municipality"]
        place.empty_label = _("Alle kommuner") if is_keeper else _("Velg kommune")
        place.required = not is_keeper
        place.error_messages["required"] = _("Velg kommunen tallene gjelder.")

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset = rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        source, place = cleaned.get("source"), cleaned.get("municipality")
        if source and not self.errors and not rules.can_open(self.by, source, place):
            self.add_error("municipality", _("Du kan bare åpne tall for din egen kommune."))
        return cleaned


def sources_on_offer(by: User, *, is_keeper: bool) -> QuerySet[Source]:
    """Those whose figures are not open to all. A contact's municipality is in every source."""
    closed = Source.objects.visible_to(by).filter(publication=Source.Publication.OPENED)
    if parties(by, Role.CONTACT) or not is_keeper:
        return closed
    return closed.filter(pk__in=Source.objects.importable_by(by).values("pk"))


def places_on_offer(by: User, *, is_keeper: bool) -> QuerySet[Municipality]:
    today = Municipality.objects.places_in_force(on=timezone.localdate())
    if is_keeper:
        return today
    return today.filter(Q(organisation__in=parties(by, Role.CONTACT)))
