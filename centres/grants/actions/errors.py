"""Why something cannot be done with a grant now, as the page says it."""

from django.utils.translation import gettext as _


class GrantError(Exception):
    """Something stands in the way. The text is for the person who tried.

    `field` is the form's field that it is about, where it is about one.
    """

    field: str | None = None


class SecondLetterError(GrantError):
    """One letter for each scheme and year; more money is another line of the same letter."""

    field = "scheme"

    def __str__(self) -> str:
        return _(
            "Senteret har alt et brev for denne ordningen og dette året. Endre det brevet i stedet."
        )


class RowError(GrantError):
    """Something that is about one row: `number` is its place among those that were sent."""

    def __init__(self, name: str, kind: str = "", number: int | None = None) -> None:
        super().__init__(name)
        self.name, self.kind, self.number = name, kind, number


class RowReportedError(RowError):
    def __str__(self) -> str:
        return _(
            "«%(row)s» kan ikke endres: en innsendt årsrapport bygger på den."
            " Legg heller til en ny."
        ) % {"row": self.name}


class RowInUseError(RowError):
    def __str__(self) -> str:
        return _(
            "«%(row)s» kan ikke fjernes: et tiltak eller en årsrapport viser til den. Fyll den ut"
            " igjen."
        ) % {"row": self.name}
