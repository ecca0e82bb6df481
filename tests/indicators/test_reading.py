"""Figures in the structure of a day: carried one to one, added where they may be, else told."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from korus_portal.accounts.models import Role, User
from municipalities.indicators import reading
from municipalities.indicators.actions import applying, uploading
from municipalities.indicators.actions.uploading import Choice
from municipalities.indicators.incoming.columns import Columns
from municipalities.indicators.models import Indicator
from municipalities.indicators.reading import Point, Shown
from municipalities.models import County, Municipality
from tests.factories import UserFactory
from tests.indicators.factories import BatchFactory, OpeningFactory, value

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("norway")]
TODAY = date(2026, 6, 1)
VISITOR = AnonymousUser()


def place(code: str) -> Municipality:
    return Municipality.objects.get(code=code)


def newest(indicator: Indicator, code: str, *, on: date = TODAY) -> Shown | None:
    return reading.latest(VISITOR, [indicator], on=on).get((indicator.pk, place(code).pk))


def told(shown: Shown | None) -> tuple[Decimal | None, str, int] | None:
    return None if shown is None else (shown.value, shown.mark, shown.year)


def test_the_newest_year_is_shown(share: Indicator) -> None:
    value(share, place("0301"), 2021, "10")
    value(share, place("0301"), 2023, "12")
    assert told(newest(share, "0301")) == (Decimal(12), "", 2023)
    assert told(newest(share, "0301", on=date(2022, 1, 1))) == (Decimal(10), "", 2021)


def test_a_new_number_keeps_its_figures(share: Indicator) -> None:
    """Alta: 2012, from 2020 5403, from 2024 5601."""
    value(share, place("2012"), 2019, "10")
    shown = newest(share, "5601")
    assert told(shown) == (Decimal(10), "", 2019)
    assert shown is not None
    assert shown.note == ""


def test_a_file_of_todays_numbers_reads_backwards(share: Indicator) -> None:
    value(share, place("5601"), 2019, "10")
    assert told(newest(share, "2012", on=date(2019, 6, 1))) == (Decimal(10), "", 2019)


def test_counts_of_merged_municipalities_are_added_up(count: Indicator) -> None:
    """Bjørnafjorden (4624) came of Os (1243) and Fusa (1241)."""
    value(count, place("1243"), 2019, "20")
    value(count, place("1241"), 2019, "3")
    shown = newest(count, "4624")
    assert told(shown) == (Decimal(23), "", 2019)
    assert shown is not None
    assert shown.note == "Lagt sammen av tallene for Fusa, Os."


def test_shares_of_merged_municipalities_are_not(share: Indicator) -> None:
    value(share, place("1243"), 2019, "20")
    value(share, place("1241"), 2019, "3")
    shown = newest(share, "4624")
    assert told(shown) == (None, "..", 2019)
    assert shown is not None
    assert "Tallene kan ikke legges sammen" in shown.note


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("20", ":", (None, ":")),
        (":", "..", (None, ":")),
        ("20", "..", (None, "..")),
        ("-", "-", (Decimal(0), "-")),
        ("20", "-", (Decimal(20), "")),
    ],
)
def test_a_hidden_part_hides_the_sum(
    count: Indicator, one: str, other: str, expected: tuple[Decimal | None, str]
) -> None:
    value(count, place("1243"), 2019, one)
    value(count, place("1241"), 2019, other)
    assert told(newest(count, "4624")) == (*expected, 2019)


def test_a_part_that_is_not_told_leaves_the_sum_unknown(count: Indicator) -> None:
    value(count, place("1243"), 2019, "20")
    assert told(newest(count, "4624")) == (None, "..", 2019)


def test_a_split_leaves_the_figure_undecided_and_says_so(count: Indicator) -> None:
    """Ålesund (1507) became 1508 and Haram (1580) in 2024."""
    value(count, place("1507"), 2023, "600")
    for code in ("1508", "1580"):
        shown = newest(count, code)
        assert told(shown) == (None, "..", 2023)
        assert shown is not None
        assert shown.note == "Tallet gjelder Ålesund og kan ikke fordeles."
    value(count, place("1580"), 2024, "90")
    assert told(newest(count, "1580")) == (Decimal(90), "", 2024)


def test_a_merge_with_a_part_of_a_split_one_says_what_it_lacks(count: Indicator) -> None:
    """Orkland (5059) took in Orkdal, Meldal, Agdenes and a part of Snillfjord."""
    for code in ("5024", "5023", "5016"):
        value(count, place(code), 2019, "10")
    value(count, place("5012"), 2019, "5")
    shown = newest(count, "5059")
    assert told(shown) == (Decimal(30), "", 2019)
    assert shown is not None
    assert shown.note.endswith("Uten Snillfjord, som ble delt.")


def test_the_newer_batch_speaks_where_two_numbers_are_one_place(share: Indicator) -> None:
    early = BatchFactory.create(applied_at=timezone.now() - timedelta(days=2))
    late = BatchFactory.create(applied_at=timezone.now())
    value(share, place("5601"), 2022, "1", batch=early)
    value(share, place("5403"), 2022, "2", batch=late)
    assert told(newest(share, "5601")) == (Decimal(2), "", 2022)


def test_few_questions_however_many_municipalities(share: Indicator, count: Indicator) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            reading.latest(VISITOR, [share, count], on=TODAY)
        return len(queries)

    batch = BatchFactory.create()
    value(share, place("1243"), 2019, "3", batch=batch)
    few = asked()
    for one in Municipality.objects.in_force(on=date(2019, 1, 1)):
        value(count, one, 2019, "3", batch=batch)
    assert asked() == few <= 5


def test_a_series_has_the_county_of_each_year_and_the_country(share: Indicator) -> None:
    value(share, place("5403"), 2022, "10")
    value(share, place("5601"), 2024, "12")
    value(share, County.objects.get(code="54"), 2022, "8")
    value(share, County.objects.get(code="56"), 2024, "9")
    value(share, None, 2024, "7")
    (found,) = reading.series(place("5601"), VISITOR, on=TODAY)
    assert found.indicator == share
    assert found.own == [Point(2022, Decimal(10), ""), Point(2024, Decimal(12), "")]
    assert found.county == [
        Point(2022, Decimal(8), "", "Gjelder Troms og Finnmark."),
        Point(2024, Decimal(9), ""),
    ]
    assert found.country == [Point(2024, Decimal(7), "")]
    assert not found.is_demo


def test_an_indicator_without_own_figures_is_no_series(share: Indicator) -> None:
    value(share, None, 2024, "7")
    value(share, place("0301"), 2024, "7")
    assert reading.series(place("5601"), VISITOR, on=TODAY) == []


def test_demo_figures_are_marked(share: Indicator) -> None:
    value(share, place("5601"), 2024, "7", batch=BatchFactory.create(is_demo=True))
    assert reading.series(place("5601"), VISITOR, on=TODAY)[0].is_demo


def test_a_municipality_sees_its_own_closed_figures_under_every_number_it_has_had(
    closed_share: Indicator,
) -> None:
    alta = place("5601")
    assert alta.organisation is not None
    contact = UserFactory.create(role=(alta.organisation, Role.CONTACT))
    for code, year in (("2012", 2019), ("5403", 2022), ("5601", 2025)):
        value(closed_share, place(code), year, "5")
    value(closed_share, place("0301"), 2025, "5")
    (found,) = reading.series(alta, contact, on=TODAY)
    assert [point.year for point in found.own] == [2019, 2022, 2025]
    assert reading.latest(contact, [closed_share], on=TODAY).keys() == {(closed_share.pk, alta.pk)}
    assert reading.series(alta, VISITOR, on=TODAY) == []


def test_what_is_opened_follows_the_municipality_through_its_numbers(
    closed_share: Indicator, userorg: User
) -> None:
    for code, year in (("5403", 2022), ("5601", 2025), ("1507", 2023)):
        value(closed_share, place(code), year, "5")
    for code in ("5601", "1508"):
        OpeningFactory.create(source=closed_share.source, municipality=place(code))
    seen = reading.latest(userorg, [closed_share], on=TODAY)
    # What the split left undecided belongs to neither: half of it is not opened.
    assert seen.keys() == {(closed_share.pk, place("5601").pk)}
    assert len(reading.series(place("5601"), userorg, on=TODAY)[0].own) == 2


def test_a_sum_does_not_hold_what_is_not_opened(count: Indicator) -> None:
    source = count.source
    source.publication = source.Publication.OPENED
    source.save()
    value(count, place("1243"), 2019, "20")
    value(count, place("1241"), 2019, "3")
    OpeningFactory.create(source=source, municipality=place("1243"))
    assert told(newest(count, "4624")) == (None, "..", 2019)


def test_a_code_of_another_year_is_carried_and_counted(
    share: Indicator, administrator: User
) -> None:
    text = "region;år;Andel\n2012;2022;1\n0301;2022;2\n"
    batch = uploading.upload_batch(
        source=share.source, file_name="x.csv", content=text.encode(), by=administrator
    )
    columns = Columns({"region": "place", "år": "year", "Andel": "value:prove-andel"})
    uploading.choose_columns(batch=batch, choice=Choice(columns), by=administrator)
    batch.refresh_from_db()
    assert (batch.accepted, batch.carried) == (2, 1)
    assert batch.staged.get(municipality=place("5403")).original_code == "2012"
    applying.apply_batch(batch=batch, by=administrator)
    assert told(newest(share, "5601")) == (Decimal(1), "", 2022)
