"""Results: who sees them, what is hidden, and that page, files and other parts say the same."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from assignments.mapping import actions
from assignments.mapping.models import Campaign, Question, Sharing
from assignments.mapping.results import PlaceResult, needs_by_place, profile
from assignments.mapping.sight import campaigns_with_results, sight_of
from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from municipalities.models import Municipality, MunicipalityChange
from tests.factories import MunicipalityFactory, ThemeFactory
from tests.mapping.factories import CampaignFactory, InvitationFactory, QuestionFactory, answered


@pytest.fixture
def vadso(municipality: Municipality) -> Municipality:
    return MunicipalityFactory.create(code="5607", name="Vadsø", county=municipality.county)


@pytest.fixture
def vardo(municipality: Municipality) -> Municipality:
    return MunicipalityFactory.create(code="5634", name="Vardø", county=municipality.county)


@pytest.fixture
def two_four_six(
    of_employees: Campaign, municipality: Municipality, vadso: Municipality, vardo: Municipality
) -> Campaign:
    """Two answers in Alta, four in Vadsø, six in Vardø."""
    for place, number in ((municipality, 2), (vadso, 4), (vardo, 6)):
        for level in range(number):
            answered(of_employees, place, level=1 + level % 5, wish="course")
    return of_employees


def by_code(campaign: Campaign, viewer: User, *places: Municipality) -> dict[str, Any]:
    return {
        place.code: (row.answers, row.mean, row.is_suppressed)
        for place in places
        for row in profile(place, viewer)
    }


def test_a_second_municipality_is_hidden_so_that_two_persons_cannot_be_worked_out(
    two_four_six: Campaign,
    adviser: User,
    municipality: Municipality,
    vadso: Municipality,
    vardo: Municipality,
) -> None:
    assert by_code(two_four_six, adviser, municipality, vadso, vardo) == {
        "5601": (None, None, True),
        "5607": (None, None, True),
        "5634": (6, Decimal("2.7"), False),
    }
    (row,) = profile(vardo, adviser)
    # (1 + 2) + (1 + 2 + 3 + 4) + (1 + 2 + 3 + 4 + 5 + 1) = 29, of 12.
    assert row.county_mean == row.country_mean == Decimal("2.4")


def test_page_csv_and_json_hide_the_same_and_have_the_same_columns(
    client: Client, two_four_six: Campaign, adviser: User, settings: Settings
) -> None:
    settings.DEMO_MODE = False
    client.force_login(adviser)
    text = client.get(reverse("mapping:results_csv", args=[two_four_six.pk])).content
    header, *lines = csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";")
    found = client.get(reverse("mapping:results_json", args=[two_four_six.pk])).json()["rader"]
    assert header == list(found[0])
    assert [line[header.index("snitt")] for line in lines] == ["skjult", "skjult", "2,7"]
    for line, row in zip(lines, found, strict=True):
        for code, cell in zip(header, line, strict=True):
            value = row[code]
            if isinstance(value, dict):
                assert (value, cell) == ({"skjult": True}, "skjult")
            else:
                assert cell == ("–" if value is None else str(value).replace(".", ","))
    page = client.get(reverse("mapping:results", args=[two_four_six.pk]))
    shown = [cells for _place, cells in page.context["rows"]]
    assert shown == [line[4:] for line in lines]
    assert len(page.context["columns"]) == len(header) - 4
    assert "at et annet skjult tall ikke skal kunne regnes ut" in page.content.decode()


def test_wishes_of_fewer_than_three_are_hidden_with_one_more(
    of_employees: Campaign, adviser: User, municipality: Municipality
) -> None:
    for wish in ["course"] * 5 + ["guidance"] * 3 + ["network"]:
        answered(of_employees, municipality, level=3, wish=wish)
    (row,) = profile(municipality, adviser)
    assert row.wishes == {
        "none": None,
        "course": 5,
        "guidance": None,
        "implementation": None,
        "network": None,
    }


def test_services_of_employees_are_hidden_from_each_other_too(
    client: Client, of_employees: Campaign, contact: User, municipality: Municipality
) -> None:
    for service, number in (("NAV", 1), ("Rusteam", 3), ("Helsestasjonen", 5)):
        for _ in range(number):
            answered(of_employees, municipality, service=service, level=2)
    client.force_login(contact)
    page = client.get(reverse("mapping:municipality_profile", args=["5601"]))
    (section,) = page.context["sections"]
    assert section.answered == "9"
    assert section.services == [
        ("Helsestasjonen", "5", ["2,0"]),
        ("NAV", "skjult", ["skjult"]),
        ("Rusteam", "skjult", ["skjult"]),
    ]


def test_a_service_answer_shows_from_one_while_the_mapping_is_open(
    opened: Campaign, adviser: User, contact: User, municipality: Municipality, vadso: Municipality
) -> None:
    answered(opened, municipality, level=2, wish="network")
    InvitationFactory.create(campaign=opened, municipality=vadso)
    for viewer in (adviser, contact):
        (row,) = profile(municipality, viewer)
        assert (row.answers, row.mean, row.wishes["network"]) == (1, Decimal("2.0"), 1)
    (row,) = profile(vadso, adviser)
    assert (row.answers, row.mean, row.is_suppressed) == (0, None, False)


def test_only_what_was_sent_in_counts(
    opened: Campaign, adviser: User, municipality: Municipality
) -> None:
    sent = answered(opened, municipality, level=5)
    draft = answered(opened, municipality, level=1)
    type(draft).objects.filter(pk=draft.pk).update(submitted_at=None)
    (row,) = profile(municipality, adviser)
    assert (row.answers, row.mean) == (1, Decimal("5.0"))
    assert sent.pk != draft.pk


def test_employees_results_wait_until_nobody_can_answer_any_more(
    client: Client, of_employees: Campaign, adviser: User, municipality: Municipality
) -> None:
    """The mean of yesterday taken from today's is the answer of one."""
    for _ in range(5):
        answered(of_employees, municipality, level=3)
    Campaign.objects.update(status="open", closed_at=None)
    assert profile(municipality, adviser) == []
    client.force_login(adviser)
    page = client.get(reverse("mapping:results", args=[of_employees.pk])).content.decode()
    assert "når kartleggingen er avsluttet" in page
    assert client.get(reverse("mapping:results_csv", args=[of_employees.pk])).status_code == 404


