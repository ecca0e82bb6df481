"""Why something about a round cannot be done."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


class RoundError(Exception):
    """The text is for the person who tried."""


class AlreadyDoneError(RoundError):
    """A colleague, or an earlier click, was first."""


class MissingDocumentError(RoundError):
    def __str__(self) -> str:
        return _("Last opp brevet eller e-posten som ble sendt.")


class NoRecipientsError(RoundError):
    def __str__(self) -> str:
        return _("Velg minst én kommune eller bydel.")


class ImpossibleDayError(RoundError):
    def __str__(self) -> str:
        return _("Datoen må være i dag eller tidligere.")


class NotThereError(RoundError):
    """Some recipients did not exist on the day."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(*names)
        self.names = names

    def __str__(self) -> str:
        return _("Disse fantes ikke den dagen: %(names)s.") % {"names": ", ".join(self.names)}


class MissingReasonError(RoundError):
    def __str__(self) -> str:
        return _("Skriv hvorfor den kom i retur.")
