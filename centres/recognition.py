"""What the municipalities answered in IS-24/8, in the words of the survey.

«Har hørt om» is the survey's own answer, and neither «kjent» nor «brukt» of our counting.
"""

from django.utils.translation import gettext as _

from centres.models import Recognition

Level = Recognition.AnswerLevel


def wording(level: Level) -> str:
    """A sum is named as a sum, never by its highest part."""
    return {
        Level.NOT_HEARD: _("har ikke hørt om senteret"),
        Level.HEARD: _("har hørt om senteret"),
        Level.IN_CONTACT: _("har vært i kontakt med senteret"),
        Level.USED: _("har fått hjelp av senteret"),
        Level.HEARD_OR_MORE: _("har hørt om senteret, eller mer enn det"),
    }[level]
