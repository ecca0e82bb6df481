"""Another kind of a centre or a recipient, or another structure: everything is counted anew."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.coverage.models import CoverageRow
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.jobs.models import Job
from municipalities.models import Municipality, MunicipalityChange
from reporting.dashboard import rebuilding
from reporting.dashboard.tasks import follow_structure, rebuild_coverage
from reporting.dashboard.verification import differences
from tests.factories import MunicipalityFactory
from tests.reporting.coverage_year import did

pytestmark = pytest.mark.django_db
TASK = "reporting.rebuild_coverage"


def count_anew() -> None:
    """What the worker does with the one job that waits."""
    rebuild_coverage(str(Job.objects.get(task=TASK, state=Job.State.QUEUED).pk))
    assert [str(found) for found in differences()] == []


def test_a_centre_of_another_kind_is_counted_with_the_others_of_it(
    client: Client, administrator: User, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None}, hours=Decimal(10))
    client.force_login(administrator)
    page = reverse("admin:centres_centre_change", args=[centre.pk])
    initial = client.get(page).context["adminform"].form.initial
    form = {name: "" if value is None else value for name, value in initial.items()}
    form |= {"centre_fields-TOTAL_FORMS": 0, "centre_fields-INITIAL_FORMS": 0}
    kinds = CoverageRow.objects.whole().country().filter(structure="then", activities=1)
    assert kinds.by(kind="korus").exists()
    form["short_name"] = "KORUS i nord"
    assert client.post(page, form).status_code == 302
    assert not Job.objects.exists()
    form["kind"] = "rvts"
    assert client.post(page, form).status_code == 302
    assert differences()
    count_anew()
    assert kinds.by(kind="rvts").exists()
    assert not kinds.by(kind="korus").exists()


def test_a_structure_that_was_loaded_before_its_day_is_counted_on_it(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    today = timezone.localdate()
    old = MunicipalityFactory.create(code="5602", county=municipality.county)
    did(centre, adviser, {old: None}, hours=Decimal(10))
    follow_structure()
    assert not Job.objects.exists()
    old.valid_to = today - timedelta(days=1)
    old.save()
    MunicipalityChange.objects.create(
        date=today,
        change_type="merge",
        old=old,
        new=municipality,
        old_name=old.name,
        new_name=municipality.name,
    )
    assert differences()
    follow_structure()
    count_anew()
    follow_structure()
    assert Job.objects.count() == 1
    assert rebuilding.follow_structure(today=today + timedelta(days=32)) is None
