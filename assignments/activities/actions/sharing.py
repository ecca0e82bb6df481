"""Asking the centres that are said to have taken part (rule 18)."""

from collections.abc import Iterable

from django.utils import timezone

from assignments.activities import letters
from assignments.activities.models import Activity, ActivityPartner
from centres.models import Centre
from korus_portal.accounts.models import User

State = ActivityPartner.State


def ask_partners(activity: Activity, centres: Iterable[Centre], by: User) -> None:
    """Let the named centres be asked, and no others; what is answered stays.

    The caller has locked the activity and checked who writes. Never the own centre.
    """
    wanted = {centre.pk: centre for centre in centres if centre.pk != activity.centre_id}
    rows = ActivityPartner.objects.filter(activity=activity)
    rows.filter(state=State.ASKED).exclude(centre__in=wanted).delete()
    there = set(rows.values_list("centre_id", flat=True))
    new = [centre for pk, centre in wanted.items() if pk not in there]
    ActivityPartner.objects.bulk_create(
        ActivityPartner(activity=activity, centre=centre, asked_by=by) for centre in new
    )
    tell_partners(activity, new=new)


def tell_partners(activity: Activity, *, new: Iterable[Centre] = ()) -> None:
    """Write to the `new` ones, and to those who were named while it was a draft.

    Nobody is asked about a draft, which they cannot read: `asked_at` is moved to the day of asking.
    """
    if activity.status != Activity.Status.CONFIRMED:
        return
    now, waiting = timezone.now(), ActivityPartner.objects.filter(activity=activity)
    early = waiting.filter(state=State.ASKED, asked_at__lt=activity.confirmed_at)
    early = early.exclude(centre__in=[centre.pk for centre in new]).select_related("centre")
    untold = [*new, *(row.centre for row in early)]
    waiting.filter(centre__in=[centre.pk for centre in untold]).update(asked_at=now)
    for centre in untold:
        to = letters.leaders_of(centre)
        letters.tell("partner_asked", activity, to, partner=centre.short_name)
