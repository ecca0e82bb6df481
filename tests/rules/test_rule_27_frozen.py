"""Rule 27: a submitted report shows its frozen figures, pages show today's."""

from decimal import Decimal

from django.test import Client
from django.urls import reverse

from centres.models import Centre
from korus_portal.accounts.models import User
from reporting.models import AnnualReport
from reporting.national.reading import Choice, received
from tests.reporting.conftest import ready_report, year
from tests.reporting.report_year import add_activity, submitted_report
from tests.rules.counted import counted

__all__ = ["ready_report", "year"]


def test_what_is_written_afterwards_stands_on_the_pages_and_not_in_the_report(
    client: Client, ready_report: AnnualReport, centre: Centre, leader: User
) -> None:
    assert not ready_report.is_frozen
    sent = submitted_report(ready_report, leader)
    before = sent.figures["totals"]["activities"]["value"]
    assert counted(centre=centre).total.activities == before
    add_activity(centre, leader, hours=Decimal(5))
    assert counted(centre=centre).total.activities == before + 1
    again = AnnualReport.objects.get(pk=sent.pk)
    assert (again.is_frozen, again.figures["totals"]["activities"]["value"]) == (True, before)
    assert received(Choice(2025)) == [again]
    client.force_login(leader)
    page = client.get(reverse("reporting:report_figures", args=[sent.pk])).content.decode()
    assert reverse("reporting:compare_today", args=[sent.pk]) in page
