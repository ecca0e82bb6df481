"""The municipalities behind a number of focus municipalities, with agreements and needs. Reads."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assignments.agreements.models import Agreement
from assignments.needs.models import Need
from korus_portal.accounts.models import User
from municipalities import structure
from municipalities.models import County
from reporting.dashboard import focus, unreached
from reporting.dashboard.figures import Place, Summary
from reporting.dashboard.focus import AGREEMENT, NEED, SPECIAL, Focus

WHAT: dict[str, str | Promise] = {
    AGREEMENT: _("Kommuner med avtale i året"),
    SPECIAL: _("Kommuner der en avtale gjelder særskilte behov"),
    NEED: _("Kommuner med åpne behov"),
}
TESTS = {AGREEMENT: Focus.is_focus, SPECIAL: Focus.is_special, NEED: Focus.has_need}


@dataclass
class Row:
    """A municipality, and what of it the reader may open."""

    place: Place
    county: str
    agreements: list[Agreement] = field(default_factory=list)
    # Counted, and not the reader's to open.
    hidden_agreements: int = 0
    needs: list[Need] = field(default_factory=list)
    hidden_needs: int = 0

    @property
    def people(self) -> str:
        return unreached.people(self.place)


def shown(found: Summary, viewer: User, what: str) -> dict[str, Any]:
    """Exactly those that the number counted; queries as many however long the list is."""
    read = focus.read(found, viewer)
    places = [place for place in read.places if TESTS[what](read, place)]
    rows = {place.pk: row_of(read, place) for place in places}
    name_counties(rows)
    add_agreements(rows, read, viewer)
    add_needs(rows, read, viewer)
    return {
        "what": WHAT[what],
        "rows": list(rows.values()),
        "has_needs": any(read.needs.is_open_for(place.pk) for place in read.places),
        "needs_day": focus.needs_day(found.choice),
    }


def row_of(read: Focus, place: Place) -> Row:
    return Row(
        place,
        "",
        hidden_agreements=len(read.agreements.get(place.pk, ())),
        hidden_needs=read.needs.counts.get(place.pk, 0),
    )


def name_counties(rows: dict[int, Row]) -> None:
    names = dict(County.objects.values_list("pk", "name"))
    for row in rows.values():
        row.county = names[row.place.county_id]


def add_agreements(rows: dict[int, Row], read: Focus, viewer: User) -> None:
    of_place = {pk: place for place, ids in read.agreements.items() for pk in ids if place in rows}
    found = Agreement.objects.visible_to(viewer).filter(pk__in=of_place).select_related("centre")
    for agreement in found:
        row = rows[of_place[agreement.pk]]
        row.agreements.append(agreement)
        row.hidden_agreements -= 1


def add_needs(rows: dict[int, Row], read: Focus, viewer: User) -> None:
    """The directorate is told how many, and nothing of what they are."""
    if not any(row.hidden_needs for row in rows.values()):
        return
    open_then = focus.open_needs(read.choice).values("pk")
    found = Need.objects.visible_to(viewer).filter(pk__in=open_then)
    chain = structure.current_chain()
    by_place: dict[int, list[Need]] = defaultdict(list)
    for need in found.select_related("theme", "municipality"):
        place = need.municipality.parent_id or need.municipality_id
        by_place[unreached.at(chain, place, read.choice)].append(need)
    for pk, row in rows.items():
        row.needs = by_place[pk]
        row.hidden_needs -= len(row.needs)
