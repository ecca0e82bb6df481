"""Submission closes the year, so the year must have ended."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.checks.findings import Finding, Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    year = subject.report.year
    if timezone.localdate().year <= year:
        yield error(
            _("Året er ikke over. Rapporten kan sendes inn fra 1. januar %(next)s.")
            % {"next": year + 1}
        )
