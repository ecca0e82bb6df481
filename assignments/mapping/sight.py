"""Whose results a person may see: the rule of rules.md, asked for many campaigns at once."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from assignments.access import governed_municipalities, own_municipalities, with_own_past
from assignments.mapping.models import Campaign, Invitation, Sharing
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
    # By campaign and municipality of the governor's counties: whether it is shared.
    shared: dict[tuple[int, int], bool]

    def sees(self, campaign_id: int, municipality_id: int, today_id: int) -> bool:
        """`today_id` is the municipality that the place has become: its word goes first."""
        return (
            campaign_id in self.asked
            or bool({municipality_id, today_id} & self.own)
            or self.is_shared(campaign_id, municipality_id, today_id)
        )

    def is_shared(self, campaign_id: int, municipality_id: int, today_id: int) -> bool:
        before = self.shared.get((campaign_id, municipality_id), False)
        return self.shared.get((campaign_id, today_id), before)


def sight_of(viewer: Viewer) -> Sight:
    """Three questions to the database."""
    own = Municipality.objects.filter(own_municipalities(viewer)).order_by()
    governed = Municipality.objects.filter(governed_municipalities(viewer)).order_by()
    told = Sharing.objects.filter(municipality__in=governed.values("pk"))
    asked = Campaign.objects.visible_to(viewer).order_by()
    return Sight(
        asked=frozenset(asked.values_list("pk", flat=True)),
        own=frozenset(own.values_list("pk", flat=True)),
        shared={
            (campaign, place): is_shared
            for campaign, place, is_shared in told.values_list(
                "campaign", "municipality", "is_shared"
            )
        },
    )


def campaigns_with_results(sight: Sight) -> QuerySet[Campaign]:
    """Campaigns of which the person may see something, the newest first."""
    campaigns = Campaign.objects.filter(HAS_RESULTS).select_related("centre")
    campaigns = campaigns.order_by("-opened_at", "-pk")
    named = Q(pk__in=sight.asked | {campaign for campaign, _place in sight.shared})
    if not sight.own:
        return campaigns.filter(named)
    own = Invitation.objects.filter(
        campaign=OuterRef("pk"), municipality__in=with_own_past(set(sight.own))
    )
    return campaigns.filter(named | Exists(own))


@dataclass(frozen=True)
class Seen:
    """One campaign's results for one place, which the person may see."""

    campaign: Campaign
    municipality_id: int
    today_id: int
    # Every municipality whose results in the campaign the person may see.
    known: frozenset[int]


def seen_by(viewer: Viewer, *, here: Municipality | None = None) -> list[Seen]:
    """Everything the viewer may see, the newest campaign first. History follows a merger:
    `here` narrows it to what has become that municipality."""
    sight = sight_of(viewer)
    campaigns = list(campaigns_with_results(sight))
    if not campaigns:
        return []
    invited = Invitation.objects.filter(campaign__in=campaigns).order_by()
    pairs = set(invited.values_list("campaign", "municipality").distinct())
    today = structure.place_today_ids({place for _campaign, place in pairs})
    wanted = here.pk if here else None
    known: defaultdict[int, set[int]] = defaultdict(set)
    for campaign_id, place in pairs:
        if sight.sees(campaign_id, place, today[place]):
            known[campaign_id].add(place)
    return [
        Seen(campaign, place, today[place], frozenset(known[campaign.pk]))
        for campaign in campaigns
        for place in sorted(known[campaign.pk])
        if wanted in (None, today[place], place)
    ]
