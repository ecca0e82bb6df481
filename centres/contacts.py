"""Whom to call at each centre about a municipality."""

from collections import defaultdict

from centres.models import ContactPerson
from korus_portal.accounts.access import Viewer
from municipalities.models import Municipality


def people_for(municipality: Municipality, viewer: Viewer) -> dict[int, list[ContactPerson]]:
    """By centre: those named for the place itself, else for its county, else for everywhere.

    One query; empty for visitors.
    """
    rows = ContactPerson.objects.visible_to(viewer).covering(municipality).select_related("user")
    ranked: defaultdict[int, defaultdict[int, list[ContactPerson]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in rows:
        ranked[row.centre_id][distance(row)].append(row)
    return {centre: ranks[min(ranks)] for centre, ranks in ranked.items()}


def distance(person: ContactPerson) -> int:
    """How near the place the person is named: 0 for itself, 1 for its county, 2 for everywhere."""
    if person.municipality_id:
        return 0
    return 1 if person.county_id else 2
