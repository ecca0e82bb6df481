"""For which side of the services work was done, and how its hours are shared between sides."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, Decimal

from assignments.coverage.models import Side
from korus_portal.accounts.models import Organisation

CENT = Decimal("0.01")
Kind = Organisation.Kind


def side_of(kind: str) -> Side:
    """The side of a recipient, by the kind of organisation.

    Municipalities and city districts are the municipal side. Health trusts and clinics are the
    specialist services, county authorities a side of their own. County governors, directorates,
    ministries and child welfare services of the state are the state. All else is other:
    universities, voluntary and user organisations, other centres.
    """
    match kind:
        case Kind.MUNICIPALITY | Kind.CITY_DISTRICT:
            return Side.MUNICIPAL
        case Kind.HEALTH_TRUST | Kind.CLINIC:
            return Side.SPECIALIST
        case Kind.COUNTY_AUTHORITY:
            return Side.COUNTY_AUTHORITY
        case Kind.COUNTY_GOVERNOR | Kind.DIRECTORATE | Kind.MINISTRY | Kind.CHILD_WELFARE:
            return Side.STATE
        case _:
            return Side.OTHER


def sides_of(organisations: Iterable[str], *, names_places: bool) -> list[str]:
    """The sides of an activity, each once, in the order of Side; none without a recipient.

    It is for the municipal side when it names a municipality or a city district, and for the side
    of each other recipient. `organisations` are their kinds.
    """
    found = {side_of(kind) for kind in organisations}
    if names_places:
        found.add(Side.MUNICIPAL)
    return [side.value for side in Side if side in found]


def side_shares(hours: Decimal | None, sides: Sequence[str]) -> dict[str, Decimal | None]:
    """Hours in equal parts to two decimals; the remainder goes to the first side.

    All of them stand under the empty key when there is no recipient.
    """
    first, *others = sides or [""]
    if hours is None:
        return dict.fromkeys([first, *others])
    part = (Decimal(hours) / (1 + len(others))).quantize(CENT, rounding=ROUND_DOWN)
    return {first: Decimal(hours) - part * len(others), **dict.fromkeys(others, part)}
