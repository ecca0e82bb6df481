"""New, continued, or continued with a substantial change: the leader says which (rule 30)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    for entry in subject.entries:
        if entry.status:
            continue
        words = {"title": entry.title}
        if entry.assignment is not None:
            text = _(
                "«%(title)s» mangler status for året: nytt, videreført eller videreført med "
                "vesentlig dreining. Sett den på tiltaket, og hent tallene på nytt."
            )
            href = entry.assignment.get_absolute_url()
        else:
            text = _(
                "Satsingen «%(title)s» mangler status for året: ny, videreført eller videreført "
                "med vesentlig dreining."
            )
            href = ways.of_initiative_status(entry)
        yield error(text % words, href, key=entry.subject_key)
