"""Why a change of an activity is refused."""

from django.utils.translation import gettext as _

from assignments.activities.models import Activity


class NotReadyError(Exception):
    """The row cannot count as it stands. It may be kept as a draft."""


class TooEarlyError(NotReadyError):
    """Rule 1: nothing is confirmed before its first day."""

    def __str__(self) -> str:
        return _("En aktivitet kan ikke bekreftes før dagen den skjer. Lagre den som utkast.")


class ResultMissingError(NotReadyError):
    """A dialogue meeting counts when its result is told."""

    def __str__(self) -> str:
        return _("Et dialogmøte bekreftes med resultat. Endre aktiviteten og skriv resultatet.")


class AlreadyDoneError(Exception):
    """A second click, or a colleague was first. Nothing was changed."""


class AlreadyLoggedError(Exception):
    """The form was sent before, with another content (somebody went back in the browser)."""

    def __init__(self, activity: Activity) -> None:
        super().__init__(activity.pk)
        self.activity = activity


class NotSharedError(Exception):
    """The activity is no longer there to answer about, or the centre counts it already."""

    def __init__(self, *, is_linked: bool = False) -> None:
        super().__init__(is_linked)
        self.is_linked = is_linked

    def __str__(self) -> str:
        if self.is_linked:
            return _(
                "Dere har en egen aktivitet som er knyttet til dette arrangementet. Den teller for "
                "dere allerede."
            )
        return _("Dere blir ikke lenger spurt om denne aktiviteten.")


class YearOpenError(Exception):
    """A correction of a year that is not reported: there the row itself is changed."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year

    def __str__(self) -> str:
        return _(
            "Årsrapporten for %(year)s er ikke sendt inn. Endre aktiviteten på vanlig måte."
        ) % {"year": self.year}


class NotLinkableError(Exception):
    """Why two rows cannot be linked as the same event. The text is for the person who tries."""
