"""In which years an agreement counts (rule 26)."""

from datetime import date

from assignments.agreements.models import Agreement
from assignments.coverage.models import Fact, Level
from assignments.plans.models import ClosedYear
from municipalities import structure


def facts_of(agreement: Agreement) -> list[Fact]:
    """One fact for each year in which a signed agreement is in force one day of it (rule 26).

    All years of the period, the coming ones too: readers cut at today's year. A year that was
    closed before the second side signed keeps what was reported: it gets no fact.
    """
    if agreement.signed_at is None or agreement.deleted_at is not None:
        return []
    municipality, centre = agreement.municipality, agreement.centre
    place = municipality.counts_as_id
    today = structure.place_today_ids([place])[place]
    closed = closed_before(agreement)
    return [
        Fact(
            source_kind=Fact.Source.AGREEMENT,
            source_id=agreement.pk,
            day=day,
            year=day.year,
            centre=centre,
            centre_kind=centre.kind,
            place_then_id=place,
            place_today_id=today,
            district_id=municipality.pk if municipality.is_district else None,
            level=Level.UNKNOWN,
        )
        for day in first_days(agreement)
        if day.year not in closed
    ]


def first_days(agreement: Agreement) -> list[date]:
    """The first day in force of each year of the period."""
    first, last = agreement.starts_on, agreement.last_day_in_force
    if last < first:
        return []
    return [max(first, date(year, 1, 1)) for year in range(first.year, last.year + 1)]


def closed_before(agreement: Agreement) -> set[int]:
    """The years that the centre had reported when the second side signed."""
    rows = ClosedYear.objects.filter(centre=agreement.centre_id, closed_at__lt=agreement.signed_at)
    return set(rows.values_list("year", flat=True))
