"""What a contact counts for: kontakt, for the centre that got an answer (rule 6)."""

from assignments.coverage.models import Fact, Level
from assignments.outreach.models import Contact
from municipalities import structure


def facts_of(contact: Contact) -> list[Fact]:
    """One fact, without theme; an attempt that nobody answered is no contact (rule 6)."""
    if not (contact.is_answered and contact.is_counted):
        return []
    approach = contact.approach
    municipality, centre = approach.municipality, approach.centre
    place = municipality.counts_as_id
    return [
        Fact(
            source_kind=Fact.Source.OUTREACH,
            source_id=contact.pk,
            day=contact.day,
            year=contact.day.year,
            centre=centre,
            centre_kind=centre.kind,
            place_then_id=place,
            place_today_id=structure.place_today_ids([place])[place],
            district_id=municipality.pk if municipality.is_district else None,
            level=Level.CONTACTED,
        )
    ]
