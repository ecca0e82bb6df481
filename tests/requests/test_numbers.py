"""Figures about requests: against a count in plain Python, and each with the rows behind it."""

from collections import Counter
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assignments.requests.models import PartnerMunicipality, SupportRequest
from assignments.requests.numbers.figures import speed_of
from assignments.requests.numbers.scope import Period, period_of, scope_of
from assignments.requests.numbers.wording import days_text, given_text, share_text
from assignments.requests.queue.choice import Choice
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.factories import CountyFactory, MunicipalityFactory, ThemeFactory
from tests.requests.queue_world import ask, join, many, moment, place, today

pytestmark = pytest.mark.django_db
Status = SupportRequest.Status
EVER = "fra=2020-01-01&til=2040-12-31"
PERIOD = Period(date(2020, 1, 1), date(2040, 12, 31))


def percentile(days: list[int], fraction: float) -> float:
    """Between the two nearest, as the definition of PERCENTILE_CONT has it."""
    ordered, at = sorted(days), fraction * (len(days) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


@pytest.fixture
def filled(
    centre: Centre,
    centre_elsewhere: Centre,
    municipality: Municipality,
    theme: Theme,
    contact: User,
) -> list[SupportRequest]:
    """80 of the centre's own, and 30 of another's."""
    places = [municipality, place("5701", "Liten"), place("5702", "Aldri")]
    themes = [theme, ThemeFactory.create(code="young", parent=theme), ThemeFactory.create()]
    many(centre_elsewhere, places, contact, themes, count=30, first=500)
    return many(centre, places, contact, themes, count=80)


def days_from_sending(rows: list[SupportRequest], column: str) -> list[int]:
    return [
        (timezone.localdate(getattr(row, column)) - timezone.localdate(row.submitted_at)).days
        for row in rows
        if getattr(row, column)
    ]


def test_the_figures_are_those_of_a_count_by_hand(
    filled: list[SupportRequest], leader: User
) -> None:
    scope = scope_of(leader)
    assert scope is not None
    found = speed_of(scope.requests(PERIOD))
    rows = [row for row in filled if row.confirmed_at]
    closed = [row for row in rows if row.status == Status.CLOSED]
    to_answer = days_from_sending(rows, "first_answered_at")
    to_close = days_from_sending(closed, "ended_at")
    assert (found.count, found.open) == (len(rows), sum(row.is_open for row in rows))
    assert (found.answer.given, found.answer.of) == (len(to_answer), len(rows))
    assert found.answer.median == pytest.approx(median(to_answer))
    assert found.answer.p90 == pytest.approx(percentile(to_answer, 0.9))
    assert (found.close.given, found.close.of) == (len(closed), len(rows))
    assert found.close.median == pytest.approx(median(to_close))
    assert found.close.p90 == pytest.approx(percentile(to_close, 0.9))
    in_time = [
        row
        for row in rows
        if row.first_answered_at and timezone.localdate(row.first_answered_at) <= row.answer_due_on
    ]
    waiting = [row for row in rows if not row.first_answered_at and row.is_overdue]
    late = len(to_answer) - len(in_time) + len(waiting)
    assert (found.in_time, found.late) == (len(in_time), late)
    assert found.share_in_time == pytest.approx(len(in_time) / (len(in_time) + late))


def test_every_figure_of_a_centre_leads_to_as_many_rows(
    client: Client,
    filled: list[SupportRequest],
    centre: Centre,
    centre_elsewhere: Centre,
    municipality: Municipality,
    leader: User,
    contact: User,
) -> None:
    ask(centre, municipality, contact, status=Status.DECLINED, pointer_centre=centre_elsewhere)
    ask(centre, municipality, contact, status=Status.DECLINED, pointer_text="Ring fastlegen")
    join(ask(centre_elsewhere, municipality, contact), centre)
    client.force_login(leader)
    page = client.get(f"/henvendelser/tall/?{EVER}").context
    figures = {item.url: item.value for group in page["groups"] for item in group.figures}
    counted = {url: value for url, value in figures.items() if isinstance(value, int)}
    tables = [*page["themes"], *page["municipalities"], *page["declined"]]
    pointers = [row for reason in page["declined"] for row in reason.pointers]
    counted |= {row.url: row.count for row in [*tables, *pointers]}
    assert len(counted) > 15
    assert all(counted)
    for url, count in counted.items():
        assert client.get(url).context["queue"].count == count, url
    spread = page["speed"]
    behind = {item.label: item for group in page["groups"] for item in group.figures}
    in_time = client.get(behind["Svar innen fristen"].url).context["queue"].count
    assert in_time == spread.in_time
    assert f"Gjelder {spread.close.given} av {spread.count}." in behind["Median"].note


def test_a_theme_counts_those_under_it(
    client: Client, filled: list[SupportRequest], leader: User, theme: Theme
) -> None:
    client.force_login(leader)
    rows = {row.label: row for row in client.get(f"/henvendelser/tall/?{EVER}").context["themes"]}
    counted = Counter(row.theme for row in filled if row.confirmed_at)
    under = next(found for found in counted if found and found.parent_id == theme.pk)
    assert rows["Rusmidler"].count == counted[theme] + counted[under]
    assert rows[under.name].count == counted[under]
    assert rows["Vet ikke"].count == counted[None]


def test_a_request_of_several_municipalities_counts_at_each_that_confirmed(
    client: Client, centre: Centre, municipality: Municipality, leader: User, contact: User
) -> None:
    row = ask(centre, municipality, contact)
    for name, confirmed_at in (("Med", moment(0)), ("Spurt", None)):
        PartnerMunicipality.objects.create(
            support_request=row,
            municipality=place("5701" if confirmed_at else "5702", name),
            confirmed_at=confirmed_at,
        )
    client.force_login(leader)
    page = client.get(f"/henvendelser/tall/?{EVER}").context
    assert {row.label: row.count for row in page["municipalities"]} == {"Alta": 1, "Med": 1}
    assert page["speed"].count == 1


def test_declined_ones_say_why_and_where_they_were_pointed(
    client: Client,
    centre: Centre,
    centre_elsewhere: Centre,
    municipality: Municipality,
    leader: User,
    contact: User,
) -> None:
    no: dict[str, Any] = {"status": Status.DECLINED}
    ask(centre, municipality, contact, **no, pointer_centre=centre_elsewhere, pointer_text="Ring")
    ask(centre, municipality, contact, **no, pointer_text="Hemmelig fastlege")
    ask(centre, municipality, contact, **no, decline_code="capacity")
    client.force_login(leader)
    page = client.get(f"/henvendelser/tall/?{EVER}")
    found = {
        reason.label: (reason.count, sorted((row.label, row.count) for row in reason.pointers))
        for reason in page.context["declined"]
    }
    assert found == {
        "Utenfor fagfeltet": (2, [("KORUS Vest Stavanger", 1), ("andre enn sentrene", 1)]),
        "Ikke kapasitet nå": (1, [("ingen", 1)]),
    }
    assert "Hemmelig" not in page.content.decode()


def test_the_directorate_sees_all_centres_and_no_case(
    client: Client,
    filled: list[SupportRequest],
    centre: Centre,
    municipality_elsewhere: Municipality,
    directorate: User,
    contact: User,
) -> None:
    ask(centre, municipality_elsewhere, contact, text="Hemmelig tekst")
    client.force_login(directorate)
    page = client.get(f"/henvendelser/tall/?{EVER}")
    text = page.content.decode()
    confirmed = SupportRequest.objects.exclude(confirmed_at=None)
    assert page.context["speed"].count == confirmed.count()
    centres = {row["label"]: row["count"] for row in page.context["centres"]}
    assert centres == {
        "KORUS Nord": confirmed.filter(centre=centre).count(),
        "KORUS Vest Stavanger": confirmed.exclude(centre=centre).count(),
    }
    assert {row["label"] for row in page.context["kinds"]} == {"KORUS"}
    counties = {row.label: row.count for row in page.context["counties"]}
    assert counties == {"Finnmark": confirmed.count() - 1, "Rogaland": 1}
    assert "municipalities" not in page.context
    assert "Hemmelig" not in text
    assert "/henvendelser/ko/" not in text
    assert not any(row.case_number in text for row in filled)
    assert client.get("/henvendelser/tall/?senter=korus-nord").status_code == 404


def test_the_governor_sees_the_own_county_and_no_case(
    client: Client,
    centre: Centre,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    governor: User,
    contact: User,
) -> None:
    own = ask(centre, municipality, contact)
    ask(centre, municipality_elsewhere, contact)
    shared = ask(centre, municipality_elsewhere, contact)
    PartnerMunicipality.objects.create(
        support_request=shared, municipality=place("5701", "Nabo"), confirmed_at=moment(0)
    )
    client.force_login(governor)
    page = client.get(f"/henvendelser/tall/?{EVER}")
    assert page.context["speed"].count == 2
    rows = {row.label: row.count for row in page.context["municipalities"]}
    assert rows == {"Alta": 1, "Nabo": 1}
    assert [row["count"] for row in page.context["centres"]] == [2]
    text = page.content.decode()
    assert "/henvendelser/ko/" not in text
    assert own.case_number not in text
    assert "Finnmark" in text


def test_the_period_is_by_the_day_of_sending_in_norway(
    client: Client, centre: Centre, municipality: Municipality, leader: User, contact: User
) -> None:
    midnight = datetime(2025, 1, 1, 0, 30, tzinfo=timezone.get_current_timezone())
    ask(centre, municipality, contact, submitted_at=midnight, confirmed_at=midnight)
    earlier = midnight - timedelta(hours=1)
    ask(centre, municipality, contact, submitted_at=earlier, confirmed_at=earlier)
    client.force_login(leader)
    for year in (2024, 2025):
        page = client.get(f"/henvendelser/tall/?fra={year}-01-01&til={year}-12-31").context
        assert page["speed"].count == 1
    labels = [(label, shown) for label, _url, shown in page["years"]]
    assert labels == [("2025", True), ("2024", False), ("Alle år", False)]
    everything = client.get(page["years"][-1][1]).context
    assert everything["speed"].count == 2


@pytest.mark.parametrize(
    ("chosen", "first", "last"),
    [
        ({}, "year-01-01", "year-12-31"),
        ({"fra": "2025-03-01"}, "2025-03-01", "2025-12-31"),
        ({"til": "2024-03-01"}, "2024-01-01", "2024-03-01"),
        ({"fra": "2025-03-02", "til": "2025-03-01"}, "2025-03-02", "2025-03-02"),
    ],
)
def test_what_is_not_chosen_of_a_period_is_filled_in(
    chosen: dict[str, str], first: str, last: str
) -> None:
    found = period_of(Choice.read(chosen))
    year = str(today().year)
    days = (found.first.isoformat(), found.last.isoformat())
    assert days == (first.replace("year", year), last.replace("year", year))


def test_a_period_that_runs_backwards_is_said_at_the_field(client: Client, leader: User) -> None:
    client.force_login(leader)
    page = client.get("/henvendelser/tall/?fra=2025-03-02&til=2025-03-01")
    assert "Siste dag er før første dag" in page.content.decode()
    assert client.get("/henvendelser/tall/?fra=tull").context["form"].errors


def test_nothing_is_said_of_no_rows(client: Client, leader: User) -> None:
    client.force_login(leader)
    page = client.get("/henvendelser/tall/")
    values = [item.value for group in page.context["groups"] for item in group.figures]
    assert values == [0, 0, 0, 0, "–", "–", "–", 0, "–", "–", 0, 0]


def test_figures_in_words() -> None:
    assert days_text(None) == "–"
    assert [days_text(days) for days in (0, 1, 2.5, 3.0)] == [
        *("0 dager", "1 dag", "2,5 dager", "3 dager")
    ]
    assert share_text(2 / 3) == "67\N{NO-BREAK SPACE}%"
    assert given_text(3, 7) == "Gjelder 3 av 7."


@pytest.mark.parametrize("who", ["leader", "directorate", "governor"])
def test_the_figures_ask_as_many_questions_for_20_as_for_200(
    request: pytest.FixtureRequest,
    client: Client,
    centre: Centre,
    municipality: Municipality,
    theme: Theme,
    contact: User,
    who: str,
) -> None:
    far = MunicipalityFactory.create(code="1101", county=CountyFactory.create(code="11"))
    client.force_login(request.getfixturevalue(who))
    client.get("/henvendelser/tall/")
    asked = []
    for first, count in ((0, 20), (20, 180)):
        many(centre, [municipality, far], contact, [theme], count=count, first=first)
        with CaptureQueriesContext(connection) as queries:
            found: Any = client.get(f"/henvendelser/tall/?{EVER}")
        asked.append(len(queries))
        assert found.status_code == 200
    assert asked[0] == asked[1]
    assert asked[0] <= 30
