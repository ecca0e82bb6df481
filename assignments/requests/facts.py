"""What a request counts for: contact, for the centre asked and for each that accepted (rule 6)."""

from collections.abc import Iterator

from django.utils import timezone

from assignments.coverage.models import Fact, Level
from assignments.requests.models import SupportRequest
from centres.models import Centre
from municipalities import structure
from municipalities.models import Municipality


def facts_of(support_request: SupportRequest) -> list[Fact]:
    """One fact per centre and municipality: contact (rule 6). A declined or withdrawn request
    counts too, an unconfirmed one does not; it belongs to the year it was sent in (rule 2)."""
    asked = list(municipalities_of(support_request))
    if not asked:
        return []
    places = {row.pk: row.counts_as_id for row in asked}
    today = structure.place_today_ids(set(places.values()))
    day = timezone.localdate(support_request.submitted_at)
    return [
        Fact(
            source_kind=Fact.Source.REQUEST,
            source_id=support_request.pk,
            day=day,
            year=day.year,
            centre=centre,
            centre_kind=centre.kind,
            place_then_id=places[row.pk],
            place_today_id=today[places[row.pk]],
            district_id=row.pk if row.is_district else None,
            theme_id=support_request.theme_id,
            level=Level.CONTACTED,
        )
        for centre in centres_of(support_request)
        for row in asked
    ]


def centres_of(support_request: SupportRequest) -> list[Centre]:
    """The centre that was asked, and each that accepted while the year was open."""
    held = support_request.holders.all()
    found = {row.centre_id: row.centre for row in held if row.accepted_at and row.is_counted}
    if support_request.is_counted:
        found[support_request.asked_centre_id] = support_request.asked_centre
    return [found[pk] for pk in sorted(found)]


def municipalities_of(support_request: SupportRequest) -> Iterator[Municipality]:
    """The one that asked, when that is certain, and the partners that have confirmed."""
    if support_request.is_confirmed:
        yield support_request.municipality
    yield from (row.municipality for row in support_request.partners.all() if row.is_counted)
