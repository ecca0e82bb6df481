"""Whose results a person may see: the rule of rules.md, asked for many campaigns at once."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from assignments.access import governed_municipalities, own_municipalities
from assignments.mapping.models import Campaign, Sharing
from korus_portal.accounts.access import Viewer
from municipalities import structure
from municipalities.models import Municipality

# Employees' answers stand still before anybody sees them: the difference between yesterday's mean
# and today's is one person's answer.
HAS_RESULTS = Q(status=Campaign.Status.CLOSED) | Q(
    status=Campaign.Status.OPEN, respondent=Campaign.Respondent.SERVICE
)


@dataclass(frozen=True)
class Sight:
    """What one person sees: whole campaigns, or those campaigns' results of some places."""

    asked: frozenset[int]
    own: frozenset[int]
    shared: frozenset[tuple[int, int]]

    def sees(self, campaign_id: int, municipality_id: int, today_id: int) -> bool:
        """`today_id` is the municipality that the place has become."""
        return (
            campaign_id in self.asked
            or bool({municipality_id, today_id} & self.own)
            or (campaign_id, municipality_id) in self.shared
        )

    @property
    def is_nothing(self) -> bool:
        return not (self.asked or self.own or self.shared)


def sight_of(viewer: Viewer) -> Sight:
    """Three questions to the database."""
    own = Municipality.objects.filter(own_municipalities(viewer)).order_by()
    governed = Municipality.objects.filter(governed_municipalities(viewer)).order_by()
    shared = Sharing.objects.filter(is_shared=True, municipality__in=governed.values("pk"))
    asked = Campaign.objects.visible_to(viewer).order_by()
    return Sight(
        asked=frozenset(asked.values_list("pk", flat=True)),
        own=frozenset(own.values_list("pk", flat=True)),
        shared=frozenset(shared.values_list("campaign", "municipality")),
    )


def campaigns_with_results(sight: Sight) -> QuerySet[Campaign]:
    """Campaigns of which the person sees something, the newest first."""
    campaigns = Campaign.objects.filter(HAS_RESULTS).select_related("centre")
    if sight.own:
        return campaigns
    return campaigns.filter(pk__in=sight.asked | {campaign for campaign, _place in sight.shared})


def today_ids(municipality_ids: set[int]) -> dict[int, int]:
    """What the municipalities have become: history follows a merger."""
    return structure.place_today_ids(municipality_ids)
