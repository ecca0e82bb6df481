"""Hours far from last year's are either a change to tell of, or something not logged."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from reporting import formatting
from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, warning
from reporting.checks.likeness import is_unlike


def check(subject: Subject) -> Iterator[Finding]:
    figures, before = subject.report.figures, subject.previous_totals
    if not figures or not before:
        return
    earlier = Decimal(before["hours"]["value"])
    now = Decimal(figures["totals"]["hours"]["value"])
    if is_unlike(earlier, now):
        yield warning(
            _("Året har %(now)s timer. Fjorårets rapport hadde %(before)s. Se om alt er ført.")
            % {"now": formatting.decimal(now), "before": formatting.decimal(earlier)},
            ways.of_figure(subject.report, "totals", "hours"),
            key=f"{now}",
        )
