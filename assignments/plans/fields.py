"""Fields over the closed lists, shared by every form that offers them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from assignments.plans.numbers import shown_number
from assignments.plans.selects import DrawnSelect, DrawnSuggestMultiple
from centres.models import Centre, Initiative, MandateTask
from municipalities.models import Theme


class ThemeLabel:
    """«Rusmidler: Alkohol» in a list where both levels stand."""

    def label_from_instance(self, obj: Theme) -> str:
        return f"{obj.parent}: {obj}" if obj.parent else str(obj)


class ThemeField(ThemeLabel, forms.ModelChoiceField):  # type: ignore[type-arg]
    """One theme."""

    widget = DrawnSelect


class ThemesField(ThemeLabel, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several themes, as a list to type in."""

    widget = DrawnSuggestMultiple


class TaskLabel:
    """«C6 Forske»: a task by its code and name."""

    def label_from_instance(self, obj: MandateTask) -> str:
        return f"{obj.code} {obj}"


class TaskField(TaskLabel, forms.ModelChoiceField):  # type: ignore[type-arg]
    """One task of the mandate."""

    widget = DrawnSelect


class TasksField(TaskLabel, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several tasks of the mandate."""

    widget = DrawnSuggestMultiple


def themes_on_offer(chosen: Iterable[Theme] = ()) -> QuerySet[Theme]:
    """Today's themes, and those already chosen though they are retired."""
    own = [theme.pk for theme in chosen]
    return Theme.objects.filter(Q(retired_on=None) | Q(pk__in=own)).select_related("parent")


def initiatives_on_offer(chosen: Initiative | None) -> QuerySet[Initiative]:
    return Initiative.objects.filter(Q(retired_on=None) | Q(pk=chosen.pk if chosen else None))


def tasks_on_offer(centres: Iterable[Centre], chosen: MandateTask | None) -> QuerySet[MandateTask]:
    """The tasks of the mandate that concern any of the centres."""
    applies = {MandateTask.AppliesTo.ALL}
    for centre in centres:
        if centre.function != Centre.Function.REGIONAL:
            applies.add(MandateTask.AppliesTo.NATIONAL)
        if centre.function != Centre.Function.NATIONAL:
            applies.add(MandateTask.AppliesTo.REGIONAL)
        if centre.kind == Centre.Kind.KORUS:
            applies.add(MandateTask.AppliesTo.KORUS)
    current = Q(applies_to__in=applies, retired_on=None)
    return MandateTask.objects.filter(current | Q(pk=chosen.pk if chosen else None))


class NumberText(forms.DecimalField):
    """A number with a decimal comma or point, typed on the number keys of a phone."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "size": 8}
        options.setdefault("max_digits", 12)
        options.setdefault("decimal_places", 2)
        super().__init__(widget=forms.TextInput(attrs), **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.replace(",", ".").split())
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """What is stored, as people write it; what was typed, as it was typed."""
        return (
            shown_number(value).replace("\N{NO-BREAK SPACE}", "")
            if isinstance(value, Decimal)
            else value
        )
