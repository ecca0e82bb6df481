"""Which place of today a need is about, and which centres answer for it there."""

from django.utils import timezone

from assignments.access import with_former
from assignments.needs.models import Need
from centres.routing import responsible_centres
from korus_portal.accounts.models import Organisation
from municipalities import structure
from municipalities.models import Municipality


def places_now(municipality: Municipality) -> list[Municipality]:
    """The municipality itself, or what it became; several where it was split."""
    today = timezone.localdate()
    if municipality.is_in_force(today):
        return [municipality]
    codes = structure.carry(municipality.code, on=today, to=today).codes
    return list(Municipality.objects.filter(code__in=codes).select_related("county", "parent"))


def former_and_now(municipality: Municipality) -> set[int]:
    """Ids of the place, of those that became it and of what it became: what is known of them is
    known of it."""
    return with_former({municipality.pk}) | {place.pk for place in places_now(municipality)}


def responsible_organisations(need: Need) -> list[Organisation]:
    """The centres that are to help with the theme there, advisers to the others apart."""
    today = timezone.localdate()
    found = {
        row.centre.organisation_id: row.centre
        for place in places_now(need.municipality)
        for row in responsible_centres(place, need.theme, on=today)
        if not row.is_adviser_only
    }
    parties = Organisation.objects.in_bulk(list(found))
    return [parties[pk] for pk in found]
