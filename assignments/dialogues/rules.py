"""Who may do what in a dialogue, and in whose name. Pure questions: no writes, no HTTP."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from assignments.dialogues.concerned import About, centres_concerned, centres_serving
from assignments.dialogues.models import Dialogue, DialogueCentre
from centres.models import Centre
from korus_portal.accounts.access import Viewer, holds, is_directorate, parties
from korus_portal.accounts.models import Organisation, Role, User
from municipalities.models import CountyGovernor

WORKERS = (Role.ADVISER, Role.LEADER)


@dataclass(frozen=True)
class Opener:
    """In whose name a dialogue is opened: a centre's, or a county governor's who points it out."""

    organisation: Organisation
    centre: Centre | None = None


def can_follow(user: Viewer) -> bool:
    """Whether the person may have dialogues to see."""
    return holds(user, *WORKERS, Role.GOVERNOR) or is_directorate(user)


def can_start(user: Viewer) -> bool:
    """Whether the person may open dialogues at all; where, `openers` says."""
    return holds(user, *WORKERS, Role.GOVERNOR)


def openers(user: User, about: About) -> list[Opener]:
    """Own centres that are concerned or serve the place, and the governor of its county."""
    today = timezone.localdate()
    own = list(Centre.objects.filter(organisation__in=parties(user, *WORKERS)))
    found = []
    if own:
        concerned = {centre.pk for centre in centres_concerned(about, on=today)}
        allowed = concerned | centres_serving(about, on=today)
        active = [centre for centre in own if centre.is_active(today)]
        found = [Opener(row.organisation, row) for row in active if row.pk in allowed]
    return found + [Opener(office.organisation) for office in offices_of(user, about)]


def offices_of(user: User, about: About) -> list[CountyGovernor]:
    """None for what is about the whole country."""
    held = parties(user, Role.GOVERNOR)
    county = about.county or (about.municipality.county if about.municipality else None)
    if not held or county is None:
        return []
    rows = CountyGovernor.objects.filter(organisation__in=held, counties=county)
    return list(rows.select_related("organisation"))


def can_read(user: Viewer, dialogue: Dialogue) -> bool:
    """What was written. The directorate alone sees no more than that it exists and how it ended."""
    return Dialogue.objects.readable_by(user).filter(pk=dialogue.pk).exists()


def seen_by(user: Viewer, dialogue: Dialogue) -> Dialogue | None:
    return Dialogue.objects.visible_to(user).filter(pk=dialogue.pk).first()


def own_rows(user: Viewer, dialogue: Dialogue) -> list[DialogueCentre]:
    """The centres in the dialogue in whose name the person may write, answer and agree."""
    held = parties(user, *WORKERS)
    rows = dialogue.invited.select_related("centre__organisation")
    return [row for row in rows if row.centre.organisation_id in held]


def works_at(user: Viewer, centre: Centre) -> bool:
    return holds(user, *WORKERS, organisation_id=centre.organisation_id)


def can_agree(user: User, dialogue: Dialogue, centre: Centre) -> bool:
    """Another centre than the one that proposed, and another person."""
    is_other = centre.pk != dialogue.proposed_by_centre_id and user.pk != dialogue.proposed_by_id
    return is_other and works_at(user, centre)


def bound(dialogue: Dialogue) -> QuerySet[DialogueCentre]:
    """Those whose yes a proposal needs: who takes part, and who would take it. A centre that has
    been merged or closed since is no longer asked."""
    rows = dialogue.invited.filter(Q(is_in=True) | Q(centre=dialogue.taken_by_id))
    return rows.filter(centre__in=Centre.objects.active(on=timezone.localdate()))


def can_withdraw(user: Viewer, dialogue: Dialogue) -> bool:
    return withdraws_for(user, dialogue) is not None


def withdraws_for(user: Viewer, dialogue: Dialogue) -> Organisation | None:
    """Whoever opened it: the centre, or the governor's office. Where that centre is closed, one
    that takes part."""
    opener = dialogue.opened_for
    if holds(user, *WORKERS, Role.GOVERNOR, organisation_id=opener.pk):
        return opener
    active = Centre.objects.active(on=timezone.localdate())
    own = [row.centre.organisation for row in own_rows(user, dialogue) if row.is_in]
    is_gone = own and Centre.objects.filter(organisation=opener).exclude(pk__in=active).exists()
    return own[0] if is_gone else None


def can_redact(user: Viewer, *, organisation_id: int) -> bool:
    """The leader of the centre that wrote it; a governor what the own office wrote."""
    return holds(user, Role.LEADER, Role.GOVERNOR, organisation_id=organisation_id)
