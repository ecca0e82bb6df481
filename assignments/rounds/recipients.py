"""Who a round goes to: the whole catchment, counties, chosen places, pasted codes and names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from assignments.mapping.lines import LineError, Places
from assignments.requests.models import MailDomain
from centres import catchments
from centres.models import Centre
from municipalities.models import County, Municipality

SEPARATORS = re.compile(r"[;,\t\r\n]+")
# «3000 Alta» and «Alta (5601)»: people paste what their list shows.
CODE_AND_NAME = re.compile(r"^([0-9]{3,6})\s+\S|^\S.*\(([0-9]{3,6})\)$")
KOMMUNE = re.compile(r"^(?:.*\.)?([a-z0-9-]+)\.kommune\.no$")
OSLO = "0301"


@dataclass(frozen=True)
class Choice:
    """What was chosen, before it is looked up."""

    catchment: bool = False
    counties: Sequence[County] = ()
    places: Sequence[Municipality] = ()
    # "", "oslo" or "all": city districts of the municipalities that are chosen.
    districts: str = ""


def chosen_places(centre: Centre, choice: Choice, *, on: date) -> list[Municipality]:
    """Every municipality and district of the choice, each once, in order of code."""
    ids = catchments.municipality_ids(centre, on=on) if choice.catchment else set()
    wanted = Q(pk__in=ids) | Q(county__in=[county.pk for county in choice.counties])
    found = {row.pk: row for row in Municipality.objects.in_force(on=on).filter(wanted)}
    found |= {row.pk: row for row in choice.places}
    if choice.districts:
        found |= {row.pk: row for row in districts_of(found, choice.districts, on=on)}
    return sorted(found.values(), key=lambda row: row.code)


def districts_of(ids: Iterable[int], which: str, *, on: date) -> Iterable[Municipality]:
    rows = Municipality.objects.places_in_force(on=on).filter(parent__in=list(ids))
    return rows.filter(parent__code=OSLO) if which == "oslo" else rows


def read_pasted(text: str, *, on: date) -> tuple[list[Municipality], list[str]]:
    """The places that the text names by code or name, and what is wrong with the rest of it."""
    parts = list(dict.fromkeys(part.strip() for part in SEPARATORS.split(text) if part.strip()))
    if not parts:
        return [], []
    places = Places(on)
    addresses = {part: domain_of(part) for part in parts if "@" in part}
    domains = municipalities_of(addresses.values(), places) if addresses else {}
    found: dict[int, Municipality] = {}
    errors = []
    for part in parts:
        try:
            row = domains[addresses[part]] if part in addresses else find(part, places)
        except (LineError, KeyError) as error:
            errors.append(part if isinstance(error, KeyError) else str(error))
        else:
            found[row.pk] = row
    return list(found.values()), errors


def find(part: str, places: Places) -> Municipality:
    both = CODE_AND_NAME.match(part)
    return places.find(next(code for code in both.groups() if code) if both else part)


def domain_of(address: str) -> str:
    """«Postmottak <post@alta.kommune.no>» too."""
    return address.rpartition("@")[2].strip(" <>()\"'").lower()


def municipalities_of(domains: Iterable[str], places: Places) -> dict[str, Municipality]:
    """The municipality of each mail domain that is certain: entered by the operator, or made of
    the municipality's name as Norwegian ones are (alta.kommune.no)."""
    wanted = set(domains)
    entered = MailDomain.objects.filter(domain__in=wanted).select_related("municipality")
    labels, found = by_label(places), dict[str, Municipality]()
    for domain in wanted:
        named = KOMMUNE.match(domain)
        rows = labels.get(named.group(1), []) if named else []
        if len(rows) == 1:
            found[domain] = rows[0]
    owners: dict[str, list[Municipality]] = {}
    for row in entered:
        owners.setdefault(row.domain, []).append(row.municipality)
    return found | {domain: rows[0] for domain, rows in owners.items() if len(rows) == 1}


def by_label(places: Places) -> dict[str, list[Municipality]]:
    """Municipalities by their names as they stand in addresses: «voeroey», «vaeroy», «vaaler»."""
    found: dict[str, list[Municipality]] = {}
    for row in places.by_code.values():
        if not row.is_district:
            for label in labels_of(row.name):
                found.setdefault(label, []).append(row)
    return found


def labels_of(name: str) -> set[str]:
    plain = re.sub(r"\s+", "-", name.lower())
    ways = [("e", "o", "a"), ("ae", "o", "a"), ("ae", "oe", "aa"), ("a", "o", "a")]
    spelled = {plain.translate(dict(zip(map(ord, "æøå"), way, strict=True))) for way in ways}
    return spelled | {label.replace("-", "") for label in spelled}


def outside(centre: Centre, places: Iterable[Municipality], *, on: date) -> list[Municipality]:
    """Those that do not lie in the centre's catchment on the day; districts follow their city."""
    inside = catchments.municipality_ids(centre, on=on)
    return [row for row in places if row.counts_as_id not in inside]
