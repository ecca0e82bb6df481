"""Who may do what with information rounds. Pure questions: no writes, no HTTP."""

from assignments.plans.rules import can_lead_centre, works_at
from assignments.plans.years import YearClosedError, is_closed
from assignments.rounds.models import InformationRound
from korus_portal.accounts.access import Viewer, holds, is_administrator, is_directorate
from korus_portal.accounts.models import Role

Channel = InformationRound.Channel


def can_list_rounds(user: Viewer) -> bool:
    """Others see the rows about themselves on the municipality's page."""
    return can_register_rounds(user) or is_directorate(user) or is_administrator(user)


def can_register_rounds(user: Viewer) -> bool:
    return holds(user, Role.ADVISER, Role.LEADER)


def can_change_round(user: Viewer, information_round: InformationRound) -> bool:
    """Whether its year is still open is the action's business."""
    return information_round.deleted_at is None and works_at(user, information_round.centre)


def can_restore_round(user: Viewer, information_round: InformationRound) -> bool:
    is_deleted = information_round.deleted_at is not None
    return is_deleted and can_lead_centre(user, information_round.centre)


def can_redact_round(user: Viewer, information_round: InformationRound) -> bool:
    return can_lead_centre(user, information_round.centre)


def can_read_history(user: Viewer, information_round: InformationRound) -> bool:
    return works_at(user, information_round.centre)


def needs_document(channel: str) -> bool:
    """A letter and a mail are proved by the letter; a meeting has often none."""
    return channel in (Channel.LETTER, Channel.MAIL)


def why_not_change(information_round: InformationRound) -> str:
    """Why it cannot be changed now, empty when it can. Asks whether the year is closed."""
    year = information_round.day.year
    if information_round.deleted_at is None and is_closed(information_round.centre_id, year):
        return str(YearClosedError(year))
    return ""
