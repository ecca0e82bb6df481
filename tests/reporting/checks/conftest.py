"""A draft that the checks are asked about."""

import pytest

from centres.models import Centre
from korus_portal.accounts.models import User
from reporting.models import AnnualReport
from tests.reporting.report_money import open_report


@pytest.fixture
def draft(centre: Centre, leader: User) -> AnnualReport:
    return open_report(centre, leader)
