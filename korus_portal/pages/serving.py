"""Which centres a municipality lies in the catchment of, field by field."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from centres import contacts
from centres.models import Catchment, Centre, ContactPerson
from korus_portal.accounts.access import Viewer
from municipalities.models import Municipality, Theme


@dataclass(slots=True)
class Serving:
    """One centre that is to help here: for which fields, why, and whether that is confirmed."""

    centre: Centre
    fields: list[Theme]
    area: str
    is_verified: bool
    can_be_asked: bool
    # Whom to call there; empty for visitors.
    people: list[ContactPerson] = field(default_factory=list)


@dataclass(slots=True)
class Services:
    regional: list[Serving] = field(default_factory=list)
    national: list[Serving] = field(default_factory=list)

    @property
    def by_field(self) -> list[tuple[Theme, list[Serving]]]:
        """Regional centres under each of their fields, those with it as main field first."""
        found: dict[Theme, list[tuple[int, str, Serving]]] = defaultdict(list)
        for one in self.regional:
            for position, theme in enumerate(one.fields):
                found[theme].append((position, one.centre.short_name, one))
        ordered = sorted(found, key=lambda theme: (theme.position, theme.pk))
        return [(theme, [row[2] for row in sorted(found[theme], key=_first)]) for theme in ordered]


def _first(row: tuple[int, str, Serving]) -> tuple[int, str]:
    return row[0], row[1]


def services_of(municipality: Municipality, viewer: Viewer, *, on: date) -> Services:
    """Everybody with a catchment here on the day; five queries."""
    rows = list(
        Catchment.objects.in_force(on=on)
        .covering(municipality)
        .filter(centre__in=Centre.objects.active(on=on))
        .select_related("county", "municipality", "theme")
        .order_by("centre__kind", "centre__short_name", "pk")
    )
    ids = {row.centre_id for row in rows}
    centres = Centre.objects.with_fields().in_bulk(ids)
    askable = set(Centre.objects.askable().filter(pk__in=ids).values_list("pk", flat=True))
    people = contacts.people_for(municipality, viewer)
    services = Services()
    for pk, own in _grouped(rows).items():
        one = _serving(centres[pk], own, can_be_asked=pk in askable)
        one.people = people.get(pk, [])
        (services.national if one.centre.is_national_only else services.regional).append(one)
    return services


def _grouped(rows: list[Catchment]) -> dict[int, list[Catchment]]:
    found: dict[int, list[Catchment]] = defaultdict(list)
    for row in rows:
        found[row.centre_id].append(row)
    return found


def _serving(centre: Centre, rows: list[Catchment], *, can_be_asked: bool) -> Serving:
    """A catchment for one theme covers that theme; one without covers all the centre's fields."""
    whole = [row for row in rows if row.theme is None]
    all_fields = [one.theme for one in centre.centre_fields.all()]
    fields = all_fields if whole else [row.theme for row in rows if row.theme]
    return Serving(
        centre=centre,
        fields=fields,
        area=", ".join(dict.fromkeys(str(row.county or row.municipality) for row in rows)),
        is_verified=any(row.is_verified for row in rows),
        can_be_asked=can_be_asked,
    )
