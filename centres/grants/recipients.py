"""Whom a grant is paid to: the host that signs for the money, with its organisation number."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from stdnum.no import orgnr

from centres.grants.models import Grant
from korus_portal.accounts.models import Organisation

Kind = Organisation.Kind
# Those that host centres, or are centres of their own.
HOSTS = (
    Kind.HEALTH_TRUST,
    Kind.UNIVERSITY,
    Kind.CLINIC,
    Kind.VOLUNTARY,
    Kind.MUNICIPALITY,
    Kind.COUNTY_AUTHORITY,
    Kind.CENTRE,
)
# Municipalities and centres come from the reference data.
NEW_KINDS = (Kind.HEALTH_TRUST, Kind.UNIVERSITY, Kind.CLINIC, Kind.VOLUNTARY)


@dataclass(frozen=True)
class Recipient:
    """A party that is not in the portal yet."""

    name: str
    number: str
    kind: Organisation.Kind


def on_offer(chosen: int | None) -> QuerySet[Organisation]:
    return Organisation.objects.filter(Q(kind__in=HOSTS) | Q(pk=chosen)).order_by("name", "pk")


def is_a_number(number: str) -> bool:
    """Whether the check digit is right."""
    return bool(orgnr.is_valid(number))


def warning_about(grant: Grant) -> str:
    """What is unsure about the recipient; nothing when all is well."""
    party = grant.recipient
    if party is None:
        return _("Tilskuddsmottakeren er ikke registrert.")
    if not party.number:
        return _("Organisasjonsnummeret til tilskuddsmottakeren mangler.")
    if not is_a_number(party.number):
        return _("Organisasjonsnummeret til tilskuddsmottakeren er ikke gyldig.")
    return ""
