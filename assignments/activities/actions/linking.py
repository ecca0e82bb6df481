"""Rows that are linked as the same event, kept true when one of them goes (rule 19).

A link points at a row that counts. When that is deleted or withdrawn its links are let go, so that
an event is never counted by nobody. The own figures of a linked row's centre are the same with and
without, so its year need not be open for that; only a centre that took part in both rows counts one
event for two.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from assignments.activities.actions.keeping import count
from assignments.activities.models import Activity, Overlap
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


def lock_with_linked(activity: Activity) -> tuple[Activity, list[Activity]]:
    """The row and those linked to it, in order of their numbers; held until the end.

    Who links takes the row too: what was linked while this waited is there the second time.
    """
    linked = Activity.objects.filter(same_event_as=activity.pk).order_by()
    while True:
        found = lock_all([activity.pk, *linked.values_list("pk", flat=True)])
        rest = [row for pk, row in found.items() if pk != activity.pk]
        if linked.count() == sum(row.same_event_as_id == activity.pk for row in rest):
            return found[activity.pk], [row for row in rest if row.same_event_as_id == activity.pk]


def lock_with_event(activity: Activity) -> tuple[Activity, list[Activity]]:
    """The same, and for a row that is linked itself the one that leads now: the lead may have been
    corrected, and the link handed on, since the row was read."""
    lead = activity.same_event_as_id
    while lead is not None:
        found = lock_all([activity.pk, lead])
        own = found[activity.pk]
        if own.same_event_as_id == lead:
            return own, [found[lead]]
        lead = own.same_event_as_id
    return lock_with_linked(activity)


def part_from_other_days(
    activity: Activity, others: Iterable[Activity], by: User
) -> list[Activity]:
    """A day was moved: rows with none in common, or of two years, are the same event no more, or
    it would count in neither year. The caller counts the row, and those that are given, anew."""
    apart = [row for row in others if not share_a_day(activity, row)]
    for row in apart:
        linked = activity if activity.same_event_as_id == row.pk else row
        linked.same_event_as = None
        linked.save(update_fields=["same_event_as"])
        pair = decided_on(activity).filter(Q(first=row) | Q(second=row))
        pair.filter(outcome=Overlap.Outcome.SAME_EVENT).delete()
        record("activities.unlinked", linked, by=by)
    return apart


def share_a_day(one: Activity, other: Activity) -> bool:
    first, last = max(one.starts_on, other.starts_on), min(last_day(one), last_day(other))
    return first <= last and one.year == other.year


def last_day(activity: Activity) -> date:
    return activity.ends_on or activity.starts_on


def lock_all(numbers: Iterable[int]) -> dict[int, Activity]:
    rows = Activity.objects.select_for_update(of=("self",)).select_related("centre", "assignment")
    return {row.pk: row for row in rows.filter(pk__in=set(numbers)).order_by("pk")}


def let_go(activity: Activity, linked: Iterable[Activity]) -> None:
    """End the links to and from the row. The caller counts all of them anew."""
    for row in linked:
        row.same_event_as = None
        row.save(update_fields=["same_event_as"])
    activity.same_event_as = None
    decided_on(activity).filter(outcome=Overlap.Outcome.SAME_EVENT).delete()


def hand_on(old: Activity, new: Activity) -> None:
    """Let the row that replaces another take over its links and what was decided about it."""
    old.linked_rows.exclude(pk=new.pk).update(same_event_as=new)
    Overlap.objects.bulk_create(
        Overlap(
            first_id=row.first_id if row.second_id == old.pk else row.second_id,
            second=new,
            outcome=row.outcome,
            reason=row.reason,
            decided_by_id=row.decided_by_id,
            decided_at=row.decided_at,
        )
        for row in decided_on(old)
    )


def decided_on(activity: Activity) -> QuerySet[Overlap]:
    return Overlap.objects.filter(Q(first=activity) | Q(second=activity))


def count_all(activities: Iterable[Activity]) -> None:
    """By year, the order in which every writer locks the summary rows."""
    for activity in sorted(activities, key=lambda row: row.year):
        count(activity)
