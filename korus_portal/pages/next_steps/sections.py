"""One section for each role that a person has. Every question is asked through visible_to."""

from collections.abc import Callable
from datetime import date

from korus_portal.accounts.models import Membership, Role, User
from korus_portal.pages.next_steps import contact, officials, operator, staff
from korus_portal.pages.next_steps.parts import Section, tidied


def sections(user: User, *, on: date) -> list[Section]:
    """One section for each role held; a leader's includes what an adviser does."""
    made = []
    for held in user.current_memberships:
        leads = user.has_role(Role.LEADER, organisation_id=held.organisation_id)
        if held.role == Role.ADVISER and leads:
            continue
        made.append(tidied(SECTION_OF_ROLE[held.role](user, held, on)))
    return made


SECTION_OF_ROLE: dict[str, Callable[[User, Membership, date], Section]] = {
    Role.CONTACT: contact.section,
    Role.ADVISER: staff.adviser,
    Role.LEADER: staff.leader,
    Role.GOVERNOR: officials.governor,
    Role.USER_ORGANISATION: officials.user_organisation,
    Role.DIRECTORATE: officials.directorate,
    Role.ADMINISTRATOR: operator.section,
}
