"""Whether a document is one of a submitted report here, from its hash alone: for anyone.

A submitted report is a public document: centre, year and version are said. Persons are not.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from reporting.documents import kinds
from reporting.models import AnnualReport, ReportDocument

MOST = 10


@dataclass(frozen=True)
class Checked:
    """What may be said of one document to whoever holds it."""

    kind: str
    language: str
    centre: str
    year: int
    number: int
    status: str
    submitted_at: datetime | None
    # When the directorate had it; None while it waits for the formal channel.
    received_at: datetime | None
    # The version that is in force in its place.
    replaced_by: int | None
    is_withdrawn: bool
    is_left: bool

    @property
    def holds(self) -> bool:
        """In at the directorate, and no other version has taken its place."""
        return self.received_at is not None and not self.is_left and self.replaced_by is None


def check(sha256: str) -> list[Checked]:
    """Every version that the document belongs to. Three queries at the most."""
    rows = ReportDocument.objects.of_submitted().filter(sha256=sha256)
    rows = rows.defer("content", "report__figures").select_related("report__centre")
    found = list(rows.order_by("-pk")[:MOST])
    return [checked(row, in_force(row.report)) for row in found]


def in_force(report: AnnualReport) -> int | None:
    """The version that counts at the directorate today."""
    versions = AnnualReport.objects.received().filter(centre=report.centre_id, year=report.year)
    return versions.order_by("-number").values_list("number", flat=True).first()


def checked(row: ReportDocument, latest: int | None) -> Checked:
    report = row.report
    labels = kinds.labels()
    return Checked(
        kind=labels[ReportDocument.Kind(row.kind)],
        language=_("nynorsk") if row.language == "nn" else _("bokmål"),
        centre=report.centre.name,
        year=report.year,
        number=report.number,
        status=str(report.get_status_display()),
        submitted_at=report.submitted_at,
        received_at=report.received_at,
        replaced_by=latest if latest is not None and latest > report.number else None,
        is_withdrawn=report.status == AnnualReport.Status.WITHDRAWN,
        is_left=report.status in AnnualReport.LEFT,
    )
