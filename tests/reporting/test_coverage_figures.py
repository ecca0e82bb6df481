"""The rules of counting as the dashboard applies them, on a country counted by hand."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Count, Sum
from django.test import Client

from assignments.activities.models import Activity
from assignments.coverage.models import Level, Structure
from centres.models import Catchment, Centre
from korus_portal.accounts.models import User
from municipalities.models import County, Municipality, MunicipalityChange
from reporting.dashboard import wording
from reporting.dashboard.behind import Selection
from reporting.dashboard.choice import Choice
from reporting.dashboard.figures import Coverage, Place, Reach, coverage
from reporting.dashboard.rows import PER_PAGE, rows_behind
from reporting.figures.sums import rounded
from tests.factories import CentreFactory, MunicipalityFactory, UserFactory
from tests.reporting.coverage_year import asked, did

TODAY = date(2026, 6, 1)


def choice(
    centre: Centre | None = None,
    *,
    year: int = 2025,
    kind: str = "",
    counties: tuple[County, ...] = (),
    structure: str = Structure.THEN,
) -> Choice:
    return Choice(year, structure, TODAY, centre=centre, kind=kind, counties=counties)


def place(found: Coverage, municipality: Municipality) -> Place:
    (one,) = [each for each in found.places if each.pk == municipality.pk]
    return one


@pytest.fixture
def kautokeino(municipality: Municipality) -> Municipality:
    return MunicipalityFactory.create(
        code="5612", name="Kautokeino", county=municipality.county, valid_from=date(2024, 1, 1)
    )


@pytest.fixture
def national(db: None) -> Centre:
    return CentreFactory.create(
        code="snakkom", kind="national_service", function=Centre.Function.NATIONAL
    )


def test_figures_equal_an_independent_count(
    centre: Centre,
    centre_elsewhere: Centre,
    adviser: User,
    contact: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    kautokeino: Municipality,
) -> None:
    did(centre, adviser, {municipality: None, kautokeino: None}, hours=Decimal(10), attendances=9)
    did(centre, adviser, {municipality: 4}, kind="guidance", attendances=4)
    did(centre, adviser, {kautokeino: None}, kind="contact_meeting", hours=Decimal("1.5"))
    did(centre_elsewhere, adviser, {municipality_elsewhere: None}, hours=Decimal(2))
    did(centre, adviser, kind="research", hours=Decimal(30))
    did(centre, adviser, {municipality: None}, starts_on=date(2024, 2, 1), hours=Decimal(99))
    did(centre, adviser, {municipality: None}, status="draft", hours=Decimal(7))
    asked(centre, contact, municipality)
    found = coverage(choice())
    counted = Activity.objects.counting().filter(starts_on__year=2025)
    sums = counted.aggregate(
        all=Count("pk"), given=Count("hours"), hours=Sum("hours"), people=Sum("attendances")
    )
    assert (
        found.total.activities,
        found.total.with_hours,
        found.total.hours,
        found.total.attendances,
        found.total.requests,
    ) == (sums["all"], sums["given"], sums["hours"], sums["people"], 1)
    delivered = counted.exclude(kind__in=Activity.NOT_DELIVERING)
    used = set(delivered.values_list("municipalities", flat=True))
    assert found.reach.used == len(used) == 3


def test_the_share_is_of_the_centres_catchment(
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    kautokeino: Municipality,
) -> None:
    did(centre, adviser, {municipality: None})
    found = coverage(choice(centre))
    assert (found.reach.used, found.reach.total) == (1, 2)
    assert wording.per_cent(found.reach) == "50,0 %"
    assert wording.reach_sentence(found) == "1 av 2 kommuner i ansvarsområdet"


def test_outside_the_catchment_counts_but_not_in_the_share(
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    did(centre, adviser, {municipality_elsewhere: None}, hours=Decimal(3))
    found = coverage(choice(centre))
    assert (found.reach.used, found.reach.total, found.outside) == (0, 1, 1)
    assert found.total.hours == 3
    assert place(found, municipality_elsewhere).numbers.level == Level.USED
    assert coverage(choice()).reach.used == 1
    assert "utenfor ansvarsområdet" in wording.outside_sentence(found)


def test_a_national_centre_has_counts_but_no_share(
    national: Centre, adviser: User, municipality: Municipality
) -> None:
    did(national, adviser, {municipality: None})
    found = coverage(choice(national))
    assert (found.reach.used, found.reach.share) == (1, None)
    assert wording.per_cent(found.reach) == "ingen andel"


def test_an_unknown_catchment_gives_no_share(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None})
    Catchment.objects.filter(centre=centre).update(valid_from=date(2026, 1, 1))
    found = coverage(choice(centre))
    assert (found.reach.used, wording.per_cent(found.reach)) == (1, "ikke kjent")


def test_a_year_without_activities_is_no_data_and_never_nought(centre: Centre) -> None:
    for each in (choice(centre), choice(kind="korus"), choice()):
        assert wording.per_cent(coverage(each).reach) == "ingen data"


def test_nothing_in_one_county_is_nought_when_the_centre_has_data(
    centre: Centre, adviser: User, municipality: Municipality, municipality_elsewhere: Municipality
) -> None:
    did(centre, adviser, {municipality: None})
    found = coverage(choice(kind="korus", counties=(municipality_elsewhere.county,)))
    assert (found.total.activities, wording.per_cent(found.reach)) == (0, "0,0 %")


def test_totals_name_the_centres_that_are_missing(
    centre: Centre, centre_elsewhere: Centre, national: Centre, adviser: User
) -> None:
    did(centre, adviser, kind="research")
    assert coverage(choice(kind="korus")).missing == [centre_elsewhere]
    assert set(coverage(choice()).missing) == {centre_elsewhere, national}
    assert coverage(choice(centre_elsewhere)).missing == []


def test_a_centre_that_closed_since_is_missing_in_its_last_year_only(
    centre: Centre, centre_elsewhere: Centre, adviser: User
) -> None:
    did(centre, adviser, kind="research")
    did(centre, adviser, kind="research", starts_on=date(2026, 2, 1))
    Centre.objects.filter(pk=centre_elsewhere.pk).update(
        status=Centre.Status.CLOSED, valid_to=date(2025, 6, 30)
    )
    for structure in Structure.values:
        assert coverage(choice(structure=structure)).missing == [centre_elsewhere]
        assert coverage(choice(year=2026, structure=structure)).missing == []


def test_any_centre_of_the_kind_counts_once_per_municipality(
    centre: Centre,
    centre_elsewhere: Centre,
    national: Centre,
    adviser: User,
    municipality: Municipality,
) -> None:
    for each in (centre, centre_elsewhere, national):
        did(each, adviser, {municipality: None})
    found = coverage(choice(kind="korus"))
    assert (found.reach.used, found.total.activities) == (1, 2)
    assert coverage(choice()).total.activities == 3


def test_districts_are_never_in_the_denominator(centre: Centre, adviser: User) -> None:
    oslo = MunicipalityFactory.create(code="0301", name="Oslo")
    sagene = MunicipalityFactory.create(
        code="030103", name="Sagene", kind=Municipality.Kind.DISTRICT, parent=oslo
    )
    did(centre, adviser, {sagene: None})
    found = coverage(choice())
    assert found.reach.total == Municipality.objects.municipalities().count()
    assert place(found, oslo).numbers.level == Level.USED
    assert [each.numbers.level for each in found.districts] == [Level.USED]
    assert wording.district_sentences(found) == ["1 av 1 bydeler i Oslo er nådd."]


def test_a_centre_is_shown_by_the_districts_of_its_own_city(
    centre: Centre, centre_elsewhere: Centre, adviser: User
) -> None:
    west = centre_elsewhere.catchments.get().county
    for code, name in (("1103", "Stavanger"), ("4601", "Bergen")):
        city = MunicipalityFactory.create(code=code, name=name, county=west)
        MunicipalityFactory.create(
            code=f"{code}01", kind=Municipality.Kind.DISTRICT, parent=city, county=west
        )
    did(centre_elsewhere, adviser, kind="research")
    did(centre, adviser, kind="research")
    assert len(coverage(choice(centre_elsewhere)).districts) == 2
    assert coverage(choice(centre)).districts == []


@pytest.fixture
def merged(centre: Centre) -> list[Municipality]:
    """Two that became one, and one that became two, on New Year's Day 2026."""
    old = [
        MunicipalityFactory.create(code=code, name=name, valid_to=date(2025, 12, 31))
        for code, name in (("5601", "Alta"), ("5690", "Loppa"), ("5691", "Delt"))
    ]
    new = [
        MunicipalityFactory.create(code=code, name=name, valid_from=date(2026, 1, 1))
        for code, name in (("5695", "Nye Alta"), ("5696", "Del en"), ("5697", "Del to"))
    ]
    for index, receiver, kind in (
        (0, 0, "merge"),
        (1, 0, "merge"),
        (2, 1, "split"),
        (2, 2, "split"),
    ):
        MunicipalityChange.objects.create(
            date=date(2026, 1, 1), change_type=kind, old=old[index], new=new[receiver]
        )
    old[0].valid_to = date(2025, 12, 31)
    old[0].save()
    return [*old, *new]


