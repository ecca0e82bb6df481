"""What a centre enters about a mapping, as values that can be compared with what is stored."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from assignments.mapping.models import Campaign
from municipalities.models import Municipality

LABELS = {
    "title": _("Tittel"),
    "introduction": _("Innledning"),
    "respondent": _("Hvem som svarer"),
    "closes_on": _("Svarfrist"),
}
QUESTION_LABELS = {"questions": _("Spørsmål")}


@dataclass(frozen=True, kw_only=True)
class CampaignValues:
    title: str
    introduction: str
    respondent: Campaign.Respondent
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The questions that are asked, by their text, for two readers to compare."""

    questions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Invited:
    """One line of the list of those to be asked."""

    municipality: Municipality
    service: str
    email: str
    language: str


def values_of(campaign: Campaign) -> CampaignValues:
    return CampaignValues(
        title=campaign.title,
        introduction=campaign.introduction,
        respondent=Campaign.Respondent(campaign.respondent),
        closes_on=campaign.closes_on,
    )


def chosen_of(campaign: Campaign) -> Chosen:
    rows = campaign.asked.select_related("question")
    return Chosen(questions=tuple(row.question.text for row in rows))
