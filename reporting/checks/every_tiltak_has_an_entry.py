"""The letter's rule: short and clear information on all tiltak that the money paid for."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    present = {entry.assignment_id for entry in subject.entries}
    for assignment in subject.reported:
        if assignment.pk not in present:
            yield error(
                _("«%(title)s» er ikke med i rapporten. Hent tallene på nytt.")
                % {"title": assignment.title},
                assignment.get_absolute_url(),
                key=f"t{assignment.pk}:entry",
            )
    for entry in subject.entries:
        if not entry.brief.strip():
            yield error(
                _("«%(title)s» mangler kort omtale.") % {"title": entry.title},
                ways.of_entry(entry),
                key=f"{entry.subject_key}:brief",
            )
