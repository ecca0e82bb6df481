"""A year in an address that cannot be shown: told at its field, and no other year's rows shown."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.reporting.coverage_year import asked, did
from tests.reporting.due_dates import add_obligation

pytestmark = pytest.mark.django_db
TOLD = "«20x5» er ikke et år som kan vises. Velg et av årene i lista."


@pytest.fixture
def work(
    centre: Centre, leader: User, contact: User, municipality: Municipality, theme: Theme
) -> None:
    """Something of everything, this year."""
    today = timezone.localdate()
    did(centre, leader, {municipality: 4}, starts_on=today, title="Kurset i år")
    asked(centre, contact, municipality, submitted_at=timezone.now())
    add_obligation(centre, year=today.year - 1, due_on=date(today.year, 3, 1))


def page(client: Client, address: str) -> Any:
    answer = client.get(address)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        *("/aktiviteter/?year=20x5", "/rapporter/frister/?aar=20x5"),
        *("/samordning/dialoger/?aar=20x5", "/avtaler/?aar=20x5", "/tilskudd/?aar=20x5"),
        "/avtaler/spredning/?aar=20x5",
    ],
)
def test_a_list_tells_at_the_field_and_shows_no_rows(
    client: Client, leader: User, work: None, address: str
) -> None:
    client.force_login(leader)
    status, text = page(client, address)
    assert status == 200
    assert TOLD in text
    assert "<tbody>" not in text
    assert "Kurset i år" not in text


@pytest.mark.parametrize("name", ["fra", "til"])
def test_figures_of_requests_stand_under_no_day_that_cannot_be_read(
    client: Client, leader: User, work: None, name: str
) -> None:
    client.force_login(leader)
    _status, text = page(client, "/henvendelser/tall/")
    assert 'class="figure' in text
    _status, text = page(client, f"/henvendelser/tall/?{name}=20x5")
    assert "Skriv en gyldig dato" in text
    assert 'class="figure' not in text


def test_figures_of_requests_stand_under_the_one_day_that_is_shown(
    client: Client, leader: User, work: None
) -> None:
    """The last day is before the first, which is told beside the field."""
    client.force_login(leader)
    today = timezone.localdate().isoformat()
    _status, text = page(client, f"/henvendelser/tall/?fra={today}&til=2020-01-01")
    assert "Bare den første dagen er med." in text
    assert "Skriv en gyldig dato" not in text
    assert 'class="figure' in text


@pytest.mark.parametrize("year", ["20x5", "1985", "3025", "2025.0", "٢٠٢٥"])
@pytest.mark.parametrize(
    "name", ["", "rader/", "kommuner/", "ikke-nadd/", "overlapp/", "innsatskommuner/", "arbeid/"]
)
def test_a_page_of_coverage_tells_at_the_field_and_shows_no_figures(
    client: Client, leader: User, work: None, name: str, year: str
) -> None:
    client.force_login(leader)
    status, text = page(client, f"/dekning/{name}?aar={year}&type=korus")
    assert status == 400
    assert f"«{year}» er ikke et år som kan vises." in text
    assert "<tbody>" not in text


@pytest.mark.parametrize("name", ["rader/eksport/aktiviteter.csv", "kommuner/eksport.csv"])
def test_a_file_of_a_wrong_year_is_refused(client: Client, work: None, name: str) -> None:
    status, text = page(client, f"/dekning/{name}?aar=20x5")
    assert status == 400
    assert text.startswith("aar: «20x5» er ikke et år som kan vises.")
