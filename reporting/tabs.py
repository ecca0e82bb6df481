"""The pages of one report: the row of links that stands on each of them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reporting.models import AnnualReport

# In the order of the work. A page stands here when its address takes the report's number alone.
PAGES: list[tuple[str | Promise, str]] = [
    (_("Oversikt"), "reporting:report_detail"),
    (_("Tekstene"), "reporting:report_texts"),
    (_("Krav og oppgaver"), "reporting:report_answers"),
    (_("Tall"), "reporting:report_figures"),
    (_("Regnskap"), "reporting:accounts"),
    (_("Kommuner som ikke er nådd"), "reporting:unreached"),
    (_("Kommentarer"), "reporting:report_comments"),
    (_("Kontroll"), "reporting:report_checks"),
    (_("Godkjenning"), "reporting:report_approval"),
    (_("Behandling"), "reporting:report_decision"),
    (_("Tillegg"), "reporting:report_supplements"),
    (_("Sammenlign"), "reporting:compare_choose"),
]
# For those who write it, until it is frozen.
WORK = {"reporting:report_checks"}
# Nothing stands there before it is submitted.
LATER = {"reporting:report_decision", "reporting:report_supplements"}


@dataclass(frozen=True)
class Tab:
    label: str | Promise
    href: str
    is_current: bool


def of_report(report: AnnualReport, current: str) -> list[Tab]:
    """`current` is the name of the page's own address."""
    return [
        Tab(label, reverse(name, args=[report.pk]), name == f"reporting:{current}")
        for label, name in PAGES
        if name not in (WORK if report.is_frozen else LATER)
    ]