def test_a_merge_is_the_union_in_todays_structure(
    centre: Centre, adviser: User, merged: list[Municipality]
) -> None:
    first, second, _split, new, *_parts = merged
    did(centre, adviser, {first: 2, second: 3}, hours=Decimal(4), attendances=5)
    then, today = coverage(choice()), coverage(choice(structure=Structure.TODAY))
    assert (then.reach.used, today.reach.used) == (2, 1)
    numbers = place(today, new).numbers
    assert (numbers.activities, numbers.hours, numbers.attendances) == (1, Decimal(4), 5)


def test_what_a_split_leaves_undistributed_stays_under_the_old_code(
    centre: Centre, adviser: User, merged: list[Municipality]
) -> None:
    split = merged[2]
    did(centre, adviser, {split: None}, hours=Decimal(4))
    found = coverage(choice(structure=Structure.TODAY))
    assert [each.code for each in found.undistributed] == ["5691"]
    assert (found.reach.used, found.total.hours) == (0, Decimal(4))


def test_several_counties_count_each_source_once(
    centre: Centre, adviser: User, municipality: Municipality, municipality_elsewhere: Municipality
) -> None:
    places = {municipality: 2, municipality_elsewhere: 3}
    did(centre, adviser, places, hours=Decimal(4), attendances=5)
    counties = (municipality.county, municipality_elsewhere.county)
    both, one = coverage(choice(counties=counties)), coverage(choice(counties=counties[:1]))
    assert (both.total.activities, both.total.hours, both.total.attendances) == (1, Decimal(4), 5)
    assert (one.total.activities, one.total.hours, one.total.attendances) == (1, Decimal(2), 2)


