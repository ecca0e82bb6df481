"""What a queue can be narrowed by: each list holds what is there, and what is chosen already."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.requests import letters
from assignments.requests.models import SupportRequest
from assignments.requests.queue.choice import ALL, ELSEWHERE, NOBODY, WAITING, Choice
from assignments.requests.queue.table import Queue
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities import structure
from municipalities.models import County, Municipality, Theme

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Offer:
    """Value and label of what stands in each list, «all» apart."""

    statuses: Options = field(default_factory=list)
    themes: Options = field(default_factory=list)
    advisers: Options = field(default_factory=list)
    municipalities: Options = field(default_factory=list)
    counties: Options = field(default_factory=list)
    pointers: Options = field(default_factory=list)


def offer_of(queue: Queue) -> Offer:
    """Five queries, however long the queue is."""
    today = structure.place_today_ids({place for place, _theme, _adviser in queue.pairs})
    places = Municipality.objects.filter(pk__in=set(today.values()))
    counties = County.objects.filter(pk__in=places.order_by().values("county"))
    return Offer(
        statuses=statuses(),
        themes=themes_in(queue),
        advisers=advisers_in(queue),
        municipalities=[(place.code, place.name) for place in places],
        counties=[(county.code, county.name) for county in counties],
        pointers=pointers_in(queue.choice),
    )


def statuses() -> Options:
    own = [(value, capfirst(str(label))) for value, label in SupportRequest.Status.choices]
    return [(WAITING, _("Ikke avgjort")), *own, (ALL, _("Alle, også avsluttede"))]


def themes_in(queue: Queue) -> Options:
    """The themes of the requests, each with the one that it lies under."""
    ids = {theme for _place, theme, _adviser in queue.pairs if theme}
    every = {theme.pk: theme for theme in Theme.objects.select_related("parent")}
    shown = ids | {every[pk].parent_id for pk in ids if every[pk].parent_id}
    found = [(theme.code, theme.name) for pk, theme in every.items() if pk in shown]
    return [*found, (NOBODY, _("Vet ikke"))]


def advisers_in(queue: Queue) -> Options:
    """Everyone who has a request or can be given one, and nobody."""
    ids = {adviser for _place, _theme, adviser in queue.pairs if adviser}
    here = letters.people_of_centre(queue.desk.centre).order_by().values("pk")
    names = (
        User.objects.filter(Q(pk__in=ids) | Q(pk__in=here))
        .order_by("name", "pk")
        .values_list("pk", "name")
    )
    return [(NOBODY, _("Ingen")), *((str(pk), name) for pk, name in names)]


def pointers_in(choice: Choice) -> Options:
    """Where declined ones were pointed; asked for only when it is chosen, from the figures."""
    if not choice.pointed_to:
        return []
    codes = Centre.objects.filter(code=choice.pointed_to)
    own = [(centre.code, centre.short_name) for centre in codes]
    return [*own, (ELSEWHERE, _("andre enn sentrene")), (NOBODY, _("ingen"))]
