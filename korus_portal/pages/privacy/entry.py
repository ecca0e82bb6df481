"""One kind of personal data, and the words that many kinds share."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of data. `models` names where it lies, history included."""

    title: Text
    contents: Text
    purpose: Text
    controller: Text
    legal_basis: Text
    retention: Text
    models: tuple[str, ...]


OPERATOR = _("Den som driver portalen.")
CENTRE = _("Kompetansesenteret som registrerte det.")
PUBLIC_TASK = _("Oppgave i allmenn interesse (personvernforordningen artikkel 6 nr. 1 bokstav e).")
SECURITY = _("Plikten til å sikre opplysningene (personvernforordningen artikkel 32).")
