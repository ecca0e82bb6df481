"""Which needs wait for a word of one's own side."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from assignments.access import with_former
from assignments.needs.models import Need, NeedEvent, NeedQuerySet, Side, Verdict
from centres.models import Catchment, Centre
from korus_portal.accounts.access import Viewer, holds, parties
from korus_portal.accounts.models import Role
from municipalities.models import Municipality


def waiting_for(user: Viewer) -> NeedQuerySet:
    """Open needs that the person's side has not answered: the municipality what others have
    registered about it, the responsible centre and the governor what they have not judged.

    Each part lies within what the person may see.
    """
    asked = Q(pk__in=[])
    if holds(user, Role.CONTACT):
        replied = NeedEvent.objects.filter(need=OuterRef("pk"), kind=NeedEvent.Kind.REPLIED)
        asked |= ~Q(side=Side.MUNICIPALITY) & ~Exists(replied) & _of_contact(user)
    if holds(user, Role.GOVERNOR):
        asked |= _unjudged(Side.GOVERNOR) & _of_governor(user)
    if holds(user, Role.ADVISER, Role.LEADER):
        asked |= _unjudged(Side.CENTRE) & _of_centres(user)
    return Need.objects.open().filter(asked)


def _unjudged(side: Side) -> Q:
    return Q(~Exists(Verdict.objects.filter(need=OuterRef("pk"), side=side)))


def _of_contact(user: Viewer) -> Q:
    held = parties(user, Role.CONTACT)
    return _within(Q(organisation__in=held) | Q(parent__organisation__in=held))


def _of_governor(user: Viewer) -> Q:
    held = parties(user, Role.GOVERNOR)
    return _within(Q(county__governors__organisation__in=held))


def _of_centres(user: Viewer) -> Q:
    """What `responsible_centres` gives for each need, turned round."""
    held = parties(user, Role.ADVISER, Role.LEADER)
    today, found = timezone.localdate(), Q(pk__in=[])
    regional = Centre.objects.filter(organisation__in=held).exclude(
        function=Centre.Function.NATIONAL
    )
    for centre in regional.active(on=today):
        themes = set(centre.centre_fields.values_list("theme", flat=True))
        found |= _in_field(themes) & _in_catchment(centre)
    return found


def _in_catchment(centre: Centre) -> Q:
    """Where the centre is to help; a catchment may be for one field only."""
    areas: defaultdict[int | None, Q] = defaultdict(lambda: Q(pk__in=[]))
    rows = Catchment.objects.in_force(on=timezone.localdate()).filter(centre=centre)
    for theme, county, place in rows.values_list("theme", "county", "municipality"):
        areas[theme] |= Q(county=county) if county else Q(pk=place) | Q(parent=place)
    found = Q(pk__in=[])
    for field, area in areas.items():
        found |= _within(area) & (_in_field({field}) if field else Q())
    return found


def _in_field(themes: set[int]) -> Q:
    """A theme is in a field when it, or the one above it, is."""
    return Q(theme__in=themes) | Q(theme__parent__in=themes)


def _within(area: Q) -> Q:
    """Needs of today's places in an area, and of those they came from."""
    places = Municipality.objects.places_in_force(on=timezone.localdate()).filter(area)
    return Q(municipality__in=with_former(set(places.order_by().values_list("pk", flat=True))))
