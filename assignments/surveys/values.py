"""What a person enters about a round, as one value that can be compared with what is stored."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from assignments.surveys.models import SurveyRound
from municipalities.models import Municipality

LABELS = {
    "municipality": _("Kommune"),
    "survey": _("Undersøkelse"),
    "year": _("År"),
    "carried_out_on": _("Gjennomført"),
    "presented_on": _("Lagt fram for kommunen"),
    "parties": _("Partene i avtalen"),
    "reference": _("Kilde"),
}


@dataclass(frozen=True, kw_only=True)
class RoundValues:
    municipality: Municipality
    survey: SurveyRound.Survey
    year: int
    carried_out_on: date | None
    presented_on: date | None
    parties: str
    reference: str


def values_of(found: SurveyRound) -> RoundValues:
    return RoundValues(
        municipality=found.municipality,
        survey=SurveyRound.Survey(found.survey),
        year=found.year,
        carried_out_on=found.carried_out_on,
        presented_on=found.presented_on,
        parties=found.parties,
        reference=found.reference,
    )
