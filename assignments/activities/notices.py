"""What a person should know about the row just saved. Never an error: the row is right."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assignments.activities.facts import facts_of
from assignments.activities.models import Activity
from assignments.coverage.models import Level
from centres import catchments
from municipalities.models import Municipality


def notices_of(activity: Activity) -> Iterator[str]:
    """Texts for the page after saving."""
    places = list(activity.municipalities.order_by("sort_key", "code"))
    outside = outside_catchment(activity, places)
    if outside:
        yield _(
            "Utenfor ansvarsområdet: %(places)s. Aktiviteten teller i landet, på kommunens side og "
            "i senterets timer, men ikke i senterets andel."
        ) % {"places": ", ".join(place.name for place in outside)}
    if activity.is_counting and activity.is_delivering and not gives_use(activity):
        yield without_use(places)


def outside_catchment(activity: Activity, places: list[Municipality]) -> list[Municipality]:
    """Where it counts, but not in the share (rule 13). A centre without a catchment on that day
    has nothing to be outside of."""
    own = catchments.municipality_ids(activity.centre, on=activity.starts_on)
    return [place for place in places if own and place.counts_as_id not in own]


def gives_use(activity: Activity) -> bool:
    return any(fact.level == Level.USED for fact in facts_of(activity))


def without_use(places: list[Municipality]) -> str:
    if not places:
        return _("Aktiviteten har ingen kommuner, og gir derfor ingen kommune «brukt».")
    return _(
        "Et digitalt arrangement, eller et for hele landet, gir «brukt» bare for kommuner der noen "
        "deltok. Fyll inn deltakelser per kommune for at de skal telle."
    )
