"""Which years a centre can report."""

from django.db.models import Min
from django.utils import timezone

from assignments.activities.models import Activity
from assignments.plans.models import Assignment
from centres.grants.models import Grant
from centres.models import Centre
from reporting.models import AnnualReport


def startable(centre: Centre) -> list[int]:
    """Years with work in them, until now, without a report under way. Finished years first."""
    this_year = timezone.localdate().year
    first = first_year(centre)
    if first is None:
        return []
    living = AnnualReport.objects.filter(centre=centre).living()
    taken = set(living.values_list("year", flat=True))
    years = [year for year in range(this_year, first - 1, -1) if year not in taken]
    return sorted(years, key=lambda year: (year == this_year, -year))


def first_year(centre: Centre) -> int | None:
    """The first year in which the centre had a tiltak, a counting activity or a grant."""
    kept = Assignment.objects.kept().filter(centre=centre)
    planned = kept.aggregate(first=Min("starts_on"))["first"]
    counting = Activity.objects.counting().filter(centre=centre)
    done = counting.aggregate(first=Min("starts_on"))["first"]
    granted = Grant.objects.filter(centre=centre).aggregate(first=Min("year"))["first"]
    found = [day.year for day in (planned, done) if day]
    return min([*found, *([granted] if granted else [])], default=None)
