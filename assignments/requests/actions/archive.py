"""Where copies for an archive go (postmottak)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from assignments.requests import rules
from korus_portal.accounts.models import Organisation, User
from korus_portal.audit.log import record
from municipalities.models import Municipality


@transaction.atomic
def set_archive_address(*, municipality: Municipality, address: str, by: User) -> Organisation:
    """Set by a contact of the municipality. The same address once more changes nothing."""
    if not rules.can_submit_request(by, municipality):
        raise PermissionDenied
    party = Organisation.objects.select_for_update(no_key=True).get(municipality=municipality)
    if party.archive_address != address:
        details = {"archive_address": [party.archive_address, address]}
        party.archive_address = address
        party.save(update_fields=["archive_address"])
        record("requests.archive_address_set", municipality, by=by, details=details)
    return party
