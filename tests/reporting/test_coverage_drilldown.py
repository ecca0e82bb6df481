"""Every number on the pages of coverage opens exactly what it counted, with the same filter."""

import csv
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from io import StringIO
from random import Random
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from assignments.activities.models import Activity, ActivityPartner, ActivityTheme
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting.dashboard import rebuilding, tabs
from tests.factories import (
    ActivityFactory,
    CentreFactory,
    CountyFactory,
    MandateTaskFactory,
    MunicipalityFactory,
    ThemeFactory,
)

LINK = re.compile(
    r'<a href="(/dekning/(?:rader|kommuner)/\?[^"]*)"[^>]*>([\d\xa0 ]+)</a>', re.DOTALL
)
# Under a heading that is the link: the key figures of the overview.
UNDER = re.compile(
    r'<dt>(?:<span[^>]*>)?<a href="(/dekning/(?:rader|kommuner)/\?[^"]*)">'
    r"[^<]*</a>(?:</span>)?</dt>"
    r"\s*<dd>([\d\xa0 ]+)</dd>"
)


# What is chosen at random: most choices leave most of it open.
PARAMETERS = {
    "aar": ["2024", "2025"],
    "type": ["", "korus"],
    "senter": ["", "", "korus-nord", "korus-vest"],
    "fylke": ["", "46"],
    "tema": ["", "", "rus"],
    "oppgave": ["", "", "C1"],
    "storrelse": ["", "", "liten"],
    "n": ["", "2"],
}


@pytest.fixture
def world(centre: Centre, adviser: User, municipality: Municipality) -> dict[str, list[str]]:
    """Two centres, eight municipalities in two counties, fifty activities, some shared."""
    draw = Random(7)  # noqa: S311 - the same every time
    places = [municipality, *more_places(municipality)]
    other = CentreFactory.create(code="korus-vest", short_name="KORUS Vest")
    themes = [ThemeFactory.create(code="rus"), ThemeFactory.create(code="vold")]
    tasks = [MandateTaskFactory.create(code=code) for code in ("C1", "C2")]
    before: list[Activity] = []
    for _number in range(50):
        row = ActivityFactory.create(
            centre=draw.choice([centre, other]),
            registered_by=adviser,
            with_municipalities={
                place: draw.choice([None, 3, 12])
                for place in draw.sample(places, draw.randint(0, 4))
            },
            kind=draw.choice(["course", "guidance", "research", "contact_meeting"]),
            starts_on=date(draw.choice([2024, 2025]), draw.randint(1, 12), 3),
            hours=draw.choice([None, Decimal("7.50"), Decimal("10.01")]),
            attendances=draw.choice([None, 40]),
            mandate_task=draw.choice([None, *tasks]),
        )
        for position, theme in enumerate(draw.sample(themes, draw.randint(0, 2))):
            ActivityTheme.objects.create(activity=row, theme=theme, position=position)
        partly_of_others(row, draw, [centre, other], before)
        before.append(row)
    rebuilding.rebuild()
    return PARAMETERS


def more_places(first: Municipality) -> list[Municipality]:
    """Seven, in turns in its county and in another; some of unknown size, remoteness or area."""
    west = CountyFactory.create(code="46", name="Vestland")
    counties = [first.county, west]
    return [
        MunicipalityFactory.create(
            code=f"{counties[number % 2].code}{number + 60}",
            name=f"Sted {number}",
            county=counties[number % 2],
            valid_from=date(2020, 1, 1),
            population=[None, 900, 7_000, 30_000][number % 4],
            population_date=date(2025, 1, 1),
            centrality_class=[None, 1, 4, 6][number % 4],
            sami_admin_area=[None, True, False][number % 3],
        )
        for number in range(7)
    ]


def partly_of_others(
    row: Activity, draw: Random, centres: list[Centre], before: list[Activity]
) -> None:
    """Some are shared with the other centre, some stand as the same event as another's row."""
    (other,) = set(centres) - {row.centre}
    if draw.random() < 0.2:
        ActivityPartner.objects.create(
            activity=row,
            centre=other,
            state="accepted",
            hours=draw.choice([None, Decimal(3)]),
            asked_by=row.registered_by,
            answered_by=row.registered_by,
            answered_at=row.registered_at,
        )
    elif draw.random() < 0.2:
        leads = [one for one in before if one.centre == other and not one.same_event_as_id]
        if leads:
            Activity.objects.filter(pk=row.pk).update(same_event_as=draw.choice(leads))


def chosen(world: dict[str, list[str]], seed: int) -> str:
    draw = Random(seed)  # noqa: S311 - the same every time
    values = {name: draw.choice(options) for name, options in world.items()}
    return urlencode({name: value for name, value in values.items() if value})


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def links_of(client: Client, name: str, query: str) -> list[tuple[str, int]]:
    text = client.get(f"{reverse(name)}?{query}").content.decode()
    return [
        (unescape(href), number(said)) for href, said in LINK.findall(text) + UNDER.findall(text)
    ]


def said_behind(client: Client, href: str) -> set[int]:
    """The number of what stands behind an address, as its page and its file give it."""
    path, _dash, part = href.partition("#")
    response = client.get(path)
    assert response.status_code == 200, href
    context = response.context
    if path.startswith("/dekning/kommuner/"):
        listed = lines(client, path.replace("/kommuner/", "/kommuner/eksport.csv"))
        assert len(listed) == context["count"]
        return {context["count"]}
    rows = lines(client, path.replace("/rader/", "/rader/eksport/aktiviteter.csv"))
    counting = [row for row in rows if row["telles"] == "ja"]
    assert len(counting) == context["rows"].activity_count
    hours = sum((Decimal(row["timer"] or 0) for row in rows), Decimal(0))
    people = sum(int(row["deltakelser"] or 0) for row in rows)
    assert (hours, people) == (context["sums"].hours, context["sums"].attendances)
    in_places = sum(int(row["antall_kommuner"]) for row in counting)
    assert context["registrations"] in (None, in_places)
    found = {"timer": {rounded(hours)}, "deltakelser": {people}}
    return found.get(part, {in_places, len(counting), rounded(hours)})


def rounded(hours: Decimal) -> int:
    return int(hours.quantize(Decimal(1), ROUND_HALF_UP))


def lines(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200, address
    return list(csv.DictReader(StringIO(response.getvalue().decode())))


@pytest.mark.parametrize("seed", range(6))
def test_a_number_is_as_many_as_the_rows_it_opens(
    client: Client, world: dict[str, list[str]], seed: int
) -> None:
    query = chosen(world, seed)
    links = {link for name, _label in tabs.PAGES for link in links_of(client, name, query)}
    assert len(links) > 20
    some = Random(seed).sample(sorted(links), min(len(links), 30))  # noqa: S311
    for href, said in some:
        assert said in said_behind(client, href), (query, href, said)
