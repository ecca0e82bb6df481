"""How each person wants to be told."""

from collections.abc import Collection

from korus_portal.accounts.models import User
from korus_portal.notifications.kinds import Group, Kind
from korus_portal.notifications.models import Mode, NotificationChoice


def modes(people: Collection[User], kind: Kind) -> dict[int, str]:
    """The mode for each person. A mandatory kind asks nobody."""
    chosen: dict[int, str] = {}
    if people and not kind.mandatory:
        found = NotificationChoice.objects.filter(user__in=people, group=kind.group)
        chosen = dict(found.values_list("user_id", "mode"))
    return {person.pk: chosen.get(person.pk, Mode.AT_ONCE) for person in people}


def of_person(user: User) -> dict[Group, Mode]:
    """What the person has chosen, group by group; nothing where nothing was chosen."""
    found = NotificationChoice.objects.filter(user=user).values_list("group", "mode")
    return {Group(group): Mode(mode) for group, mode in found if group in Group.values}
