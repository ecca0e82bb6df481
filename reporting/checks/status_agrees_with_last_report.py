"""New is what was not in the centre's previous report (rule 30)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, warning


def check(subject: Subject) -> Iterator[Finding]:
    for found in subject.contradictions:
        entry = found.entry
        if found.is_unheard_of:
            text = _("«%(title)s» er %(status)s, men var ikke med i rapporten før.")
        else:
            text = _("«%(title)s» er %(status)s, men var med i rapporten før.")
        yield warning(
            text % {"title": entry.title, "status": entry.get_status_display()},
            ways.of_entry(entry),
            key=f"{entry.subject_key}:{entry.status}",
        )
