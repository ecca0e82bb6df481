"""Loading the reference data: read and check every file, then write all of it or nothing."""

from collections.abc import Hashable
from datetime import date
from operator import itemgetter
from pathlib import Path

import pghistory
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from centres import doubts, files
from centres.basis import basis, count_anew
from centres.files import CentreRow, Files
from centres.models import Catchment, Centre, CentreField, Initiative, MandateTask, Recognition
from korus_portal.accounts.models import Organisation
from municipalities import files as municipality_files
from municipalities import reference as municipality_reference
from municipalities.csvfile import Source
from municipalities.indicators import reference as indicator_reference
from municipalities.models import County, Municipality, Theme
from municipalities.parties import sync_parties
from municipalities.register.overlay import hold_register, with_applied_updates
from municipalities.sync import Columns, Tally, held_rows, keys_with_moves, retire, sync

Wanted = dict[Hashable, Columns]
Ids = dict[Hashable, int]
SOURCE = "load_reference_data"
# Facts that no file tells: in doubt until someone enters them.
NEVER_IN_A_FILE = ("email", "phone", "commissioner", "owner", "financing_form")
# Facts that a file tells when they are known.
MAY_BE_EMPTY = ("host_organisation", "home_municipality_id", "website")


def load(folder: Path | None = None) -> dict[str, Tally]:
    """Bring the database in line with the files of `folder` and, where it lacks one, our own.

    Raises DataFileError before anything is written. People's entries stay.
    """
    own = Path(settings.REFERENCE_DATA)
    source = Source(folder or own, own)
    places = municipality_files.read(source)
    measures = indicator_reference.read(source, places)
    helpers = files.read(source, places)
    today = timezone.localdate()
    with transaction.atomic(), pghistory.context(source=SOURCE):
        hold_register()
        # What was applied in the portal is newer than the files.
        places = with_applied_updates(places)
        before = basis()
        tallies = {
            **municipality_reference.write(places, today=today),
            **indicator_reference.write(measures, today=today),
            **write(helpers, today=today),
        }
        count_anew(before)
        return tallies


def write(given: Files, *, today: date) -> dict[str, Tally]:
    parties, party_tally = _write_parties(given)
    centres, centre_tally = _write_centres(given, parties)
    return {
        "parties of centres": party_tally,
        "centres": centre_tally,
        "fields of centres": _write_fields(given, centres),
        "catchments": _write_catchments(given, centres),
        "initiatives": _write_initiatives(given, today),
        "mandate tasks": _write_mandate_tasks(given, today),
        "answers to IS-24/8": _write_recognition(given, centres),
    }


def _write_parties(given: Files) -> tuple[Ids, Tally]:
    wanted: Wanted = {
        row.code: {"kind": Organisation.Kind.CENTRE, "name": row.name} for row in given.centres
    }
    owned = Centre.objects.filter(code__in=wanted)
    return sync_parties(wanted, dict(owned.values_list("code", "organisation_id")))


def _write_centres(given: Files, parties: Ids) -> tuple[dict[Hashable, Centre], Tally]:
    homes = {row.home_municipality_code for row in given.centres} - {None}
    municipalities: Ids = dict(
        Municipality.objects.filter(code__in=homes).values_list("code", "pk")
    )
    rows = list(held_rows(Centre))
    held = {row.code: row for row in rows}
    wanted: Wanted = {}
    for row in given.centres:
        columns = _centre_columns(row, parties, municipalities)
        columns["unverified"] = _unverified(row, columns, held.get(row.code))
        wanted[row.code] = columns
    synced = sync(Centre, wanted, key=lambda row: row.code, rows=rows)
    return synced.rows, synced.tally


def _centre_columns(row: CentreRow, parties: Ids, municipalities: Ids) -> Columns:
    home = row.home_municipality_code
    return {
        "code": row.code,
        "name": row.name,
        "short_name": row.short_name,
        "kind": row.type,
        "function": row.function,
        "organisation_id": parties[row.code],
        "host_organisation": row.host_organisation,
        "home_municipality_id": municipalities[home] if home else None,
        "website": row.website,
        "status": row.status,
        "valid_to": row.valid_to,
        "source": row.source,
    }


