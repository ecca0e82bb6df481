"""The queue as a file: the rows of the page, no formulas, long ones by a job, gone after a week."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from assignments.requests.actions import queue_export
from assignments.requests.models import QueueExport
from assignments.requests.queue.lines import Line
from assignments.requests.tasks import make_queue_file
from centres.models import Centre
from korus_portal.accounts.models import Membership, User
from korus_portal.audit.models import Event
from korus_portal.jobs.models import Job
from municipalities.models import Municipality, Theme
from tests.factories import ThemeFactory
from tests.requests.queue_world import ask, many, place

pytestmark = pytest.mark.django_db
HEADER = ["Sak", "Kommune", "Fylke", "Merker", "Tema", "Status", "Neste frist", "Klokka"]
LAST = ["Rådgiver", "Alder i dager"]


@pytest.fixture(autouse=True)
def _without_demo_mark(settings: Settings) -> None:
    settings.DEMO_MODE = False


@pytest.fixture
def filled(centre: Centre, municipality: Municipality, theme: Theme, contact: User) -> None:
    """70 requests: more than a page."""
    places = [municipality, place("5701", "Liten", population=10), place("5702", "Ny")]
    many(centre, places, contact, [theme, ThemeFactory.create()], count=70)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def shown(client: Client, query: str) -> list[list[Any]]:
    """The cells of all pages, as they stand on the screen."""
    lines: list[Line] = []
    pages = client.get(f"/henvendelser/ko/?{query}").context["shown"].page.paginator.num_pages
    for number in range(1, pages + 1):
        page = client.get(f"/henvendelser/ko/?{query}&page={number}")
        lines += page.context["shown"].lines
    return [
        [
            *(line.case_number, line.municipality, line.county, ", ".join(line.marks)),
            *(line.theme, line.status, line.due, line.clock, line.adviser, line.age),
        ]
        for line in lines
    ]


def as_written(cell: Any) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def as_read(cell: Any) -> Any:
    """Days come back as moments, and an empty text as nothing."""
    return cell.date() if hasattr(cell, "date") else cell


@pytest.mark.parametrize(
    "query", ["", "status=alle", "status=alle&merke=foran", "over_fristen=on", "kommune=5701"]
)
def test_a_file_holds_the_rows_of_the_page_in_their_order(
    client: Client, filled: None, leader: User, query: str
) -> None:
    client.force_login(leader)
    rows = shown(client, query)
    assert rows
    expected = [[as_written(cell) for cell in row] for row in rows]
    for code, delimiter in (("csv", ","), ("excel", ";")):
        text = body(client.get(f"/henvendelser/ko/fil/?{query}&format={code}")).decode()
        found = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter))
        assert found == [[*HEADER, *LAST], *expected]
        assert text.startswith("\ufeff") == (code == "excel")
    book = openpyxl.load_workbook(
        io.BytesIO(body(client.get(f"/henvendelser/ko/fil/?{query}&format=xlsx")))
    )
    sheet: Any = book.active
    header, *cells = [[as_read(cell) for cell in row] for row in sheet.values]
    assert header == [*HEADER, *LAST]
    assert cells == [[None if cell == "" else cell for cell in row] for row in rows]


def test_names_that_look_like_formulas_are_text(
    client: Client, centre: Centre, leader: User, contact: User
) -> None:
    ask(centre, place("5701", "=1+1"), contact)
    client.force_login(leader)
    address = "/henvendelser/ko/fil/?format="
    assert ";'=1+1;" in body(client.get(f"{address}excel")).decode()
    book = openpyxl.load_workbook(io.BytesIO(body(client.get(f"{address}xlsx"))))
    sheet: Any = book.active
    cell = sheet["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_file_has_a_name_and_leaves_a_trail(client: Client, filled: None, leader: User) -> None:
    client.force_login(leader)
    response = client.get("/henvendelser/ko/fil/?format=csv&over_fristen=on")
    day = timezone.localdate().isoformat()
    name = f'attachment; filename="henvendelser-korus-nord-{day}.csv"'
    assert response["Content-Disposition"] == name
    event = Event.objects.get(kind="requests.queue_exported")
    rows = len(body(response).decode().splitlines()) - 1
    assert event.details == {"rows": rows, "query": "over_fristen=on", "format": "csv"}
    assert event.by_id == leader.pk


@pytest.fixture
def long(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_export, "AT_ONCE", 30)


def made(client: Client, query: str) -> QueueExport:
    """Ask for a long file, and let the worker make it."""
    response = client.post(f"/henvendelser/ko/fil/?{query}")
    job = Job.objects.latest("created_at")
    assert response["Location"] == job.get_absolute_url()
    make_queue_file(str(job.pk))
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    return QueueExport.objects.get(pk=job.arguments["export"])


def test_a_long_file_is_asked_for_by_a_button_and_made_by_a_job(
    client: Client, long: None, leader: User
) -> None:
    client.force_login(leader)
    query = "status=alle&format=csv"
    page = client.get(f"/henvendelser/ko/fil/?{query}")
    assert "Lag fila" in page.content.decode()
    assert not Event.objects.filter(kind="requests.queue_exported").exists()
    assert not QueueExport.objects.exists()
    export = made(client, query)
    ready = client.get(export.get_absolute_url()).content.decode()
    assert "Den har 70 henvendelser." in ready
    file = client.get(f"{export.get_absolute_url()}last-ned/")
    found = list(csv.reader(io.StringIO(body(file).decode())))[1:]
    assert found == [[as_written(cell) for cell in row] for row in shown(client, "status=alle")]
    event = Event.objects.get(kind="requests.queue_exported")
    assert event.details == {"rows": 70, "query": "status=alle", "format": "csv"}


def test_two_clicks_are_one_job(client: Client, long: None, leader: User) -> None:
    client.force_login(leader)
    addresses = {
        client.post("/henvendelser/ko/fil/?status=alle&format=csv")["Location"] for _n in range(2)
    }
    assert len(addresses) == Job.objects.count() == QueueExport.objects.count() == 1


def test_a_file_is_its_askers_alone_and_only_while_at_the_centre(
    client: Client, long: None, leader: User, adviser: User, administrator: User
) -> None:
    client.force_login(leader)
    export = made(client, "status=alle")
    client.force_login(adviser)
    for path in ("", "last-ned/"):
        assert client.get(f"{export.get_absolute_url()}{path}").status_code == 404
    Membership.objects.filter(user=leader).update(ended_at=timezone.now(), ended_by=administrator)
    client.force_login(leader)
    assert client.get(f"{export.get_absolute_url()}last-ned/").status_code == 404


def test_who_leaves_before_it_is_made_gets_none(
    client: Client, long: None, leader: User, administrator: User
) -> None:
    client.force_login(leader)
    client.post("/henvendelser/ko/fil/?status=alle")
    Membership.objects.filter(user=leader).update(ended_at=timezone.now(), ended_by=administrator)
    make_queue_file(str(Job.objects.get().pk))
    assert QueueExport.objects.get().content is None
    with pytest.raises(PermissionDenied):
        queue_export.record_download(
            centre=QueueExport.objects.get().centre, by=User.objects.get(pk=leader.pk)
        )


def test_files_are_gone_after_a_week(client: Client, long: None, leader: User) -> None:
    client.force_login(leader)
    export = made(client, "status=alle")
    QueueExport.objects.update(asked_at=timezone.now() - timedelta(days=6, hours=23))
    assert queue_export.remove_old() == 0
    QueueExport.objects.update(asked_at=timezone.now() - timedelta(days=7, minutes=1))
    assert queue_export.remove_old() == 1
    assert client.get(export.get_absolute_url()).status_code == 404


def test_a_file_asks_as_many_questions_for_20_as_for_200(
    client: Client,
    centre: Centre,
    municipality: Municipality,
    theme: Theme,
    leader: User,
    contact: User,
) -> None:
    client.force_login(leader)
    body(client.get("/henvendelser/ko/fil/?status=alle&format=csv"))
    asked = []
    for first, count in ((0, 20), (20, 180)):
        many(centre, [municipality], contact, [theme], count=count, first=first)
        with CaptureQueriesContext(connection) as queries:
            body(client.get("/henvendelser/ko/fil/?status=alle&format=csv"))
        asked.append(len(queries))
    assert asked[0] == asked[1]
