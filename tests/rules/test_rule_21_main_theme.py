"""Rule 21: the first theme takes the hours; further themes count the activity alone."""

from decimal import Decimal

from django.test import Client
from django.urls import reverse

from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting.dashboard import wording
from tests.factories import ThemeFactory
from tests.reporting.coverage_year import did
from tests.rules.counted import counted


def test_the_hours_stand_on_the_main_theme(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    main = ThemeFactory.create(code="main", name_nb="Hovedtema")
    further = ThemeFactory.create(code="further", name_nb="Tilleggstema")
    did(
        centre,
        adviser,
        {municipality: None},
        hours=Decimal(8),
        attendances=5,
        with_themes=[main, further],
    )
    first, second = counted(theme=main).total, counted(theme=further).total
    assert (first.activities, first.hours, first.attendances) == (1, Decimal(8), 5)
    assert (second.activities, second.hours, second.attendances) == (1, Decimal(0), 0)
    assert (second.lacks_hours, wording.hours(second)) == (True, "ikke oppgitt")
    query = "?aar=2025&type=korus&tema="
    page = client.get(reverse("reporting:coverage") + query + "further").content.decode()
    assert "Timene og deltakelsene står på hovedtemaet." in page
    plain = client.get(reverse("reporting:coverage") + "?aar=2025&type=korus").content.decode()
    assert "Timene og deltakelsene står på hovedtemaet." not in plain
