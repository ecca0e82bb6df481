"""The centre's own activities, filtered and in pages."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assignments.activities import actions, listing, searching
from assignments.activities.models import Activity, ActivityTheme
from assignments.activities.searching import Place, Search
from assignments.plans.models import Assignment
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from municipalities.models import Municipality, Theme
from tests.factories import ActivityFactory, MunicipalityFactory, ThemeFactory

URL = "/aktiviteter/"


@pytest.fixture
def three(
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    theme: Theme,
    assignment: Assignment,
) -> dict[str, Activity]:
    """Three rows that every filter tells apart."""
    child = ThemeFactory.create(code="alcohol", parent=theme)
    oslo = MunicipalityFactory.create(code="0301", name="Oslo")
    frogner = MunicipalityFactory.create(
        code="030105", name="Frogner", kind="district", parent=oslo
    )
    own = {"centre": centre, "registered_by": adviser}
    return {
        "course": ActivityFactory.create(
            **own,
            title="Kurs i Alta",
            assignment=assignment,
            with_municipalities={municipality: 12},
            with_themes=[child],
        ),
        "seminar": ActivityFactory.create(
            **own,
            title="Seminar",
            kind="seminar",
            starts_on=date(2024, 3, 1),
            with_municipalities={frogner: None},
        ),
        "draft": ActivityFactory.create(
            **own, title="Utkast til fagdag", kind="professional_day", status="draft"
        ),
    }


def titles(client: Client, **query: str) -> list[str]:
    return [row.title for row in client.get(URL, query).context["found"].rows]


def texts(row: listing.Row) -> dict[str, str]:
    """What the cells say, by column; tags as one text."""
    return {
        cell.code: cell.text or ", ".join(text for text, _tone in cell.tags) for cell in row.cells
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Utkast til fagdag", "Kurs i Alta", "Seminar"]),
        ({"year": "2024"}, ["Seminar"]),
        ({"kind": "course"}, ["Kurs i Alta"]),
        ({"theme": "alcohol"}, ["Kurs i Alta"]),
        ({"theme": "substance_use"}, ["Kurs i Alta"]),
        ({"municipality": "5601"}, ["Kurs i Alta"]),
        ({"municipality": "0301"}, ["Seminar"]),
        ({"municipality": "030105"}, ["Seminar"]),
        ({"status": "draft"}, ["Utkast til fagdag"]),
        ({"status": "confirmed", "title": "alta"}, ["Kurs i Alta"]),
        ({"form": "on_site", "year": "2024"}, ["Seminar"]),
        ({"form": "digital"}, []),
        ({"title": "finnes ikke"}, []),
        ({"title": "semi"}, ["Seminar"]),
        ({"title": "i alta"}, ["Kurs i Alta"]),
        ({"title": "inar"}, []),
        ({"title": "!"}, []),
        ({"year": "2025", "kind": "course"}, ["Kurs i Alta"]),
        ({"year": "2024", "kind": "course"}, []),
        ({"year": "2025", "theme": "alcohol"}, ["Kurs i Alta"]),
        ({"year": "2024", "municipality": "0301"}, ["Seminar"]),
        ({"year": "2024", "title": "kurs"}, []),
        ({"theme": "alcohol", "municipality": "5601"}, ["Kurs i Alta"]),
        ({"theme": "alcohol", "municipality": "0301"}, []),
        ({"kind": "seminar", "municipality": "0301"}, ["Seminar"]),
        ({"kind": "tull", "theme": "\0", "title": "kurs"}, ["Kurs i Alta"]),
        ({"year": "tull"}, []),
    ],
)
def test_each_filter_narrows_the_list(
    client: Client,
    adviser: User,
    three: dict[str, Activity],
    query: dict[str, str],
    expected: list[str],
) -> None:
    client.force_login(adviser)
    assert titles(client, **query) == expected


def test_a_place_that_is_no_more_is_offered_once_something_was_done_there(
    client: Client, adviser: User, centre: Centre, municipality: Municipality
) -> None:
    gone = MunicipalityFactory.create(
        code="2012", name="Gamle Alta", valid_from=None, valid_to=date(2019, 12, 31)
    )
    client.force_login(adviser)
    option = '<option value="2012">Gamle Alta</option>'
    ActivityFactory.create(
        centre=centre, registered_by=adviser, with_municipalities={municipality: None}
    )
    assert option not in client.get(URL).content.decode()
    ActivityFactory.create(centre=centre, registered_by=adviser, with_municipalities={gone: None})
    assert option in client.get(URL).content.decode()


def test_what_was_chosen_stays_chosen_and_what_is_unknown_is_told(
    client: Client, adviser: User, municipality: Municipality
) -> None:
    client.force_login(adviser)
    text = client.get(URL, {"municipality": "5601", "status": "draft"}).content.decode()
    assert '<option value="5601" selected>Alta</option>' in text
    assert '<option value="draft" selected>Utkast</option>' in text
    assert text.count(" selected>") == 9
    refused = client.get(URL, {"municipality": "9999"}).content.decode()
    assert 'aria-invalid="true"' in refused


def test_titles_are_shown_as_they_were_typed(client: Client, adviser: User, centre: Centre) -> None:
    ActivityFactory.create(centre=centre, registered_by=adviser, title="<b>Kurs</b> & 'mer'")
    client.force_login(adviser)
    text = client.get(URL).content.decode()
    assert text.count("&lt;b&gt;Kurs&lt;/b&gt; &amp; &#x27;mer&#x27;") == 2
    assert "<b>Kurs" not in text


def test_a_tiltak_shows_its_activities(
    client: Client, adviser: User, three: dict[str, Activity], assignment: Assignment
) -> None:
    client.force_login(adviser)
    assert titles(client, assignment=str(assignment.pk)) == ["Kurs i Alta"]


def test_every_cell_is_ready_to_read(
    client: Client, adviser: User, centre: Centre, municipality: Municipality
) -> None:
    places = {municipality: 3}
    for code, name in (("5602", "Hammerfest"), ("5603", "Vadsø"), ("5604", "Vardø")):
        places[MunicipalityFactory.create(code=code, name=name)] = 1
    ActivityFactory.create(
        centre=centre,
        registered_by=adviser,
        title="Kurs 1",
        hours="1234.50",
        attendances=6,
        with_municipalities=places,
    )
    client.force_login(adviser)
    row = client.get(URL).context["found"].rows[0]
    assert texts(row) == {
        "dato": "10.3.2025",
        "tittel": "Kurs 1",
        "type": "Kurs",
        "kommuner": "Alta, Hammerfest og 2 til",
        "timer": "1\N{NO-BREAK SPACE}234,5",
        "deltakelser": "6",
        "status": "bekreftet",
        "merker": "",
    }


def test_rows_that_are_put_right_or_linked_say_so(
    client: Client, adviser: User, centre: Centre, centre_elsewhere: Centre
) -> None:
    own = {"centre": centre, "registered_by": adviser}
    lead = ActivityFactory.create(centre=centre_elsewhere, registered_by=adviser)
    ActivityFactory.create(**own, title="Koblet", same_event_as=lead)
    old = ActivityFactory.create(**own, title="Gammel", is_replaced=True)
    ActivityFactory.create(
        **own, title="Ny", correction="replaces", corrects=old, correction_reason="Feil tall"
    )
    client.force_login(adviser)
    rows = {row.title: texts(row)["merker"] for row in client.get(URL).context["found"].rows}
    assert rows == {
        "Ny": "rettelse",
        "Gammel": "rettet av en senere rad",
        "Koblet": "samme arrangement",
    }
    assert titles(client, correction="corrections") == ["Ny", "Gammel"]
    assert titles(client, correction="replaced") == ["Gammel"]


def test_the_rows_of_one_adviser(
    client: Client, adviser: User, leader: User, centre: Centre
) -> None:
    ActivityFactory.create(centre=centre, registered_by=adviser, title="Rådgiverens")
    ActivityFactory.create(centre=centre, registered_by=leader, title="Lederens")
    client.force_login(adviser)
    assert titles(client, adviser=str(leader.pk)) == ["Lederens"]


def test_columns_are_chosen_in_the_address(client: Client, adviser: User, centre: Centre) -> None:
    ActivityFactory.create(centre=centre, registered_by=adviser, title="Kurs 1", ends_on=None)
    client.force_login(adviser)
    shown = client.get(URL, {"kolonner": "tittel,ukjent,senter,dato"})
    assert list(texts(shown.context["found"].rows[0])) == ["tittel", "senter", "dato"]
    assert 'name="kolonner" value="tittel,ukjent,senter,dato"' in shown.content.decode()
    ticked = client.get(f"{URL}?kolonner=dato&kolonner=form")
    assert list(texts(ticked.context["found"].rows[0])) == ["dato", "form"]


def test_each_row_leads_to_itself_and_to_the_same_again(
    client: Client, adviser: User, confirmed: Activity
) -> None:
    client.force_login(adviser)
    text = client.get(URL).content.decode()
    assert f'href="/aktiviteter/{confirmed.pk}/"' in text
    assert f'href="/aktiviteter/ny/?som={confirmed.pk}"' in text


def test_other_centres_rows_are_not_listed(
    client: Client, adviser: User, leader_elsewhere: User, centre_elsewhere: Centre
) -> None:
    ActivityFactory.create(centre=centre_elsewhere, registered_by=leader_elsewhere)
    client.force_login(adviser)
    assert titles(client) == []


def test_deleted_rows_are_shown_to_the_leader_who_asks(
    client: Client, adviser: User, leader: User, confirmed: Activity
) -> None:
    actions.delete_activity(activity=confirmed, reason="Feil", by=adviser)
    client.force_login(leader)
    assert titles(client) == []
    assert titles(client, status="deleted") == ["Kurs i samtale"]
    client.force_login(adviser)
    assert titles(client, status="deleted") == []


def test_an_empty_list_says_what_to_do(client: Client, adviser: User) -> None:
    client.force_login(adviser)
    assert "Ingen aktiviteter ennå" in client.get(URL).content.decode()
    text = client.get(URL, {"title": "noe"}).content.decode()
    assert "Ingen aktiviteter passer" in text


def walk(client: Client, way: str, url: str, **query: str) -> list[list[str]]:
    """The titles of each page from `url` on, by following its links."""
    pages = []
    found = client.get(url, query).context["found"]
    while True:
        pages.append([row.title for row in found.rows])
        following = getattr(found, way)
        if not following:
            return pages
        found = client.get(URL + following).context["found"]


def flat(pages: list[list[str]]) -> list[str]:
    return [title for page in pages for title in page]


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 3)


@pytest.mark.usefixtures("small_pages")
def test_pages_show_every_row_once_in_both_directions(
    client: Client, adviser: User, centre: Centre
) -> None:
    for number in range(11):
        ActivityFactory.create(
            centre=centre,
            registered_by=adviser,
            title=f"Kurs {number}",
            # Five of one day, so that pages end within it.
            starts_on=date(2025, 3, max(1, number - 4)),
            kind="course" if number % 2 else "seminar",
        )
    expected = [f"Kurs {number}" for number in range(10, -1, -1)]
    client.force_login(adviser)
    forwards = walk(client, "older", URL)
    assert [len(page) for page in forwards] == [3, 3, 3, 2]
    assert flat(forwards) == expected
    last = client.get(URL).context["found"].older
    for _page in range(2):
        last = client.get(URL + last).context["found"].older
    backwards = walk(client, "newer", URL + last)
    assert backwards[-1] == expected[:3]
    courses = walk(client, "older", URL, kind="course")
    assert flat(courses) == [f"Kurs {number}" for number in (9, 7, 5, 3, 1)]


@pytest.mark.usefixtures("small_pages")
def test_somebody_at_two_centres_sees_both_in_one_order(
    client: Client, adviser: User, centre: Centre, centre_elsewhere: Centre
) -> None:
    Membership.objects.create(
        user=adviser, organisation=centre_elsewhere.organisation, role=Role.ADVISER
    )
    for number in range(8):
        ActivityFactory.create(
            centre=centre_elsewhere if number % 3 else centre,
            registered_by=adviser,
            title=f"Kurs {number}",
        )
    client.force_login(adviser)
    assert flat(walk(client, "older", URL)) == [f"Kurs {n}" for n in range(7, -1, -1)]
    assert client.get(URL).context["found"].count == 8


@pytest.mark.parametrize(
    "query",
    [
        {"etter": "tull"},
        {"etter": "2025-13-41_5"},
        {"etter": "2025-03-10"},
        {"for": "_"},
        {"etter": "", "for": ""},
        {"for": "2025-03-10_99999999999999999999999"},
    ],
    ids="&".join,
)
def test_an_address_that_says_nothing_is_the_first_page(
    client: Client, adviser: User, confirmed: Activity, query: dict[str, str]
) -> None:
    client.force_login(adviser)
    assert titles(client, **query) == [confirmed.title]


def test_past_the_last_row_there_is_a_way_back(
    client: Client, adviser: User, confirmed: Activity
) -> None:
    client.force_login(adviser)
    response = client.get(URL, {"etter": "1999-01-01_1"})
    assert response.context["found"].rows == []
    assert "Til de nyeste" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "count", "text"),
    [({}, 3, "Over 3 aktiviteter"), ({"kind": "course"}, 2, "Over 2 aktiviteter")],
    ids=["all", "by words"],
)
def test_counting_stops_at_the_cap_and_sooner_by_words(
    client: Client,
    adviser: User,
    centre: Centre,
    monkeypatch: pytest.MonkeyPatch,
    query: dict[str, str],
    count: int,
    text: str,
) -> None:
    monkeypatch.setattr(searching, "MOST_COUNTED", 3)
    monkeypatch.setattr(searching, "MOST_COUNTED_BY_WORDS", 2)
    ActivityFactory.create_batch(4, centre=centre, registered_by=adviser)
    client.force_login(adviser)
    response = client.get(URL, query)
    assert response.context["found"].count == count
    assert text in response.content.decode()


def test_what_is_rare_is_found_far_from_the_newest(
    client: Client, adviser: User, centre: Centre, theme: Theme
) -> None:
    """Past the rows that are walked: by words at once, and by words and year where many fit."""
    many = [
        Activity(
            centre=centre,
            registered_by=adviser,
            kind="course",
            title="Kurs",
            starts_on=date(2020 + number % 5, 1, 1 + number % 28),
        )
        for number in range(5000)
    ]
    made = Activity.objects.bulk_create(many)
    first = [row for row in made if row.starts_on.year < 2022]
    Activity.objects.filter(pk__in=[row.pk for row in first]).update(kind="seminar")
    ActivityTheme.objects.create(activity=first[0], theme=theme, position=0)
    asked = Search(centres=(centre.pk,), words=("kseminar",))
    ordered = sorted((Place(row.starts_on, row.pk) for row in first), reverse=True)
    assert asked.count() == len(first) == 2000
    assert asked.older(most=50) == ordered[:50]
    assert asked.newer(ordered[1500], most=50) == ordered[1450:1500]
    assert asked.older(ordered[1500], most=600) == ordered[1501:]
    rare = Search(centres=(centre.pk,), words=("kseminar", f"t{theme.pk}"))
    assert rare.older() == [Place(first[0].starts_on, first[0].pk)]
    assert [pk for ids in asked.all(700) for pk in ids] == [place.pk for place in ordered]


def test_the_lists_rows_follow_whatever_is_written(
    centre: Centre, adviser: User, municipality: Municipality, theme: Theme
) -> None:
    """The database keeps them: in bulk, one by one, changed and taken away."""
    (row,) = Activity.objects.bulk_create(
        [
            Activity(
                centre=centre,
                registered_by=adviser,
                kind="course",
                title="Ettervern på Røst",
                starts_on=date(2024, 5, 1),
            )
        ]
    )
    asked = Search(centres=(centre.pk,))

    def found(**changed: object) -> int:
        return replace(asked, **changed).count()  # type: ignore[arg-type]

    assert (found(title="rØ"), found(year=2024), found(words=("kcourse",))) == (1, 1, 1)
    named = row.activity_municipalities.create(municipality=municipality)
    row.activity_themes.create(theme=theme, position=0)
    assert found(words=(f"m{municipality.pk}", f"t{theme.pk}")) == 1
    other = MunicipalityFactory.create(code="5602", name="Hammerfest")
    row.activity_municipalities.update(municipality=other)
    assert found(words=(f"m{municipality.pk}",)) == 0
    assert found(words=(f"m{other.pk}",)) == 1
    named.delete()
    assert found(words=(f"m{other.pk}",)) == 0
    Activity.objects.filter(pk=row.pk).update(title="Sladdet", starts_on=date(2023, 5, 1))
    assert (found(title="ettervern"), found(title="sladdet"), found(year=2024)) == (0, 1, 0)
    now = timezone.now()
    Activity.objects.filter(pk=row.pk).update(
        deleted_at=now, deleted_by=adviser, deleted_reason="Feil"
    )
    assert (found(), found(is_deleted=True)) == (0, 1)
    Activity.objects.get(pk=row.pk).delete()
    assert found(is_deleted=True) == 0


def test_twenty_rows_cost_as_many_queries_as_one(
    client: Client, adviser: User, centre: Centre, municipality: Municipality, theme: Theme
) -> None:
    def make(number: int) -> None:
        ActivityFactory.create_batch(
            number,
            centre=centre,
            registered_by=adviser,
            with_municipalities={municipality: None},
            with_themes=[theme],
        )

    client.force_login(adviser)
    make(1)
    client.get(URL)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(URL)
    make(19)
    # The first visit after somebody wrote looks once for places of the past.
    client.get(URL)
    with CaptureQueriesContext(connection) as twenty:
        client.get(URL)
    assert len(twenty) == len(one)
