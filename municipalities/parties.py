"""The parties that municipalities, county governors and centres are in the portal."""

from collections.abc import Hashable, Mapping

from korus_portal.accounts.models import Organisation
from municipalities.sync import Columns, Tally, sync

Kind = Organisation.Kind
PORTAL_PARTIES = {
    Kind.DIRECTORATE: "Helsedirektoratet",
    Kind.OPERATOR: "Drift av KORUS-portalen",
}


def sync_parties(
    wanted: Mapping[Hashable, Columns], held: Mapping[Hashable, int]
) -> tuple[dict[Hashable, int], Tally]:
    """Organisations as `wanted`; `held` are the ids of those that exist, by the same key."""
    key_of = {pk: key for key, pk in held.items()}
    rows = Organisation.objects.filter(pk__in=key_of)
    synced = sync(Organisation, wanted, key=lambda row: key_of[row.pk], rows=rows)
    synced.tally.absent = []
    return {key: row.pk for key, row in synced.rows.items()}, synced.tally


def sync_portal_parties() -> Tally:
    """The directorate and whoever runs the portal."""
    rows = Organisation.objects.filter(kind__in=PORTAL_PARTIES, name__in=PORTAL_PARTIES.values())
    held: dict[Hashable, int] = {row.kind: row.pk for row in rows}
    wanted: dict[Hashable, Columns] = {
        kind: {"kind": kind, "name": name} for kind, name in PORTAL_PARTIES.items()
    }
    return sync_parties(wanted, held)[1]
