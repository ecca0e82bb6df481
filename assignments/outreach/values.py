"""What is filled in about a contact, apart from how it is stored."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from assignments.outreach.models import Contact

LABELS = {
    "day": _("Dato"),
    "channel": _("Hvordan"),
    "result": _("Resultat"),
    "note": _("Internt notat"),
}


@dataclass(frozen=True)
class ContactValues:
    """One attempt: when, how, what came of it, and the centre's own note."""

    day: date
    channel: str
    result: str
    note: str = ""


def values_of(contact: Contact) -> ContactValues:
    return ContactValues(
        day=contact.day, channel=contact.channel, result=contact.result, note=contact.note
    )


def readable(values: ContactValues) -> ContactValues:
    """The same with the words of the page for its codes."""
    return replace(
        values,
        channel=str(Contact.Channel(values.channel).label),
        result=str(Contact.Result(values.result).label),
    )
