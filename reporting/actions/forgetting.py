"""Documents that tell what has been redacted since in rows that are not the report's own.

Titles of activities, tiltak and agreements, and the reasons of corrections, stay in their rows,
where the leader redacts them. Swept by beat: those rows know nothing of reports.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from assignments.activities.models import Activity, ActivityPartner
from assignments.agreements.models import Agreement
from assignments.plans.models import Assignment
from korus_portal.audit.models import Event
from reporting.actions.documenting import ask_for_documents
from reporting.actions.locking import lock_report
from reporting.documents import content, store
from reporting.models import AnnualReport

# A night without beat loses nothing.
LOOKED_BACK = timedelta(days=2)
# A document that was being made may have read the text before, and be kept after.
IN_THE_MAKING = timedelta(minutes=15)
TOLD = (Activity, Assignment, Agreement)


def forget_redacted(*, now: datetime | None = None) -> int:
    """Drop documents that may tell a redacted text, and ask for new ones. Returns how many
    reports there were. Safe to repeat."""
    since = (now or timezone.now()) - LOOKED_BACK
    found: dict[int, datetime] = {}
    for centre, at in redacted_since(since):
        found[centre] = max(at, found.get(centre, at))
    return sum(forget_of(centre, at) for centre, at in sorted(found.items()))


def redacted_since(since: datetime) -> Iterator[tuple[int, datetime]]:
    """Centres whose reports may tell the row, each with the moment."""
    events = Event.objects.filter(kind="redaction.text_redacted", at__gte=since)
    for model in TOLD:
        own = events.filter(object_type=model._meta.label_lower)
        at = {int(pk): moment for pk, moment in own.order_by("at").values_list("object_id", "at")}
        centres = model._base_manager.filter(pk__in=at).values_list("pk", "centre")
        yield from ((centre, at[pk]) for pk, centre in centres)
        if model is Activity:
            partners = ActivityPartner.objects.filter(activity__in=at)
            shared = partners.values_list("activity", "centre")
            yield from ((centre, at[pk]) for pk, centre in shared)


def forget_of(centre: int, at: datetime) -> int:
    reports = AnnualReport.objects.filter(centre=centre, documents__made_at__lt=at + IN_THE_MAKING)
    numbers = reports.order_by("pk").values_list("pk", flat=True).distinct()
    return sum(forget_in(pk, at) for pk in list(numbers))


@transaction.atomic
def forget_in(pk: int, at: datetime) -> bool:
    """Only where the report's content is another than before: most texts are not told in it."""
    report, has_told = lock_report(pk), False
    for language in set(report.documents.order_by().values_list("language", flat=True)):
        own = report.documents.filter(language=language)
        key = store.content_key(content.of_report(report, language=language))
        stale = own.filter(made_at__lt=at + IN_THE_MAKING).exclude(content_key=key)
        if own.filter(content_key=key, made_at__lt=at).exists() or not stale.exists():
            continue
        stale.delete()
        ask_for_documents(report, by=None, language=language)
        has_told = True
    return has_told
