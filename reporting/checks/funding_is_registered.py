"""Which grant pays for a tiltak is registered for all, when it is for some, and never above all."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting import formatting
from reporting.checks.findings import Finding, Subject, warning

WHOLE = 100


def check(subject: Subject) -> Iterator[Finding]:
    for assignment in subject.running:
        share = subject.shares.get(assignment.pk)
        key, href = f"t{assignment.pk}", assignment.get_absolute_url()
        if share is None and subject.shares:
            yield warning(
                _("«%(title)s» mangler opplysning om hvilket tilskudd som betaler.")
                % {"title": assignment.title},
                href,
                key=key,
            )
        elif share is not None and share > WHOLE:
            yield warning(
                _("Tilskuddene betaler %(share)s av «%(title)s».")
                % {"title": assignment.title, "share": formatting.share(share)},
                href,
                key=f"{key}:share:{share}",
            )
