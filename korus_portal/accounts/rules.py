"""Who may manage people. Pure questions: no writes, no HTTP."""

from korus_portal.accounts.access import Viewer, is_administrator
from korus_portal.accounts.models import ROLES_OF_KIND, Organisation, User


def can_manage_users(viewer: Viewer) -> bool:
    return is_administrator(viewer)


def can_be_held(role: str, organisation: Organisation) -> bool:
    """What a role means depends on the kind of its organisation: a centre has no contacts."""
    return role in ROLES_OF_KIND.get(organisation.kind, frozenset())


def language_of(organisation: Organisation) -> str:
    """What its people are written to in, until they say otherwise themselves."""
    is_nynorsk = organisation.language == Organisation.Language.NYNORSK
    return User.Language.NYNORSK if is_nynorsk else User.Language.BOKMAAL
