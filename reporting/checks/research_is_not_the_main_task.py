"""Research is not the main task of a centre: above half of the hours gives a warning (rule 22)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from reporting import formatting
from reporting.checks.findings import Finding, Subject, warning


def check(subject: Subject) -> Iterator[Finding]:
    """A warning, never a stop: the leader may say why (rule 22)."""
    figures = subject.report.figures
    if figures and figures["research"]["is_high"]:
        yield warning(
            _("Forskning utgjør %(share)s av timene. Forskning skal ikke være hovedoppgaven.")
            % {"share": formatting.share(figures["research"]["value"])},
            reverse("reporting:report_rows", args=[subject.report.pk, "research", "all"]),
            key=f"{figures['research']['value']}",
        )
