"""Who may do what with agreements, and for which side. Pure questions: no writes, no HTTP."""

from assignments.agreements.models import Agreement, Commitment
from centres.models import Centre
from korus_portal.accounts.access import Viewer, holds, is_administrator, is_directorate
from korus_portal.accounts.models import Role

Side = Commitment.Side
State = Agreement.State


def can_list(user: Viewer) -> bool:
    """Everybody with a centre, a municipality, a county or the whole country to follow."""
    return holds(
        user,
        Role.ADVISER,
        Role.LEADER,
        Role.CONTACT,
        Role.GOVERNOR,
        Role.DIRECTORATE,
        Role.ADMINISTRATOR,
    )


def can_draft_somewhere(user: Viewer) -> bool:
    return holds(user, Role.ADVISER, Role.LEADER)


def works_at(user: Viewer, centre: Centre) -> bool:
    return holds(user, Role.ADVISER, Role.LEADER, organisation_id=centre.organisation_id)


def works_with(user: Viewer, agreement: Agreement) -> bool:
    return works_at(user, agreement.centre)


def leads(user: Viewer, agreement: Agreement) -> bool:
    return holds(user, Role.LEADER, organisation_id=agreement.centre.organisation_id)


def is_contact(user: Viewer, agreement: Agreement) -> bool:
    """A contact of the municipality; of a district also its city's."""
    place = agreement.municipality
    parties = {place.organisation_id, place.parent.organisation_id if place.parent else None}
    return any(
        holds(user, Role.CONTACT, organisation_id=party) for party in parties if party is not None
    )


def sides_of(user: Viewer, agreement: Agreement) -> list[Side]:
    """The sides for which the person works."""
    found = []
    if works_with(user, agreement):
        found.append(Side.CENTRE)
    if is_contact(user, agreement) and agreement.state != State.DRAFT:
        found.append(Side.MUNICIPALITY)
    return found


def sides_to_register(user: Viewer, agreement: Agreement) -> list[Side]:
    """Whose signature on paper the person may write down: the centre for both."""
    if works_with(user, agreement):
        return [Side.CENTRE, Side.MUNICIPALITY]
    return sides_of(user, agreement)


def sides_to_approve(user: Viewer, agreement: Agreement) -> list[Side]:
    """For whom the person may approve in the portal: the leader, and the municipality's contact."""
    found = [Side.CENTRE] if leads(user, agreement) else []
    return found + ([Side.MUNICIPALITY] if is_contact(user, agreement) else [])


def sides_to_decide(user: Viewer, agreement: Agreement) -> list[Side]:
    """Who answers for a side once it is signed: the leader, and the municipality's contact."""
    return sides_to_approve(user, agreement)


def can_see_internal(user: Viewer, agreement: Agreement) -> bool:
    """Reasons and who did what: both sides, not those who only may read what is signed."""
    return bool(sides_of(user, agreement))


def can_edit_draft(user: Viewer, agreement: Agreement) -> bool:
    return works_with(user, agreement) and is_open_draft(agreement)


def is_open_draft(agreement: Agreement) -> bool:
    return agreement.state == State.DRAFT and agreement.deleted_at is None


def is_binding(agreement: Agreement) -> bool:
    """Signed by both and not ended before its time."""
    return agreement.state == State.SIGNED and agreement.deleted_at is None


def can_read_needs(user: Viewer) -> bool:
    """Special needs stand with those who work there: upward go counts, and that there are any."""
    works_there = holds(user, Role.ADVISER, Role.LEADER, Role.CONTACT, Role.GOVERNOR)
    return works_there and not (is_directorate(user) or is_administrator(user))
