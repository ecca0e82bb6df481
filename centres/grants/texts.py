"""The texts of a grant in which somebody may have named a person: its points, and its files."""

from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from centres.grants.models import Grant, GrantItem
from korus_portal.notifications.redaction import is_left

# Columns that hold a file.
FILES = ("letter", "application")


@dataclass(frozen=True)
class Text:
    """One text to take out: a point, or the column of a file."""

    key: str
    label: str
    item: GrantItem | None = None


def texts_of(grant: Grant) -> list[Text]:
    """What is left to take out."""
    files = {"letter": _("Tilskuddsbrevet som fil"), "application": _("Søknaden som fil")}
    found = [
        Text(name, label)
        for name, label in files.items()
        if (file := getattr(grant, name)) is not None and is_left(file.name)
    ]
    points = [item for item in grant.items.all() if is_left(item.text)]
    return found + [Text(f"item-{item.pk}", label_of(item), item) for item in points]


def label_of(item: GrantItem) -> str:
    told = {"number": item.number, "text": Truncator(item.text).chars(80)}
    return _("Punkt %(number)s: %(text)s") % told
