"""What a centre's page tells of IS-24/8: who had heard of the centre, in the words of the survey.

«Har hørt om» is the survey's own answer, and neither «kjent» nor «brukt» of our counting.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from centres.models import Centre, Recognition

Level = Recognition.AnswerLevel


@dataclass(frozen=True, slots=True)
class Recognised:
    """One answer, as ready texts. The county is that of the year."""

    year: int
    county: str
    level: str
    share: str
    answering: str
    source: str


def of_centre(centre: Centre) -> list[Recognised]:
    """The newest year first. One query."""
    rows = Recognition.objects.filter(centre=centre).select_related("county")
    return [
        Recognised(
            row.year,
            row.county.name,
            wording(Level(row.level)),
            per_cent(row),
            str(row.answering) if row.answering is not None else _("ikke oppgitt"),
            row.source,
        )
        for row in rows.order_by("-year", "county__sort_key", "level")
    ]


def wording(level: Level) -> str:
    """What the municipalities answered. A sum is named as a sum, never by its highest part."""
    return {
        Level.NOT_HEARD: _("har ikke hørt om senteret"),
        Level.HEARD: _("har hørt om senteret"),
        Level.IN_CONTACT: _("har vært i kontakt med senteret"),
        Level.USED: _("har fått hjelp av senteret"),
        Level.HEARD_OR_MORE: _("har hørt om senteret, eller mer enn det"),
    }[level]


def per_cent(row: Recognition) -> str:
    """96 %, or 96,5 %"""
    text = f"{row.share.normalize():f}" if row.share else "0"
    return f"{text.replace('.', ',')}\N{NO-BREAK SPACE}%"
