"""A comment that nobody has resolved may be something to mend before others read the report."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from reporting import formatting
from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, warning


def check(subject: Subject) -> Iterator[Finding]:
    count = subject.open_comments
    if count:
        text = ngettext(
            "%(count)s kommentar er ikke lukket.", "%(count)s kommentarer er ikke lukket.", count
        )
        yield warning(
            text % {"count": formatting.number(count)},
            ways.of_comments(subject.report),
            key=f"{count}",
        )
