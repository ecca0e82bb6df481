"""What a request counts for: contact, for the centre asked and for each that accepted (rule 6)."""

from django.utils import timezone

from assignments.coverage.models import Fact, Level
from assignments.requests.models import SupportRequest
from centres.models import Centre
from municipalities import structure


def facts_of(support_request: SupportRequest) -> list[Fact]:
    """One fact per centre. A declined request counts too; it belongs to the year it was sent in."""
    municipality = support_request.municipality
    place = municipality.parent_id or municipality.pk
    today = structure.place_today_ids([place])[place]
    day = timezone.localdate(support_request.submitted_at)
    return [
        Fact(
            source_kind=Fact.Source.REQUEST,
            source_id=support_request.pk,
            day=day,
            year=day.year,
            centre=centre,
            centre_kind=centre.kind,
            place_then_id=place,
            place_today_id=today,
            district_id=municipality.pk if municipality.is_district else None,
            theme_id=support_request.theme_id,
            level=Level.CONTACTED,
        )
        for centre in centres_of(support_request)
    ]


def centres_of(support_request: SupportRequest) -> list[Centre]:
    """The centre that was asked, and the one that accepted when that is another."""
    centres = [support_request.asked_centre]
    accepted = support_request.status == SupportRequest.Status.ACCEPTED
    if accepted and support_request.centre_id != support_request.asked_centre_id:
        centres.append(support_request.centre)
    return centres
