"""Writing a comparison into the register. Called by actions.py, in its transaction.

What is written is noted down in the update itself, so that a later load of reference data can
leave it alone (see overlay.py).
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from korus_portal.accounts.models import Organisation
from municipalities.models import County, Municipality, MunicipalityChange
from municipalities.names import sort_key
from municipalities.register import naming
from municipalities.register.comparing import Comparison, Type
from municipalities.register.naming import Names

# What follows a municipality that only changes its number: it is the same land and people.
FACTS = (
    "latitude",
    "longitude",
    "area_km2",
    "area_basis",
    "population",
    "population_date",
    "centrality_class",
    "centrality_index",
    "language_form",
    "sami_admin_area",
)
NAMES = ("name", "official_name", "name_sami", "name_kven")
Places = dict[str, Municipality]


def write(found: Comparison, *, source: str) -> dict[str, Any]:
    """Bring the register in line, and say what was written."""
    rows = Municipality.objects.municipalities().select_related("county", "organisation")
    places = {row.code: row for row in rows.filter(code__in={*found.before, *found.after})}
    counties = write_counties(found)
    parties = end_old(found, places)
    renamed = rename(found, places)
    created = create_new(found, places, parties, counties)
    name_parties(found, places, [*renamed, *created])
    write_changes(found, places, source=source)
    return {
        "ended": {code: (found.day - timedelta(days=1)).isoformat() for code in found.ended},
        "created": created,
        "renamed": renamed,
        "counties_created": sorted(found.new_counties),
        "counties_ended": sorted(found.ended_counties),
        "changes": [
            [change.kind, change.old, change.old_name, change.new, change.new_name]
            for change in found.changes
        ],
        "source": source,
    }


def write_counties(found: Comparison) -> dict[str, County]:
    """A county is new when the code list says so, and ends with its last municipality."""
    eve = found.day - timedelta(days=1)
    County.objects.filter(code__in=found.ended_counties, valid_to=None).update(valid_to=eve)
    held = set(County.objects.filter(code__in=found.new_counties).values_list("code", flat=True))
    County.objects.bulk_create(
        County(code=code, name=name, valid_from=found.day, sort_key=sort_key(name))
        for code, name in sorted(found.new_counties.items())
        if code not in held
    )
    return {row.code: row for row in County.objects.filter(code__in=prefixes(found))}


def prefixes(found: Comparison) -> set[str]:
    return {code[:2] for code in found.after}


def end_old(found: Comparison, places: Places) -> dict[str, Organisation]:
    """Give old codes a last day. Where only the number changes, the party moves on with its
    people; it is returned under the new code. A new row that stands already has its own."""
    moved: dict[str, Organisation] = {}
    for change in found.of_kind(Type.RENUMBER):
        row = places[change.old]
        if row.organisation is not None and change.new not in places:
            moved[change.new], row.organisation = row.organisation, None
    eve = found.day - timedelta(days=1)
    gone = [places[code] for code in found.ended]
    for row in gone:
        row.valid_to = eve
    Municipality.objects.bulk_update(gone, ["valid_to", "organisation"], batch_size=500)
    return moved


def rename(found: Comparison, places: Places) -> list[str]:
    codes = []
    for change in found.of_kind(Type.RENAME):
        row = places[change.new]
        give_names(row, naming.after(found.after[row.code], names_of(row)))
        codes.append(row.code)
    rows = [places[code] for code in codes]
    Municipality.objects.bulk_update(rows, [*NAMES, "sort_key"], batch_size=500)
    return codes


def create_new(
    found: Comparison,
    places: Places,
    parties: dict[str, Organisation],
    counties: dict[str, County],
) -> list[str]:
    """The new codes, each with a party; those that stand already are left as they are."""
    before = {change.new: places[change.old] for change in found.of_kind(Type.RENUMBER)}
    rows = []
    for code in found.created:
        if code in places:
            continue
        row = successor(found, code, before.get(code))
        row.county = counties[code[:2]]
        row.organisation = parties.get(code) or Organisation(
            kind=Organisation.Kind.MUNICIPALITY, name=row.name
        )
        rows.append(row)
    parties_of = [row.organisation for row in rows if row.organisation is not None]
    fresh = [party for party in parties_of if party.pk is None]
    Organisation.objects.bulk_create(fresh)
    Municipality.objects.bulk_create(rows)
    places.update({row.code: row for row in rows})
    return [row.code for row in rows]


def successor(found: Comparison, code: str, before: Municipality | None) -> Municipality:
    """The facts of a predecessor that only changed its number; else they wait for their source."""
    row = Municipality(code=code, kind=Municipality.Kind.MUNICIPALITY, valid_from=found.day)
    if before is not None:
        for name in FACTS:
            setattr(row, name, getattr(before, name))
    give_names(row, naming.after(found.after[code], names_of(before) if before else None))
    return row


def names_of(row: Municipality) -> Names:
    return Names(*(getattr(row, name) for name in NAMES))


def give_names(row: Municipality, names: Names) -> None:
    for name in NAMES:
        setattr(row, name, getattr(names, name))
    row.sort_key = sort_key(row.name)


def name_parties(found: Comparison, places: Places, codes: list[str]) -> None:
    """As load_reference_data names them: with the county where two share a name."""
    shared = Counter(places[code].name for code in found.after)
    parties = []
    for code in codes:
        row = places[code]
        if row.organisation is not None:
            county = f" ({row.county.name})" if shared[row.name] > 1 else ""
            row.organisation.name = f"{row.name} kommune{county}"
            parties.append(row.organisation)
    Organisation.objects.bulk_update(parties, ["name"], batch_size=500)


def write_changes(found: Comparison, places: Places, *, source: str) -> None:
    """Each change once, whatever the register calls its kind already."""
    held = set(held_changes(found.day))
    MunicipalityChange.objects.bulk_create(
        MunicipalityChange(
            date=found.day,
            change_type=change.kind,
            old=places[change.old],
            old_name=change.old_name,
            new=places[change.new],
            new_name=change.new_name,
            source=source,
        )
        for change in found.changes
        if (change.old, change.new) not in held
    )


def held_changes(day: date) -> list[tuple[str, str]]:
    changes = MunicipalityChange.objects.filter(date=day)
    return list(changes.values_list("old__code", "new__code"))
