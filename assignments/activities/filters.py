"""How the list of activities is narrowed: the same for the page and for its files."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.activities import columns
from assignments.activities.models import Activity
from assignments.activities.offered import (
    ANY_CORRECTION,
    DELETED,
    OfferedField,
    OfferedSelect,
    OfferedSuggest,
    offered_to,
)
from assignments.activities.searching import Search
from assignments.plans.models import Assignment
from assignments.plans.rules import own_centres
from centres.models import Centre
from korus_portal.accounts.access import holds
from korus_portal.accounts.models import Role, User
from korus_portal.design.wrong_year import MESSAGES
from municipalities.models import Municipality, Theme

# The letter that a filter's values have among the words of the list's rows.
LETTERS = {"kind": "k", "form": "f", "assignment": "a", "adviser": "r"}
NARROWING = (
    "year",
    "kind",
    "theme",
    "assignment",
    "municipality",
    "form",
    "status",
    "adviser",
    "correction",
    "title",
)


class ActivityFilter(forms.Form):
    """The rows of the person's own centres. Deleted ones only when a leader asks for them.

    What is not understood narrows nothing; the form says so at the field. Under a year that cannot
    be shown there are no rows: another year's would be taken for it.
    """

    year = OfferedField(label=gettext_lazy("År"), error_messages=MESSAGES)
    kind = OfferedField(label=gettext_lazy("Type"))
    theme = forms.ModelChoiceField(
        label=gettext_lazy("Tema"),
        queryset=Theme.objects.all(),
        to_field_name="code",
        widget=OfferedSelect,
    )
    assignment = forms.ModelChoiceField(
        label=gettext_lazy("Tiltak"), queryset=Assignment.objects.none(), widget=OfferedSelect
    )
    municipality = OfferedField(label=gettext_lazy("Kommune"), widget=OfferedSuggest)
    form = OfferedField(label=gettext_lazy("Form"))
    status = OfferedField(label=gettext_lazy("Status"))
    adviser = forms.ModelChoiceField(
        label=gettext_lazy("Registrert av"), queryset=User.objects.none(), widget=OfferedSelect
    )
    correction = OfferedField(label=gettext_lazy("Rettelser"))
    title = forms.CharField(
        label=gettext_lazy("Ord i tittelen"),
        max_length=160,
        help_text=gettext_lazy("Finner ord som begynner slik. Flere ord: alle må være med."),
    )

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        self.centres = list(own_centres(user))
        self.led = [centre for centre in self.centres if leads(user, centre)]
        for field in self.fields.values():
            field.required = False
        self._offer()
        self.is_valid()

    def _offer(self) -> None:
        """What can be chosen among."""
        for name, offered in offered_to(self.centres, is_leader=bool(self.led)).items():
            self.fields[name].widget.offered = offered
        tiltak = Assignment.objects.filter(centre__in=self.centres)
        self.fields["assignment"].queryset = tiltak  # type: ignore[attr-defined]
        self.fields["adviser"].queryset = people_of(self.centres)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for, as it stands in the address."""
        return {name: self.data[name] for name in NARROWING if self.data.get(name)}

    @property
    def summary(self) -> str:
        """What the folded filter form says of itself."""
        if not self.chosen:
            return _("Filtrer")
        return _("Filtrer (%(count)s valgt)") % {"count": len(self.chosen)}

    @property
    def columns_text(self) -> str:
        """The columns as they stand in the address: one name with commas, or one for each."""
        given = self.data.getlist("kolonner") if hasattr(self.data, "getlist") else []
        return ",".join(given)

    @property
    def shown(self) -> list[columns.Column]:
        return columns.chosen(self.columns_text)

    @property
    def query(self) -> dict[str, str]:
        """What the files are asked with: the filters and the columns of the page."""
        chosen = {"kolonner": self.columns_text} if self.columns_text else {}
        return {**self.chosen, **chosen}

    @property
    def search(self) -> Search:
        found = self.cleaned_data
        is_deleted = found.get("status") == DELETED
        centres = self.led if is_deleted else self.centres
        if "year" in self.errors:
            centres = []
        return Search(
            centres=tuple(centre.pk for centre in centres),
            words=tuple(self._words()),
            title=found.get("title") or "",
            year=int(found["year"]) if found.get("year") else None,
            is_deleted=is_deleted,
        )

    def _words(self) -> Iterable[str]:
        found = self.cleaned_data
        for name, letter in LETTERS.items():
            if value := found.get(name):
                yield f"{letter}{getattr(value, 'pk', value)}"
        if found.get("status") and found["status"] != DELETED:
            yield f"s{found['status']}"
        if found.get("theme"):
            yield one_of("t", with_children(Theme.objects.all(), "pk", found["theme"].pk))
        if found.get("municipality"):
            places = Municipality.objects.all()
            yield one_of("m", with_children(places, "code", found["municipality"]))
        if correction := found.get("correction"):
            every = [*Activity.Correction.values, "replaced"]
            yield one_of("c", every if correction == ANY_CORRECTION else [correction])


def leads(user: User, centre: Centre) -> bool:
    return holds(user, Role.LEADER, organisation_id=centre.organisation_id)


def one_of(letter: str, values: Iterable[Any]) -> str:
    return "|".join(f"{letter}{value}" for value in values)


def with_children(rows: QuerySet[Any], name: str, value: Any) -> list[int]:
    """The theme and those under it; the municipality and its districts."""
    either = rows.filter(**{name: value}) | rows.filter(**{f"parent__{name}": value})
    return list(either.order_by("pk").values_list("pk", flat=True))


def people_of(centres: list[Centre]) -> QuerySet[User]:
    """Who registers activities there, or did: also those who have left."""
    parties = [centre.organisation_id for centre in centres]
    held = User.objects.filter(
        memberships__organisation__in=parties,
        memberships__role__in=(Role.ADVISER, Role.LEADER),
    )
    return held.distinct().order_by("name", "pk")
