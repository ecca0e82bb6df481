"""What is filled in about a round, apart from how it is stored."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from assignments.rounds.models import InformationRound
from municipalities.models import Theme

LABELS: dict[str, Any] = {
    "title": _("Tittel"),
    "channel": _("Hvordan"),
    "day": _("Dato"),
    "theme": _("Tema"),
    "receiver": _("Mottakende funksjon"),
}


@dataclass(frozen=True)
class RoundValues:
    """What was sent or held, how, when, and which function received it."""

    title: str
    channel: InformationRound.Channel
    day: date
    receiver: str
    theme: Theme | None = None


def values_of(information_round: InformationRound) -> RoundValues:
    return RoundValues(
        title=information_round.title,
        channel=InformationRound.Channel(information_round.channel),
        day=information_round.day,
        receiver=information_round.receiver,
        theme=information_round.theme,
    )
