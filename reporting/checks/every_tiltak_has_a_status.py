"""New, continued, or continued with a substantial change: the leader says which (rule 30)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.checks.findings import Finding, Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    for entry in subject.entries:
        if not entry.status:
            yield error(
                _(
                    "«%(title)s» mangler status for året: nytt, videreført eller videreført med "
                    "vesentlig dreining. Sett den på tiltaket, og hent tallene på nytt."
                )
                % {"title": entry.title},
                entry.assignment.get_absolute_url() if entry.assignment else "",
            )
