"""Why something cannot be done with an agreement now, as the page says it."""

from django.utils.translation import gettext as _


class AgreementError(Exception):
    """Something stands in the way. The text is for the person who tried."""

    def __str__(self) -> str:
        return _("Avtalen kan ikke endres slik nå. Last siden på nytt og se hva som har skjedd.")


class WrongStateError(AgreementError):
    """The agreement is not where this can be done."""


class NothingToSignError(AgreementError):
    def __str__(self) -> str:
        return _("Det er ingen versjon som venter på underskrift.")


class OtherVersionError(AgreementError):
    def __str__(self) -> str:
        return _("Det er laget en ny versjon siden du åpnet siden. Les den før du signerer.")


class AlreadySignedError(AgreementError):
    def __str__(self) -> str:
        return _("Denne parten har alt signert denne versjonen.")


class AgreementOverError(AgreementError):
    def __str__(self) -> str:
        return _("Avtalen har gått ut. Lag en fornyelse i stedet for en endring.")


class OutsidePeriodError(AgreementError):
    def __str__(self) -> str:
        return _("Siste dag må ligge i avtaleperioden.")


class PendingAmendmentError(AgreementError):
    def __str__(self) -> str:
        return _("En endring venter på underskrift. Trekk den tilbake før du lager en ny.")
