"""Who is told of what in a dialogue. Letters say where to read, never what was written."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from assignments.dialogues.models import Dialogue, DialogueMessage
from assignments.dialogues.rules import WORKERS
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.notifications.outbox import notify


def tell(dialogue: Dialogue, name: str, *, by: User, who: str, besides: int | None = None) -> None:
    """The other centres, and for an end also the governor who pointed it out."""
    people = people_of(dialogue, besides=besides).exclude(pk=by.pk)
    if name in ("concluded", "withdrawn"):
        people |= opener_of(dialogue).exclude(pk=by.pk)
    write(dialogue, people.distinct(), name, who=who)


def write(dialogue: Dialogue, to: Iterable[User], name: str, *, who: str) -> None:
    notify(
        to,
        kind=f"dialogues.{name}",
        template=f"dialogues/emails/{name}",
        about=dialogue,
        path=dialogue.get_absolute_url(),
        context={"dialogue": dialogue, "who": who},
    )


def people_of(dialogue: Dialogue, *, besides: int | None = None) -> QuerySet[User]:
    """Of each centre its leaders and whoever has written for it; all where there is no leader.

    `besides` is the id of the centre that acted: its own people need no letter.
    """
    rows = dialogue.invited.exclude(centre=besides) if besides else dialogue.invited.all()
    rows = rows.exclude(is_in=False)
    houses = rows.order_by().values("centre__organisation")
    held = Membership.objects.with_role(*WORKERS).filter(organisation__in=houses)
    leaders = Membership.objects.with_role(Role.LEADER)
    has_leader = Exists(leaders.filter(organisation=OuterRef("organisation")))
    wrote = DialogueMessage.objects.filter(dialogue=dialogue).values("by")
    named = Q(role=Role.LEADER) | Q(user__in=wrote) | Q(user=dialogue.opened_by) | ~has_leader
    return User.objects.filter(pk__in=held.filter(named).values("user"))


def opener_of(dialogue: Dialogue) -> QuerySet[User]:
    """Whoever opened it, where that person still works there."""
    held = Membership.objects.current().filter(organisation=dialogue.opened_for)
    return User.objects.filter(pk=dialogue.opened_by_id, pk__in=held.values("user"))