def test_who_sees_a_municipalitys_results(
    opened: Campaign,
    municipality: Municipality,
    contact: User,
    contact_elsewhere: User,
    adviser: User,
    leader_elsewhere: User,
    governor: User,
    directorate: User,
    administrator: User,
    userorg: User,
) -> None:
    answered(opened, municipality, level=2)
    seen = {"contact": contact, "adviser": adviser}
    unseen: list[Viewer] = [
        contact_elsewhere,
        leader_elsewhere,
        governor,
        directorate,
        administrator,
        userorg,
        AnonymousUser(),
    ]
    for viewer in seen.values():
        assert len(profile(municipality, viewer)) == 1
        assert len(needs_by_place(viewer)) == 1
    for stranger in unseen:
        assert profile(municipality, stranger) == []
        assert needs_by_place(stranger) == {}


def test_the_county_governor_sees_it_while_it_is_shared(
    client: Client, opened: Campaign, municipality: Municipality, contact: User, governor: User
) -> None:
    answered(opened, municipality, level=2)
    address = reverse("mapping:sharing_set", args=["5601", opened.pk])
    client.force_login(contact)
    client.post(address, {"del": "ja"})
    client.post(address, {"del": "ja"})
    assert len(profile(municipality, governor)) == 1
    client.post(address, {"del": "nei"})
    assert profile(municipality, governor) == []
    events = Event.objects.filter(kind="mapping.sharing_changed").order_by("pk")
    assert [event.details["is_shared"] for event in events] == [True, False]


def test_nobody_shares_for_another_municipality(
    opened: Campaign, municipality: Municipality, contact_elsewhere: User, adviser: User
) -> None:
    for stranger in (contact_elsewhere, adviser):
        with pytest.raises(PermissionDenied):
            actions.share(campaign=opened, municipality=municipality, is_shared=True, by=stranger)
    assert not Sharing.objects.exists()


def test_needs_by_place_is_the_lowest_theme_of_the_newest_mapping(
    opened: Campaign, adviser: User, municipality: Municipality, level: Question
) -> None:
    other = QuestionFactory.create(theme=ThemeFactory.create())
    newer = CampaignFactory.create(
        centre=opened.centre, created_by=adviser, asks=[level, other], opened=True
    )
    answered(opened, municipality, level=1)
    sent = answered(newer, municipality, level=4)
    sent.answers.create(question=other, level=2)
    assert needs_by_place(adviser) == {
        municipality.pk: PlaceResult(theme=other.theme, mean=Decimal("2.0"), campaign=newer)
    }


def test_history_follows_a_merger(
    opened: Campaign, adviser: User, contact: User, municipality: Municipality
) -> None:
    old = MunicipalityFactory.create(
        code="2012", name="Gamle Alta", valid_to=date(2023, 12, 31), county=municipality.county
    )
    MunicipalityChange.objects.create(
        date=date(2024, 1, 1),
        change_type="renumber",
        old=old,
        old_name="Gamle Alta",
        new=municipality,
        new_name="Alta",
        source="prøve",
    )
    answered(opened, old, level=3)
    for viewer in (adviser, contact):
        (row,) = profile(municipality, viewer)
        assert row.place == old
        assert set(needs_by_place(viewer)) == {municipality.pk}


