"""Registering rounds of Ungdata and BrukerPlan, and following them up."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assignments.surveys import actions
from assignments.surveys.models import FollowUpTask, SurveyRound
from assignments.surveys.values import RoundValues, values_of
from centres.models import Centre
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality
from tests.factories import MunicipalityFactory, UserFactory
from tests.surveys.factories import FollowUpTaskFactory, SurveyRoundFactory

NEW, LIST = "/undersokelser/ny/", "/undersokelser/"


@pytest.fixture
def answers(municipality: Municipality) -> dict[str, str]:
    return {
        "municipality": "5601",
        "survey": "ungdata",
        "year": "2025",
        "carried_out_on": "2025-04-30",
        "presented_on": "2025-09-01",
        "parties": "Alta kommune og KORUS Nord",
        "reference": "Sak 25/100",
    }


@pytest.fixture
def survey_round(municipality: Municipality, contact: User) -> SurveyRound:
    return SurveyRoundFactory.create(municipality=municipality, registered_by=contact, year=2024)


def test_a_contact_registers_a_round(
    client: Client, contact: User, answers: dict[str, str]
) -> None:
    client.force_login(contact)
    answer = client.post(NEW, answers)
    found = SurveyRound.objects.get()
    assert answer["Location"] == found.get_absolute_url()
    assert (found.year, found.presented_on) == (2025, date(2025, 9, 1))
    assert found.registered_by == contact


def test_a_double_click_registers_one(
    client: Client, adviser: User, answers: dict[str, str]
) -> None:
    client.force_login(adviser)
    assert [client.post(NEW, answers).status_code for _ in range(2)] == [302, 302]
    assert SurveyRound.objects.count() == 1


def test_a_duplicate_round_is_refused_in_words_and_nothing_typed_is_lost(
    client: Client, adviser: User, survey_round: SurveyRound, answers: dict[str, str]
) -> None:
    client.force_login(adviser)
    form = client.post(NEW, {**answers, "year": "2024", "carried_out_on": "2024-04-30"}).context[
        "form"
    ]
    assert form.errors["year"] == ["Ungdata 2024 er allerede registrert for Alta."]
    assert form["parties"].value() == "Alta kommune og KORUS Nord"
    assert SurveyRound.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field", "text"),
    [
        ({"year": "202"}, "year", "Skriv et år fra 2010"),
        ({"year": "2099"}, "year", "Skriv et år fra 2010"),
        ({"year": "i fjor"}, "year", "helt tall"),
        ({"presented_on": "2025-04-01"}, "presented_on", "før undersøkelsen"),
        ({"carried_out_on": ""}, "carried_out_on", "siden den er lagt fram"),
        ({"carried_out_on": "2019-04-30"}, "carried_out_on", "langt fra året 2025"),
        ({"presented_on": "2999-01-01"}, "presented_on", "i framtida"),
        ({"municipality": "1151"}, "municipality", "gyldig"),
        ({"municipality": ""}, "municipality", "Fyll ut"),
        ({"survey": "ukjent"}, "survey", "gyldig"),
        ({"parties": "01010750160"}, "parties", "fødselsnummer"),
    ],
)
def test_bad_input_says_what_is_wrong_at_its_field(
    client: Client,
    contact: User,
    municipality_elsewhere: Municipality,
    answers: dict[str, str],
    changed: dict[str, str],
    field: str,
    text: str,
) -> None:
    client.force_login(contact)
    form = client.post(NEW, {**answers, **changed}).context["form"]
    assert list(form.errors) == [field]
    assert text in " ".join(form.errors[field])
    assert not SurveyRound.objects.exists()


def test_the_link_from_the_municipality_fills_in_what_it_knows(
    client: Client, contact: User
) -> None:
    client.force_login(contact)
    form = client.get(f"{NEW}?kommune=5601&undersokelse=ungdata").context["form"]
    assert (form["municipality"].value(), form["survey"].value()) == ("5601", "ungdata")


def test_nobody_registers_for_others(
    survey_round: SurveyRound, leader_elsewhere: User, governor: User, directorate: User
) -> None:
    values = values_of(survey_round)
    for user in (leader_elsewhere, governor, directorate):
        with pytest.raises(PermissionDenied):
            actions.register_round(values=values, by=user)
        with pytest.raises(PermissionDenied):
            actions.change_round(survey_round=survey_round, values=values, version=1, by=user)


def test_a_round_is_not_moved_to_a_municipality_of_others(
    survey_round: SurveyRound, contact: User, municipality_elsewhere: Municipality
) -> None:
    moved = RoundValues(**{**vars(values_of(survey_round)), "municipality": municipality_elsewhere})
    with pytest.raises(PermissionDenied):
        actions.change_round(survey_round=survey_round, values=moved, version=1, by=contact)


def test_a_stale_save_is_refused_with_both_texts(
    client: Client,
    contact: User,
    adviser: User,
    survey_round: SurveyRound,
    answers: dict[str, str],
) -> None:
    url = f"{survey_round.get_absolute_url()}endre/"
    sent = {**answers, "year": "2024", "carried_out_on": "2024-05-01", "version": "1"}
    client.force_login(contact)
    assert client.post(url, {**sent, "parties": "Kommunen"}).status_code == 302
    client.force_login(adviser)
    answer = client.post(url, {**sent, "parties": "Senteret"})
    shown = {d.label: (d.stored, d.own) for d in answer.context["differences"]}
    assert shown == {"Partene i avtalen": ("Kommunen", "Senteret")}
    version = answer.context["form"]["version"].value()
    client.post(url, {**sent, "parties": "Senteret", "version": version})
    survey_round.refresh_from_db()
    assert (survey_round.parties, survey_round.version) == ("Senteret", 3)


class TestTasks:
    def test_a_task_has_an_owner_and_a_day_and_is_added_once(
        self, client: Client, adviser: User, survey_round: SurveyRound
    ) -> None:
        url = reverse("surveys:task_new", args=[survey_round.pk])
        client.force_login(adviser)
        token = client.get(survey_round.get_absolute_url()).context["form"]["form_token"].value()
        sent = {
            "text": "Lage tiltaksplan",
            "owner": "folkehelsekoordinator",
            "due_on": "2026-01-31",
            "form_token": token,
        }
        assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
        task = survey_round.tasks.get()
        assert (task.owner, task.due_on) == ("folkehelsekoordinator", date(2026, 1, 31))

    def test_a_task_without_owner_is_refused_with_what_was_typed(
        self, client: Client, contact: User, survey_round: SurveyRound
    ) -> None:
        client.force_login(contact)
        answer = client.post(
            reverse("surveys:task_new", args=[survey_round.pk]),
            {"text": "Lage tiltaksplan", "due_on": "0026-01-31"},
        )
        assert sorted(answer.context["form"].errors) == ["due_on", "owner"]
        assert "Lage tiltaksplan" in answer.content.decode()

    def test_done_twice_is_done_once_and_can_be_taken_back(
        self, client: Client, contact: User, survey_round: SurveyRound
    ) -> None:
        task = FollowUpTaskFactory.create(
            survey_round=survey_round, added_by=contact, due_on=date(2020, 1, 1)
        )
        assert task.is_late
        long_ago = timezone.localdate() - timedelta(days=9)
        FollowUpTask.objects.filter(pk=task.pk).update(done_on=long_ago)
        client.force_login(contact)
        url = reverse("surveys:task_mark", args=[survey_round.pk, task.pk])
        client.post(url, {"gjort": "ja"})
        assert FollowUpTask.objects.get().done_on == long_ago
        assert not FollowUpTask.objects.get().is_late
        client.post(url, {"gjort": "nei"})
        assert FollowUpTask.objects.get().done_on is None

    def test_a_task_of_another_round_is_not_found(
        self, client: Client, contact: User, survey_round: SurveyRound
    ) -> None:
        other = SurveyRoundFactory.create(
            municipality=survey_round.municipality, registered_by=contact, year=2020
        )
        task = FollowUpTaskFactory.create(survey_round=other, added_by=contact)
        client.force_login(contact)
        url = reverse("surveys:task_mark", args=[survey_round.pk, task.pk])
        assert client.post(url).status_code == 404


class TestTheLists:
    @pytest.fixture(autouse=True)
    def _rounds(self, municipality: Municipality, contact: User) -> None:
        year = timezone.localdate().year
        second = MunicipalityFactory.create(code="5603", name="Hammerfest")
        common: dict[str, Any] = {"registered_by": contact}
        SurveyRoundFactory.create(**common, municipality=municipality, year=year - 5)
        SurveyRoundFactory.create(**common, municipality=second, year=year + 1, planned=True)
        SurveyRoundFactory.create(
            **common,
            municipality=second,
            year=year - 1,
            survey="brukerplan",
            presented_on=date(year - 1, 6, 1),
        )

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", 3),
            ("?kommune=5603", 2),
            ("?undersokelse=ungdata", 2),
            ("?tilstand=planlagt", 1),
            ("?tilstand=gjennomfort", 2),
            ("?tilstand=lagt_fram", 1),
            ("?tilstand=forfalt", 1),
            ("?kommune=9999", 3),
        ],
    )
    def test_they_are_narrowed(self, client: Client, adviser: User, query: str, found: int) -> None:
        client.force_login(adviser)
        assert len(client.get(LIST + query).context["rows"]) == found

    def test_a_contact_sees_its_own(self, client: Client, contact: User) -> None:
        client.force_login(contact)
        rows = client.get(LIST).context["rows"]
        assert [(row.municipality, row.is_overdue) for row in rows] == [("Alta", True)]

    def test_every_municipality_shows_its_last_and_next_round(
        self, client: Client, adviser: User
    ) -> None:
        year = timezone.localdate().year
        client.force_login(adviser)
        rows = client.get("/undersokelser/kommuner/").context["rows"]
        shown = {
            row.name: [(cell.last, cell.following, cell.is_overdue) for cell in row.cells]
            for row in rows
        }
        assert shown == {
            "Alta": [(str(year - 5), "", True), ("", "", False)],
            "Hammerfest": [("", str(year + 1), False), (str(year - 1), "", False)],
        }

    @pytest.mark.parametrize("url", [LIST, "/undersokelser/kommuner/"])
    def test_they_ask_as_often_for_many_as_for_few(
        self,
        client: Client,
        adviser: User,
        centre: Centre,
        django_assert_num_queries: DjangoAssertNumQueries,
        url: str,
    ) -> None:
        client.force_login(adviser)
        client.get(url)
        with CaptureQueriesContext(connection) as few:
            client.get(url)
        asked = len(few)
        for _ in range(20):
            SurveyRoundFactory.create(
                municipality=MunicipalityFactory.create(), registered_by=adviser
            )
        client.get(url)
        with django_assert_num_queries(asked):
            client.get(url)


def test_the_governor_reads_and_is_offered_nothing_to_write(
    client: Client, governor: User, survey_round: SurveyRound
) -> None:
    client.force_login(governor)
    assert "Registrer runde" not in client.get(LIST).content.decode()
    page = client.get(survey_round.get_absolute_url()).content.decode()
    assert "/endre/" not in page
    assert "Ny oppgave" not in page


def test_a_district_has_rounds_of_its_own(client: Client, municipality: Municipality) -> None:
    district = MunicipalityFactory.create(
        code="560101", name="Bydelen", kind="district", parent=municipality
    )
    assert district.organisation
    person = UserFactory.create(role=(district.organisation, Role.CONTACT))
    client.force_login(person)
    form = client.get(NEW).context["form"]
    assert [place.code for place in form.fields["municipality"].queryset] == ["560101"]
