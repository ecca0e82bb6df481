"""The centre's own approval: sent to those named, of this very content, or sent back."""

import pytest
from django.test import Client
from django.urls import reverse

from korus_portal.accounts.models import User
from reporting.models import AnnualReport
from tests.reporting.report_year import submitted_report


def test_smoke(ready_report: AnnualReport, leader: User, directorate: User) -> None:
    stored = submitted_report(ready_report, leader)
    assert stored.status == "submitted"
    assert stored.approvers.get().content_sha256 == stored.figures_sha256
