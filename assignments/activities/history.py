"""What has happened to an activity: the row itself, its partners, and what was decided about it."""

from django.utils.translation import gettext as _

from assignments.activities.models import Activity, ActivityPartner, AdviserHours, Overlap
from assignments.plans.history import Change, Traced, history_of

# How the row is kept, which says nothing to who reads.
HIDDEN = ("version", "form_token", "series", "registered_at", "registered_by", "deleted_at")


def changes_of(activity: Activity) -> list[Change]:
    """Newest first."""
    own = {"activity_id": activity.pk}
    traced = [
        Traced(
            label=_("Aktiviteten"),
            model=Activity,
            where={"pgh_obj_id": activity.pk},
            hidden=HIDDEN,
            labels={"same_event_as": _("Samme arrangement som"), "corrects": _("Retter")},
        ),
        Traced(label=_("Samarbeidende senter"), model=ActivityPartner, where=own),
        Traced(label=_("Timer for en rådgiver"), model=AdviserHours, where=own),
        Traced(label=_("Avgjørelse om overlapp"), model=Overlap, where={"first_id": activity.pk}),
        Traced(label=_("Avgjørelse om overlapp"), model=Overlap, where={"second_id": activity.pk}),
    ]
    return history_of(traced, about=[activity])
