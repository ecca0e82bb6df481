"""A report without an introduction can be submitted, but says little of the year as a whole."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from reporting import texts
from reporting.checks.findings import Finding, Subject, warning


def check(subject: Subject) -> Iterator[Finding]:
    if not texts.introduction(subject.report).strip():
        yield warning(
            _("Rapporten har ingen innledning om året."),
            reverse("reporting:report_edit", args=[subject.report.pk]),
        )