def test_a_contact_asks_for_no_more_mappings_than_those_of_the_own_municipality(
    opened: Campaign, municipality: Municipality, vadso: Municipality, contact: User, adviser: User
) -> None:
    answered(opened, municipality, level=3)
    other = CampaignFactory.create(centre=opened.centre, created_by=adviser, opened=True)
    InvitationFactory.create(campaign=other, municipality=vadso)
    assert list(campaigns_with_results(sight_of(contact))) == [opened]
    assert set(campaigns_with_results(sight_of(adviser))) == {opened, other}


def test_a_result_becomes_a_need_or_a_tiltak_in_one_step(
    client: Client, opened: Campaign, leader: User, municipality: Municipality
) -> None:
    answered(opened, municipality, level=2)
    client.force_login(leader)
    page = client.get(reverse("mapping:municipality_profile", args=["5601"]))
    (section,) = page.context["sections"]
    (row,) = section.themes
    assert f"kommune=5601&tema=substance_use&kartlegging={opened.pk}" in row.need_url
    form = client.get(row.assignment_url).content.decode()
    assert 'value="Rusmidler i Alta"' in form
    assert '<option value="substance_use" selected>' in form
    assert '<option value="5601" selected>' in form


def test_an_export_leaves_a_trace(client: Client, opened: Campaign, adviser: User) -> None:
    client.force_login(adviser)
    client.get(reverse("mapping:results_csv", args=[opened.pk]))
    assert Event.objects.get(kind="mapping.results_exported").by_id == adviser.pk


class TestWhatOneOtherMunicipalityAnswered:
    """The county's mean less one's own must not be a neighbour's."""

    @staticmethod
    def compared(place: Municipality, viewer: Viewer) -> tuple[Decimal | None, Decimal | None]:
        (row,) = profile(place, viewer)
        return row.county_mean, row.country_mean

    def test_a_municipality_cannot_take_itself_away_from_its_county(
        self,
        opened: Campaign,
        municipality: Municipality,
        vadso: Municipality,
        vardo: Municipality,
        contact: User,
        adviser: User,
    ) -> None:
        for place, level in ((municipality, 2), (vadso, 5)):
            answered(opened, place, level=level)
        InvitationFactory.create(campaign=opened, municipality=vardo)
        assert self.compared(municipality, contact) == (None, None)
        assert self.compared(municipality, adviser) == (Decimal("3.5"), Decimal("3.5"))
        answered(opened, vardo, level=5)
        assert self.compared(municipality, contact) == (Decimal("4.0"), Decimal("4.0"))

    def test_a_county_governor_cannot_work_out_the_one_that_does_not_share(
        self,
        client: Client,
        opened: Campaign,
        municipality: Municipality,
        vadso: Municipality,
        vardo: Municipality,
        contact: User,
        governor: User,
    ) -> None:
        for place, level in ((municipality, 2), (vadso, 5), (vardo, 5)):
            answered(opened, place, level=level)
        for place in (municipality, vadso):
            Sharing.objects.create(campaign=opened, municipality=place, by=contact)
        assert self.compared(municipality, governor) == (None, None)
        client.force_login(governor)
        page = client.get(reverse("mapping:municipality_profile", args=["5601"]))
        (section,) = page.context["sections"]
        cells = section.themes[0].row.cells
        assert (str(cells["snitt_fylke"]), str(cells["snitt_alle"])) == ("skjult", "skjult")
        assert [mark.kind for mark in section.themes[0].marks] == ["own"]
        Sharing.objects.create(campaign=opened, municipality=vardo, by=contact)
        assert self.compared(municipality, governor) == (Decimal("4.0"), Decimal("4.0"))

    def test_nor_can_a_county_be_taken_away_from_everybody(
        self,
        opened: Campaign,
        municipality: Municipality,
        municipality_elsewhere: Municipality,
        vadso: Municipality,
        vardo: Municipality,
        contact: User,
    ) -> None:
        for place in (municipality, vadso, vardo, municipality_elsewhere):
            answered(opened, place, level=4)
        assert self.compared(municipality, contact) == (None, Decimal("4.0"))


def test_a_city_is_asked_with_its_districts(
    client: Client, opened: Campaign, municipality: Municipality, adviser: User
) -> None:
    """The rate counts who was asked in the districts as it counts who answered there."""
    district = MunicipalityFactory.create(
        code="560101",
        name="Bossekop",
        county=municipality.county,
        parent=municipality,
        kind=Municipality.Kind.DISTRICT,
    )
    InvitationFactory.create(campaign=opened, municipality=municipality)
    for _ in range(2):
        answered(opened, district, level=3)
    client.force_login(adviser)
    page = client.get(reverse("mapping:campaign_detail", args=[opened.pk]))
    rates = {row.place: (row.invited, row.answered, row.percent) for row in page.context["rates"]}
    assert rates == {municipality: (3, "2", "67 %"), district: (2, "2", "100 %")}
