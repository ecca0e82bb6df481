"""The letter's rule: what is new or substantially changed gets an extended description."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    for entry in subject.entries:
        if entry.needs_extended and not entry.extended.strip():
            yield error(
                _("«%(title)s» er %(status)s og må ha utvidet omtale.")
                % {"title": entry.title, "status": entry.get_status_display()},
                ways.of_entry(entry),
                key=entry.subject_key,
            )
