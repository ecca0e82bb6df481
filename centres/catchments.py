"""Where centres are to help on a day, counted in municipalities."""

from collections import defaultdict
from datetime import date

from centres.models import Catchment, Centre
from municipalities.models import Municipality


def municipality_ids(centre: Centre, *, on: date) -> set[int]:
    """Municipalities of the centre's catchment in force on a day, districts apart (rule 10).

    Empty means that nobody knows the catchment of that day: there is no denominator then.
    """
    return ids_by_centre(on=on, centre=centre)[centre.pk]


def ids_by_centre(*, on: date, centre: Centre | None = None) -> defaultdict[int, set[int]]:
    """The same for every centre, or for one, by two queries."""
    catchments = Catchment.objects.in_force(on=on)
    if centre is not None:
        catchments = catchments.filter(centre=centre)
    of_county: defaultdict[int, set[int]] = defaultdict(set)
    municipalities = Municipality.objects.in_force(on=on).order_by()
    for pk, county in municipalities.values_list("pk", "county"):
        of_county[county].add(pk)
    in_force = {pk for ids in of_county.values() for pk in ids}
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = catchments.order_by().values_list("centre", "county", "municipality")
    for helper, county, municipality in rows:
        found[helper] |= {municipality} & in_force if county is None else of_county[county]
    return found


def in_catchment(centre: Centre, municipality: Municipality, *, on: date) -> bool:
    """Whether the centre is to help there on a day; a city district follows its municipality."""
    return Catchment.objects.in_force(on=on).covering(municipality).filter(centre=centre).exists()
