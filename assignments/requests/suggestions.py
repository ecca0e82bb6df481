"""Which centres a municipality is offered for a theme: those it can ask here, and the others."""

from dataclasses import dataclass

from django.utils import timezone

from centres.models import Centre
from centres.routing import Suggestion, responsible_centres
from municipalities.models import Municipality, Theme


@dataclass(frozen=True)
class Suggestions:
    to_ask: list[Suggestion]
    # Reached outside the portal: nobody reads requests there, or they advise the others only.
    to_call: list[Suggestion]

    @property
    def is_nobody_to_ask(self) -> bool:
        return not self.to_ask

    def find(self, code: str) -> Centre | None:
        """The centre with this code, when it can be asked."""
        found = (row.centre for row in self.to_ask if row.centre.code == code)
        return next(found, None)


def suggest(municipality: Municipality, theme: Theme | None) -> Suggestions:
    """Today's responsible centres, the most responsible first."""
    found = responsible_centres(municipality, theme, on=timezone.localdate())
    to_ask = [row for row in found if row.can_be_asked and not row.is_adviser_only]
    return Suggestions(to_ask=to_ask, to_call=[row for row in found if row not in to_ask])
