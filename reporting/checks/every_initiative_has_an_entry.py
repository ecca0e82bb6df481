"""The letter's rule covers satsinger too: short and clear information on all of them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    present = {entry.initiative_id for entry in subject.entries}
    for initiative in subject.initiatives:
        if initiative.pk not in present:
            yield error(
                _("Satsingen «%(name)s» er ikke med i rapporten. Hent tallene på nytt.")
                % {"name": initiative.name},
                ways.of_figures(subject.report),
                key=f"s{initiative.pk}",
            )
