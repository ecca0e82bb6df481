"""Who may read and write the register of surveys. Pure questions: no writes, no HTTP."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from assignments.access import own_municipalities, served_ids
from assignments.surveys.models import SurveyRound
from korus_portal.accounts.access import Viewer, holds
from korus_portal.accounts.models import Role
from municipalities import structure
from municipalities.models import Municipality


def can_list_rounds(user: Viewer) -> bool:
    return holds(user, Role.CONTACT, Role.ADVISER, Role.LEADER, Role.GOVERNOR)


def can_register_rounds(user: Viewer) -> bool:
    """The county governor reads; the municipality and its centres write."""
    return holds(user, Role.CONTACT, Role.ADVISER, Role.LEADER)


def registrable(user: Viewer, *, on: date) -> QuerySet[Municipality]:
    """The municipalities and districts of today that the person may register rounds for."""
    may = own_municipalities(user) | Q(pk__in=served_ids(user))
    return Municipality.objects.places_in_force(on=on).filter(may)


def can_register_for(user: Viewer, municipality: Municipality) -> bool:
    """An expired code's rounds are its heir's to mend."""
    today = timezone.localdate()
    heir = structure.place_ids([municipality.pk], to=today)[municipality.pk]
    return registrable(user, on=today).filter(pk=heir).exists()


def can_edit_round(user: Viewer, found: SurveyRound) -> bool:
    return can_register_for(user, found.municipality)
