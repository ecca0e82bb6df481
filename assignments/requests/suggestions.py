"""Which centres a municipality is offered for a theme: those it can ask here, and the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from centres import catchments
from centres.models import Centre
from centres.routing import Suggestion, responsible_centres
from korus_portal.accounts.models import Membership, Role
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


def notices(suggestions: Suggestions, partners: Sequence[Municipality]) -> list[str]:
    """What to know about the municipalities that are named along; nothing of it stops anybody."""
    if not partners:
        return []
    return [*_outside(suggestions, partners), *_without_contacts(partners)]


def _outside(suggestions: Suggestions, partners: Sequence[Municipality]) -> list[str]:
    served = catchments.ids_by_centre(on=timezone.localdate())
    found = []
    for row in suggestions.to_ask:
        own = served[row.centre.pk]
        names = [str(place) for place in partners if place.counts_as_id not in own]
        if names:
            said = {"centre": row.centre, "places": ", ".join(names)}
            found.append(_("Utenfor ansvarsområdet til %(centre)s: %(places)s.") % said)
    return found


def _without_contacts(partners: Sequence[Municipality]) -> list[str]:
    """Nobody there gets the letter: whoever asks has to tell them."""
    parties = [place.organisation_id for place in partners if place.organisation_id]
    held = Membership.objects.with_role(Role.CONTACT).filter(organisation__in=parties)
    reached = set(held.values_list("organisation", flat=True))
    names = [str(place) for place in partners if place.organisation_id not in reached]
    if not names:
        return []
    text = _("Har ingen kontakt i portalen og får ikke beskjed: %(places)s. Si fra til dem selv.")
    return [text % {"places": ", ".join(names)}]
