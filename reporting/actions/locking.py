"""Taking hold of a report's row before anything about it is decided."""

from reporting.models import AnnualReport, ReportObligation


def lock_report(pk: int) -> AnnualReport:
    """The report as it is now, held until the transaction ends.

    Two queries on purpose: when a lock had to be waited for, PostgreSQL gives the new row but the
    joined rows of the old one, so that `submitted_by` would be missing beside its id.
    """
    AnnualReport.objects.select_for_update().only("pk").get(pk=pk)
    return AnnualReport.objects.for_content().get(pk=pk)


def lock_obligation(pk: int) -> ReportObligation:
    """The obligation as it is now, held until the transaction ends."""
    ReportObligation.objects.select_for_update().only("pk").get(pk=pk)
    return ReportObligation.objects.select_related("centre__organisation").get(pk=pk)
