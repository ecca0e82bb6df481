"""What the pages of a centre's mappings show, asked for in a fixed number of questions."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from assignments.mapping import rules
from assignments.mapping.cells import Cell
from assignments.mapping.models import Campaign, Invitation, Question
from assignments.mapping.sight import seen_by
from assignments.mapping.suppression import EVERYBODY
from assignments.mapping.tables import LEAST, Table, Tree, tables_of
from korus_portal.accounts.access import Viewer
from municipalities.models import Municipality

TONES = {
    Campaign.Status.DRAFT: "neutral",
    Campaign.Status.OPEN: "info",
    Campaign.Status.CLOSED: "success",
}
MISSING = {
    "questions": _("Velg spørsmål."),
    "invitations": _("Inviter noen."),
    "deadline": _("Svarfristen er passert. Sett en ny."),
}


@dataclass(frozen=True)
class CampaignRow:
    campaign: Campaign
    tone: str
    invited: int
    answered: str


@dataclass(frozen=True)
class RateRow:
    """How far a municipality has come; hidden like its answers."""

    place: Municipality
    invited: int
    answered: str
    percent: str


def campaign_rows(campaigns: QuerySet[Campaign]) -> list[CampaignRow]:
    counted = campaigns.annotate(
        invited=Count("invitations"), answered=Count("invitations__submitted_at")
    )
    return [
        CampaignRow(
            campaign=row,
            tone=TONES[Campaign.Status(row.status)],
            invited=row.invited,
            answered=str(answered_cell(row, row.answered)),
        )
        for row in counted.select_related("centre")
    ]


def answered_cell(campaign: Campaign, number: int) -> Cell:
    """How many have answered in all, as the whole of the tree would show it."""
    tree = Tree(LEAST[Campaign.Respondent(campaign.respondent)], {("alle",): number})
    tree.settle()
    return Cell(tree.count(("alle",)), is_hidden=tree.hides(("alle",)))


def table_of(campaign: Campaign) -> Table:
    return tables_of([campaign])[campaign.pk]


def rate_rows(table: Table) -> list[RateRow]:
    """By municipality, in order of name."""
    rows = []
    for place, path in table.places.items():
        invited = table.invited_in(path)
        tree = table.answered
        answered = Cell(tree.count(path), is_hidden=tree.hides(path))
        rows.append(
            RateRow(
                place=place,
                invited=invited,
                answered=str(answered),
                percent=percent(answered, invited),
            )
        )
    return rows


def answered_text(table: Table) -> str:
    """How many have answered in all."""
    return str(Cell(table.answered.count(EVERYBODY), is_hidden=table.answered.hides(EVERYBODY)))


def percent(answered: Cell, invited: int) -> str:
    if answered.value is None:
        return str(answered)
    return f"{round(100 * answered.value / invited)} %"


def missing_texts(campaign: Campaign) -> list[str]:
    """What a draft lacks, in words."""
    return [str(MISSING[name]) for name in rules.missing(campaign)]


def invitations_of(campaign: Campaign) -> QuerySet[Invitation]:
    return campaign.invitations.select_related("municipality").order_by(
        "municipality__sort_key", "municipality__code", "service", "pk"
    )


def taken_addresses(campaign: Campaign) -> list[str]:
    return list(campaign.invitations.exclude(email="").values_list("email", flat=True))


def bank_of(viewer: Viewer) -> QuerySet[Question]:
    rows = Question.objects.visible_to(viewer).select_related("theme__parent", "centre")
    return rows.order_by("theme__position", "theme", "position", "pk")


def places_with_results(viewer: Viewer) -> list[tuple[Municipality, int]]:
    """Municipalities whose results the viewer may see, with the number of mappings."""
    counts: dict[int, set[int]] = {}
    for seen in seen_by(viewer):
        counts.setdefault(seen.today_id, set()).add(seen.campaign.pk)
    places = Municipality.objects.filter(pk__in=counts)
    return [(place, len(counts[place.pk])) for place in places]
