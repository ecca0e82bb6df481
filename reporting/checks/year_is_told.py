"""A report without an introduction can be submitted, but says little of the year as a whole."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, warning
from reporting.models import ReportSection

KEY = ReportSection.Key.INTRODUCTION


def check(subject: Subject) -> Iterator[Finding]:
    section = subject.sections.get(KEY)
    if not (section and section.body.strip()):
        yield warning(
            _("Rapporten har ingen innledning om året."), ways.of_section(subject.report, KEY)
        )
