"""Figures that were counted again, beside those that stand in the report."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from reporting.models.report import AnnualReport


class Recount(models.Model):
    """The newest count of a report's year, kept beside until somebody takes it.

    Of a draft: figures waiting to be taken. Of a submitted report: what the rows say today, which
    never replaces what is frozen. Not in the history, as figures are not.
    """

    report = models.OneToOneField(
        AnnualReport, models.CASCADE, primary_key=True, related_name="recount"
    )
    counted_at = models.DateTimeField(default=timezone.now)
    figures = models.JSONField(default=dict)
    # By `ReportEntry.subject_key`: status, change_text, brief and figures as they are now.
    entries = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.report_id)
