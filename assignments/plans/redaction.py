"""Which texts of a tiltak or an activity to take out, and why. The leader fills it in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

from korus_portal.notifications.forms import WhichAndWhyForm
from korus_portal.notifications.redaction import is_left


def texts_left(row: Model, names: Iterable[str]) -> list[str]:
    """The columns among `names` that hold a text which is not taken out yet."""
    return [name for name in names if is_left(getattr(row, name))]


class RedactionForm(WhichAndWhyForm):
    """The texts of `row` that are left, to choose from."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, row: Model, names: Iterable[str]
    ) -> None:
        left = texts_left(row, names)
        super().__init__(data, choices=[(name, label_of(row, name)) for name in left])


def label_of(row: Model, name: str) -> str:
    column: Any = row._meta.get_field(name)
    return str(capfirst(column.verbose_name))
