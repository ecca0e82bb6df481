"""What waits for an answer from one's own side, whichever role one has."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.dialogues.models import Dialogue
from assignments.needs.waiting import waiting_for
from assignments.requests.listing import waiting_for as waiting_for_us
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.pages import links
from korus_portal.pages.next_steps.parts import Step


def needs(user: User, text: str) -> Step:
    """Open needs that the person's side has said nothing about."""
    count = waiting_for(user).count()
    todo = ngettext("Si hva dere mener om %(n)s behov", "Si hva dere mener om %(n)s behov", count)
    return Step(
        ngettext("behov venter på svar fra dere", "behov venter på svar fra dere", count),
        f"{links.to('needs:need_list')}?waiting=on",
        text if count else _("Ingen venter på dere."),
        count=count,
        todo=todo % {"n": count},
    )


def dialogues(centre: Centre) -> Step:
    """Invitations and proposals of other centres that the centre has not answered."""
    count = Dialogue.objects.waiting_for({centre.pk}).count()
    todo = ngettext(
        "Svar i %(n)s dialog med andre sentre", "Svar i %(n)s dialoger med andre sentre", count
    )
    return Step(
        ngettext("dialog venter på svar fra dere", "dialoger venter på svar fra dere", count),
        f"{links.to('dialogues:dialogue_list')}?venter=on",
        _("Om hvem som gjør hva, der flere gjør det samme eller ingen gjør noe."),
        count=count,
        todo=todo % {"n": count},
    )


def cases(user: User) -> Step:
    """What only one's own side can answer: questions, confirmations, offers of other centres."""
    count = len(waiting_for_us(user))
    todo = ngettext(
        "Svar i %(n)s sak som venter på dere", "Svar i %(n)s saker som venter på dere", count
    )
    return Step(
        ngettext("sak venter på svar fra dere", "saker venter på svar fra dere", count),
        f"{links.to('requests:request_list')}#venter",
        _("Et senter eller en kommune har spurt dere om noe.") if count else _("Ingen venter."),
        count=count,
        is_urgent=count > 0,
        todo=todo % {"n": count},
    )
