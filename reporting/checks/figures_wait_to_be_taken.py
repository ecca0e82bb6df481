"""Figures that were counted again stand beside the report's own until somebody takes them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    if subject.has_recount and not subject.report.is_frozen:
        yield error(
            _("Nye tall er hentet og venter på at noen tar dem inn i rapporten."),
            ways.of_figures(subject.report),
        )
