"""Attendances far from last year's are either a change to tell of, or something not logged."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting import formatting
from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, warning
from reporting.checks.likeness import is_unlike


def check(subject: Subject) -> Iterator[Finding]:
    figures, before = subject.report.figures, subject.previous_totals
    if not figures or not before:
        return
    earlier = before["attendances"]["value"]
    now = figures["totals"]["attendances"]["value"]
    if is_unlike(earlier, now):
        yield warning(
            _(
                "Året har %(now)s deltakelser. Fjorårets rapport hadde %(before)s. Se om alt er "
                "ført."
            )
            % {"now": formatting.number(now), "before": formatting.number(earlier)},
            ways.of_figure(subject.report, "totals", "attendances"),
            key=f"{now}",
        )