def _unverified(row: CentreRow, columns: Columns, held: Centre | None) -> list[str]:
    """Columns in doubt: those the source doubts, and those nobody has told us.

    What a person has entered is theirs: it keeps the mark it has.
    """
    found = doubts.columns(row.source) | set(NEVER_IN_A_FILE)
    found |= {name.removesuffix("_id") for name in MAY_BE_EMPTY if not columns[name]}
    if row.status != Centre.Status.ACTIVE:
        found.add("successor")
    if held:
        found -= set(held.entered)
        found |= set(held.entered) & set(held.unverified)
    return sorted(found)


def _write_fields(given: Files, centres: dict[Hashable, Centre]) -> Tally:
    themes = dict(Theme.objects.values_list("code", "pk"))
    kept = [centre.pk for centre in centres.values() if "fields" in centre.entered]
    wanted: Wanted = {}
    for row in given.centres:
        centre, doubted = centres[row.code], doubts.themes(row.source)
        for position, code in enumerate(row.thematic_fields):
            wanted[centre.pk, themes[code]] = {
                "centre_id": centre.pk,
                "theme_id": themes[code],
                "position": position,
                "is_verified": code not in doubted,
            }
    wanted = {key: columns for key, columns in wanted.items() if columns["centre_id"] not in kept}
    listed = [centres[row.code].pk for row in given.centres]
    rows = CentreField.objects.filter(centre__in=listed).exclude(centre__in=kept)
    synced = sync(CentreField, wanted, key=lambda row: (row.centre_id, row.theme_id), rows=rows)
    return synced.drop_absent()


def _write_catchments(given: Files, centres: dict[Hashable, Centre]) -> Tally:
    counties = dict(County.objects.values_list("code", "pk"))
    wanted: Wanted = {}
    for row in given.catchments:
        centre, county = centres[row.centre_code].pk, counties[row.county_code]
        wanted[centre, county, None, None, row.valid_from] = {
            "centre_id": centre,
            "county_id": county,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "source": row.source,
            "is_verified": row.source != "unverified",
        }
    rows = list(held_rows(Catchment).select_related("centre", "county", "municipality"))
    key = keys_with_moves(rows, wanted, key=_catchment_key, group=itemgetter(0, 1, 2, 3))
    return sync(Catchment, wanted, key=key, rows=rows).tally


def _catchment_key(row: Catchment) -> Hashable:
    return row.centre_id, row.county_id, row.municipality_id, row.theme_id, row.valid_from


def _write_initiatives(given: Files, today: date) -> Tally:
    wanted: Wanted = {
        row.code: {
            "code": row.code,
            "name_nb": row.name_nb,
            "name_nn": row.name_nn,
            "kind": row.kind,
            "source": row.source,
            "is_verified": "unverified" not in row.source,
            "position": position,
            "retired_on": None,
        }
        for position, row in enumerate(given.initiatives)
    }
    synced = sync(Initiative, wanted, key=lambda row: row.code)
    retire(synced, on=today)
    return synced.tally


def _write_mandate_tasks(given: Files, today: date) -> Tally:
    wanted: Wanted = {
        row.code: {
            "code": row.code,
            "applies_to": row.applies_to,
            "is_optional": row.duty == "optional",
            "name_nb": row.name_nb,
            "name_nn": row.name_nn,
            "position": position,
            "retired_on": None,
        }
        for position, row in enumerate(given.mandate_tasks)
    }
    synced = sync(MandateTask, wanted, key=lambda row: row.code)
    retire(synced, on=today)
    return synced.tally


def _write_recognition(given: Files, centres: dict[Hashable, Centre]) -> Tally:
    """The file tells one named sum, «heard of or more»; how many answered, no file tells."""
    level = Recognition.AnswerLevel.HEARD_OR_MORE
    by_name = {centre.short_name: centre.pk for centre in centres.values()}
    counties = dict(County.objects.values_list("code", "pk"))
    wanted: Wanted = {}
    for row in given.survey:
        centre, county = by_name[row.centre], counties[row.county_code]
        wanted[centre, county, row.year] = {
            "centre_id": centre,
            "county_id": county,
            "year": row.year,
            "level": level,
            "share": row.share_heard_of_or_used_percent,
            "source": row.source,
        }
    rows = Recognition.objects.filter(level=level)
    key = itemgetter("centre_id", "county_id", "year")
    return sync(Recognition, wanted, key=lambda row: key(vars(row)), rows=rows).tally
