"""A comparison as texts: what the page and the command show before anything is applied."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils.translation import gettext as _

from korus_portal.accounts.models import Membership
from municipalities.models import County, Municipality
from municipalities.register.comparing import Comparison, Found, Type
from municipalities.register.models import RegisterUpdate


@dataclass(frozen=True)
class CountyLine:
    code: str
    name: str
    before: int
    after: int
    created: int
    ended: int


@dataclass(frozen=True)
class ChangeLine:
    label: str
    old: str
    new: str
    county: str
    # What follows of it for those who read the figures.
    meaning: str


@dataclass(frozen=True)
class Preview:
    update: RegisterUpdate
    found: Comparison
    figures: list[tuple[str, int]]
    counties: list[CountyLine]
    changes: list[ChangeLine]
    # Municipalities whose people must be given their roles anew, with how many roles.
    roles: list[tuple[str, int]]
    notices: list[str]

    @property
    def is_known(self) -> bool:
        return self.found.is_known


def preview_of(update: RegisterUpdate, found: Comparison) -> Preview:
    names = county_names(found)
    return Preview(
        update=update,
        found=found,
        figures=figures(found),
        counties=county_lines(found, names),
        changes=[change_line(change, names) for change in found.changes],
        roles=roles_to_give(found),
        notices=notices(found),
    )


def figures(found: Comparison) -> list[tuple[str, int]]:
    """Changes are counted by the municipalities they concern, not by rows."""
    gone = {kind: len({one.old for one in found.of_kind(kind)}) for kind in Type}
    return [
        (_("Kommuner før"), len(found.before)),
        (_("Kommuner etter"), len(found.after)),
        (_("Nye nummer"), len(found.created)),
        (_("Nummer som utgår"), len(found.ended)),
        (_("Bare nytt nummer"), gone[Type.RENUMBER]),
        (_("Slås sammen med andre"), gone[Type.MERGE]),
        (_("Deles"), gone[Type.SPLIT]),
        (_("Nytt navn"), gone[Type.RENAME]),
        (_("Avgir areal til andre"), gone[Type.BOUNDARY]),
    ]


def county_names(found: Comparison) -> dict[str, str]:
    return dict(County.objects.values_list("code", "name")) | found.new_counties


def county_lines(found: Comparison, names: dict[str, str]) -> list[CountyLine]:
    before, after = (Counter(code[:2] for code in codes) for codes in (found.before, found.after))
    created, ended = (Counter(code[:2] for code in codes) for codes in (found.created, found.ended))
    return [
        CountyLine(code, names.get(code, ""), before[code], after[code], created[code], ended[code])
        for code in sorted({*before, *after})
    ]


def change_line(change: Found, names: dict[str, str]) -> ChangeLine:
    old = f"{change.old} {change.old_name}"
    new = f"{change.new} {change.new_name}"
    meanings = {
        Type.RENUMBER: _("Opplysninger, tall og roller følger med."),
        Type.MERGE: _("Tall følger med. Roller må gis på nytt."),
        Type.SPLIT: _("Tall står ufordelt under det gamle nummeret. Roller må gis på nytt."),
        Type.RENAME: _("Bare navnet endres."),
        Type.BOUNDARY: _("Ingen tall flyttes."),
    }
    return ChangeLine(
        label=str(Type(change.kind).label),
        old=old,
        new=new,
        county=names.get(change.new[:2], change.new[:2]),
        meaning=meanings[Type(change.kind)],
    )


def roles_to_give(found: Comparison) -> list[tuple[str, int]]:
    """Where the municipality is no longer the same one, its people are not moved unasked."""
    ended = {one.old for one in found.of_kind(Type.MERGE, Type.SPLIT)} & set(found.ended)
    held = Membership.objects.current().filter(organisation__municipality__code__in=ended)
    counted = held.values_list(
        "organisation__municipality__code", "organisation__municipality__name"
    ).annotate(roles=Count("pk"))
    return [(f"{code} {name}", roles) for code, name, roles in sorted(counted)]


def notices(found: Comparison) -> list[str]:
    told = []
    if found.new_counties:
        names = ", ".join(f"{code} {name}" for code, name in sorted(found.new_counties.items()))
        told.append(
            _("Nye fylker: %(names)s. De får ikke statsforvalter og ansvarsområder av seg selv.")
            % {"names": names}
        )
    if found.ended_counties:
        names = ", ".join(f"{code} {name}" for code, name in sorted(found.ended_counties.items()))
        told.append(_("Fylker som utgår: %(names)s.") % {"names": names})
    for code, held, listed in found.spelled_otherwise:
        told.append(
            _(
                "%(code)s heter %(held)s i registeret og %(listed)s i kodelisten."
                " Navnet endres ikke."
            )
            % {"code": code, "held": held, "listed": listed}
        )
    return [*told, *lost_letters(found), *districts_left(found)]


def lost_letters(found: Comparison) -> list[str]:
    lost = [f"{code} {name}" for code, name in sorted(found.after.items()) if "?" in name]
    if not lost:
        return []
    text = _(
        "Disse navnene har mistet bokstaver i filen: %(names)s. Last helst ned listen i UTF-8."
    )
    return [text % {"names": ", ".join(lost)}]


def districts_left(found: Comparison) -> list[str]:
    """City districts have numbers that begin with their city's; SSB lists them elsewhere."""
    on = found.day - timedelta(days=1)
    districts = Municipality.objects.districts().places_in_force(on=on)
    names = districts.filter(parent__code__in=found.ended).order_by().values_list("parent__name")
    text = _("%(city)s har bydeler. De står igjen under det gamle nummeret og må føres for hånd.")
    return [text % {"city": name} for (name,) in names.distinct()]
