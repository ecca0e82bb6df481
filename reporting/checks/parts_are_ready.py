"""Whoever writes a part says when it is ready; a part that is not may be half a text."""

from collections.abc import Iterable, Iterator

from django.utils.translation import ngettext

from reporting.checks.findings import Finding, Subject, warning
from reporting.models import Written


def check(subject: Subject) -> Iterator[Finding]:
    parts: list[Written] = [*subject.sections.values(), *subject.entries, *subject.answers]
    count = unready(parts)
    if count:
        text = ngettext(
            "%(count)s av %(all)s del er ikke merket som klar.",
            "%(count)s av %(all)s deler er ikke merket som klare.",
            len(parts),
        )
        href = subject.report.get_absolute_url()
        yield warning(text % {"count": count, "all": len(parts)}, href, key=f"{count}")


def unready(parts: Iterable[Written]) -> int:
    return sum(part.state != Written.State.READY for part in parts)