def test_the_last_contact_follows_a_new_number(
    centre: Centre, adviser: User, merged: list[Municipality]
) -> None:
    first, second, split, new, *parts = merged
    did(centre, adviser, {first: None}, starts_on=date(2024, 3, 1))
    did(centre, adviser, {second: None}, starts_on=date(2025, 6, 1))
    did(centre, adviser, {split: None}, starts_on=date(2025, 7, 1))
    then = coverage(choice(year=2026))
    assert place(then, new).last_contact_on == date(2025, 6, 1)
    assert [place(then, part).last_contact_on for part in parts] == [None, None]
    before = coverage(choice(year=2025))
    assert place(before, first).last_contact_on == date(2024, 3, 1)


def test_those_never_in_contact_come_first(
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    kautokeino: Municipality,
) -> None:
    did(centre, adviser, {municipality: None}, starts_on=date(2024, 5, 1))
    did(centre, adviser, {kautokeino: None}, starts_on=date(2023, 5, 1))
    did(centre, adviser, kind="research")
    names = [each.name for each in coverage(choice()).not_reached]
    assert names == ["Utsira", "Kautokeino", "Alta"]


def test_the_rows_behind_are_the_rows_that_were_counted(
    centre: Centre,
    adviser: User,
    contact: User,
    municipality: Municipality,
    kautokeino: Municipality,
) -> None:
    did(centre, adviser, {municipality: None, kautokeino: None})
    did(centre, adviser, {municipality: None}, kind="dialogue_meeting")
    did(centre, adviser, kind="research")
    asked(centre, contact, municipality)
    found = coverage(choice(centre))
    for each in (municipality, kautokeino):
        behind = rows_behind(Selection(choice(centre), each), adviser)
        assert behind.activities.count == place(found, each).numbers.activities
        assert behind.request_count == place(found, each).numbers.requests
    everything = rows_behind(Selection(choice(centre)), adviser)
    assert everything.activities.count == found.total.activities == 3
    stranger = rows_behind(Selection(choice(centre), municipality), UserFactory.create())
    assert (stranger.request_count, stranger.requests, stranger.hidden_requests) == (1, [], 1)


def test_what_does_not_fit_on_the_page_is_not_hidden(
    centre: Centre, adviser: User, contact: User, municipality: Municipality, client: Client
) -> None:
    for _number in range(PER_PAGE + 2):
        asked(centre, contact, municipality)
    behind = rows_behind(Selection(choice(centre)), adviser)
    assert (len(behind.requests), behind.visible_requests) == (PER_PAGE, PER_PAGE + 2)
    assert (behind.hidden_requests, behind.has_more_requests) == (0, True)
    client.force_login(adviser)
    text = client.get("/dekning/rader/?aar=2025&senter=korus-nord").content.decode()
    assert "De 50 nyeste vises" in text
    assert "men vises bare for" not in text


def test_a_share_is_rounded_half_up_on_the_page_as_in_the_report() -> None:
    assert rounded(Decimal(100) / 80, "0.1") == Decimal("1.3")
    assert Reach(total=80, known=1, contacted=1, used=1).share == Decimal("1.3")
    assert Reach(total=1000, known=5, contacted=5, used=5).share == Decimal("0.5")
    assert Reach(total=0, known=0, contacted=0, used=0).share is None
