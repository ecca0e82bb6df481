"""The year's requests to the centre."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from assignments.requests.models import Holder, SupportRequest
from centres.models import Centre
from reporting.gathering.rows import RequestRow


def request_rows(centre: Centre, year: int) -> list[RequestRow]:
    """Requests of the year that this centre was asked, or that it accepted (rules 2 and 6).

    What came after the year was reported stays outside its figures (rule 30).
    """
    asked = Q(asked_centre=centre, is_counted=True)
    held = Holder.objects.exclude(accepted_at=None).filter(centre=centre, is_counted=True)
    accepted = Q(pk__in=held.values("support_request"))
    of_year = SupportRequest.objects.filter(asked | accepted, submitted_at__year=year)
    shown = of_year.select_related("municipality__parent", "theme")
    shown = shown.prefetch_related("partners__municipality__parent")
    texts = ("text", "reach", "reason")
    rows = map(request_row, shown.defer(*texts).order_by("submitted_at", "pk"))
    return [row for row in rows if row.codes]


def request_row(support_request: SupportRequest) -> RequestRow:
    answered = support_request.first_answered_at
    asked_on = timezone.localdate(support_request.submitted_at)
    return RequestRow(
        pk=support_request.pk,
        day=asked_on,
        theme=support_request.theme.code if support_request.theme else "",
        codes=tuple(dict.fromkeys(codes_of(support_request))),
        days_to_answer=(timezone.localdate(answered) - asked_on).days if answered else None,
    )


def codes_of(support_request: SupportRequest) -> Iterator[str]:
    """Whoever certainly asked: the municipality and its partners, a district with its city."""
    partners = support_request.partners.all()
    named = [row.municipality for row in partners if row.is_counted]
    if support_request.is_confirmed:
        named.insert(0, support_request.municipality)
    for place in named:
        yield place.code
        if place.parent:
            yield place.parent.code
