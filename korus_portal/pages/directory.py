"""The directory of centres: grouped, narrowed down, and each centre's facts with what is unsure."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centres.models import Catchment, Centre
from municipalities.models import County, Theme


@dataclass(frozen=True, slots=True)
class CentreFact:
    """One line of a centre's facts. Empty or unvouched-for values are «ikke bekreftet»."""

    label: str
    value: str
    is_verified: bool
    href: str = ""


# The order on the page; each is a column that may be empty until somebody enters it.
COLUMNS = [
    "host_organisation",
    "home_municipality",
    "owner",
    "commissioner",
    "financing_form",
    "website",
    "email",
    "phone",
]

HEADINGS: dict[str, str | Promise] = {
    Centre.Kind.KORUS: _("KORUS: rusfeltet"),
    Centre.Kind.RVTS: _("RVTS: vold, traumatisk stress og selvmordsforebygging"),
    Centre.Kind.RKBU: _("RKBU og RBUP: psykisk helse og barnevern for barn og unge"),
    Centre.Kind.NATIONAL_SERVICE: _("Nasjonale kompetansetjenester"),
    Centre.Kind.NATIONAL_CENTRE: _("Nasjonale kompetansesentre"),
    Centre.Kind.RESEARCH_CENTRE: _("Forskningssentre"),
    Centre.Kind.NETWORK: _("Nettverk"),
}


def centres(theme: Theme | None, county: County | None, *, on: date) -> QuerySet[Centre]:
    """Active centres that work in the field (or the one it belongs to) and serve the county."""
    found = Centre.objects.active(on=on).with_fields()
    if theme is not None:
        fields = [pk for pk in (theme.pk, theme.parent_id) if pk]
        found = found.filter(centre_fields__theme__in=fields)
    if county is not None:
        here = Q(county=county) | Q(municipality__county=county)
        found = found.filter(catchments__in=Catchment.objects.in_force(on=on).filter(here))
    return found.order_by("kind", "short_name").distinct()


def by_kind(found: QuerySet[Centre]) -> list[tuple[str, list[Centre]]]:
    """Groups in the order in which the kinds are listed: those for municipalities first."""
    order = {kind: number for number, kind in enumerate(HEADINGS)}
    rows = sorted(found, key=lambda centre: order[centre.kind])
    return [(str(HEADINGS[kind]), list(own)) for kind, own in groupby(rows, lambda c: c.kind)]


def retired(*, on: date) -> list[Centre]:
    """Centres that are merged or closed, with what came after them."""
    gone = Centre.objects.exclude(pk__in=Centre.objects.active(on=on)).select_related("successor")
    return list(gone)


def facts(centre: Centre) -> list[CentreFact]:
    return [_fact(centre, name) for name in COLUMNS]


def _fact(centre: Centre, name: str) -> CentreFact:
    column = centre._meta.get_field(name)
    value = _text(centre, name)
    return CentreFact(
        label=str(getattr(column, "verbose_name", name)),
        value=value,
        is_verified=bool(value) and name not in centre.unverified,
        href=_href(centre, name, value),
    )


def _text(centre: Centre, name: str) -> str:
    if name == "financing_form":
        return str(centre.get_financing_form_display())
    value: Any = getattr(centre, name)
    return str(value) if value else ""


def _href(centre: Centre, name: str, value: str) -> str:
    if not value:
        return ""
    match name:
        case "website":
            return centre.website_url
        case "email":
            return f"mailto:{value}"
        case "phone":
            return f"tel:{value.replace(' ', '')}"
    return ""


def catchments(centre: Centre, *, on: date) -> list[Catchment]:
    """Where the centre is to help now, counties before municipalities."""
    found = centre.catchments.in_force(on=on).select_related("county", "municipality", "theme")
    return sorted(found, key=_place_order)


def _place_order(row: Catchment) -> tuple[bool, bytes]:
    place = row.county or row.municipality
    return row.county is None, bytes(place.sort_key) if place else b""


def detailed() -> QuerySet[Centre]:
    """A centre with everything its page shows."""
    before = Prefetch("predecessors", Centre.objects.order_by("short_name"))
    return (
        Centre.objects.with_fields()
        .select_related("home_municipality", "successor")
        .prefetch_related(before)
    )
