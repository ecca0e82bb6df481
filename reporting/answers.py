"""What the letters and the mandate ask the report to answer, and what has been answered."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import date_format

from assignments.activities.models import Activity, ActivityPartner
from assignments.agreements.models import Agreement
from assignments.plans.models import Assignment
from centres.grants.duties import duties_of
from centres.grants.models import GrantItem
from reporting import canonical
from reporting.models import AnnualReport, AnswerLink, ReportAnswer


def add_answers(report: AnnualReport) -> None:
    """A place for the answer to every point of the year's letters and every standing duty.

    What has one already keeps it. To be called under the lock of the report's row.
    """
    items = GrantItem.objects.filter(grant__centre=report.centre_id, grant__year=report.year)
    duties = duties_of(report.centre).filter(is_optional=False)
    new = [
        *(ReportAnswer(report=report, item=item) for item in without(items, report, "item")),
        *(ReportAnswer(report=report, task=task) for task in without(duties, report, "task")),
    ]
    ReportAnswer.objects.bulk_create(new)


def without(asked: Any, report: AnnualReport, column: str) -> Any:
    answered = report.answers.exclude(**{column: None}).values(column)
    return asked.exclude(pk__in=answered)


def frozen(report: AnnualReport) -> list[dict[str, Any]]:
    """The answers as a submitted report keeps them: the text by its hash, the rows by number."""
    rows = report.answers.select_related("item", "task").prefetch_related("links")
    return [
        {
            "id": row.pk,
            "item": row.item_id,
            "number": row.item.number if row.item else "",
            "task": row.task.code if row.task else "",
            "state": row.state,
            "sha256": canonical.sha256(row.body),
            "links": [link_data(link) for link in row.links.all()],
        }
        for row in rows
    ]


def link_data(link: AnswerLink) -> dict[str, Any]:
    for kind in ("activity", "assignment", "agreement"):
        number = getattr(link, f"{kind}_id")
        if number is not None:
            return {"kind": kind, "id": number}
    raise ValueError(link.pk)


def linkable(report: AnnualReport, kind: str) -> QuerySet[Any]:
    """Rows of the centre's year that an answer may point to."""
    first, last = date(report.year, 1, 1), date(report.year, 12, 31)
    centre = report.centre
    if kind == "activity":
        shared = ActivityPartner.objects.filter(centre=centre, state=ActivityPartner.State.ACCEPTED)
        own = Q(centre=centre) | Q(pk__in=shared.values("activity"))
        return Activity.objects.counting().filter(own, starts_on__range=(first, last))
    if kind == "assignment":
        return Assignment.objects.usable_by([centre]).running_in(report.year)
    if kind == "agreement":
        signed = Agreement.objects.signed().filter(centre=centre)
        return signed.filter(starts_on__lte=last, ends_on__gte=first)
    raise ValueError(kind)


def found(report: AnnualReport, query: str, limit: int = 20) -> Iterator[tuple[str, int, str]]:
    """Rows whose title holds the words: kind, number and what they are called."""
    for kind in ("assignment", "activity", "agreement"):
        rows = linkable(report, kind).filter(title__icontains=query)
        for pk, title, starts_on in rows.values_list("pk", "title", "starts_on")[:limit]:
            yield kind, pk, f"{title} ({date_format(starts_on, 'j. F Y')})"
