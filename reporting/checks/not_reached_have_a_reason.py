"""Each municipality of the catchment below «brukt» has a reason, and one text tells of all."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting import formatting
from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, error
from reporting.models import ReportSection

KEY = ReportSection.Key.NOT_REACHED


def check(subject: Subject) -> Iterator[Finding]:
    without = sum(not row.reason for row in subject.unreached)
    if without:
        text = ngettext(
            "%(count)s kommune som ikke er nådd, mangler årsak.",
            "%(count)s kommuner som ikke er nådd, mangler årsak.",
            without,
        )
        yield error(
            text % {"count": formatting.number(without)},
            ways.of_unreached(subject.report),
            key="reasons",
        )
    section = subject.sections.get(KEY)
    if subject.unreached and not (section and section.body.strip()):
        yield error(
            _("Skriv en samlet tekst om kommunene som ikke er nådd."),
            ways.of_section(subject.report, KEY),
            key="text",
        )
