"""Activities outside every tiltak count in the sums, but no entry tells of them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from reporting import formatting
from reporting.checks.findings import Finding, Subject, warning


def check(subject: Subject) -> Iterator[Finding]:
    figures = subject.report.figures
    count = figures["totals"]["without_assignment"]["value"] if figures else 0
    if count:
        text = ngettext(
            "%(count)s aktivitet hører ikke til noe tiltak.",
            "%(count)s aktiviteter hører ikke til noe tiltak.",
            count,
        )
        yield warning(
            text % {"count": formatting.number(count)},
            reverse(
                "reporting:report_rows", args=[subject.report.pk, "totals", "without_assignment"]
            ),
            key=f"{count}",
        )
