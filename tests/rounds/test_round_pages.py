"""The pages of information rounds, as an adviser uses them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assignments.requests.models import MailDomain
from assignments.rounds.listing import rounds_at
from assignments.rounds.models import InformationRound, InformationRow
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.factories import MunicipalityFactory
from tests.rounds.conftest import Send, letter

NEW = "rounds:round_new"


def sent(**changed: Any) -> dict[str, Any]:
    usual = {
        "title": "Brev om tilbudet",
        "channel": "letter",
        "day": "2026-03-02",
        "receiver": "kommunedirektør",
        "document": letter(),
    }
    return {**usual, **changed}


@pytest.fixture
def page(client: Client, adviser: User) -> Client:
    client.force_login(adviser)
    return client


def test_the_whole_catchment_and_pasted_names_become_one_row_each(
    page: Client, centre: Centre, municipality: Municipality, municipality_elsewhere: Municipality
) -> None:
    form = sent(catchment="on", pasted="5601, Utsira\n1151")
    response = page.post(reverse(NEW), form, follow=True)
    codes = InformationRow.objects.values_list("municipality__code", flat=True)
    assert sorted(codes) == ["1151", "5601"]
    assert "Utenfor ansvarsområdet: Utsira" in response.content.decode()


def test_unknown_names_are_named_and_nothing_is_written(
    page: Client, centre: Centre, municipality: Municipality
) -> None:
    answer = page.post(reverse(NEW), sent(pasted="Alta; Drømmeby; 9999")).content.decode()
    assert "Drømmeby" in answer
    assert "9999" in answer
    assert "Velg filene på nytt: brev.pdf" in answer
    assert not InformationRound.objects.exists()


def test_a_future_day_a_missing_letter_and_no_recipients_are_told(
    page: Client, centre: Centre
) -> None:
    form = sent(day="2999-01-01", document="")
    answer = page.post(reverse(NEW), form).content.decode()
    assert "Datoen må være i dag eller tidligere" in answer
    assert "Last opp brevet eller e-posten" in answer


def test_bounced_addresses_are_pasted_from_the_mail_program(
    page: Client, send: Send, municipality: Municipality, municipality_elsewhere: Municipality
) -> None:
    MailDomain.objects.create(
        municipality=municipality_elsewhere, domain="utsira.example", source="x"
    )
    round_ = send(municipality, municipality_elsewhere)
    address = reverse("rounds:rows_change", args=[round_.pk])
    form = {"what": "bounced", "reason": "ukjent adresse"}
    form["pasted"] = "Postmottak <post@alta.kommune.no>\npost@utsira.example"
    page.post(address, form)
    assert set(round_.rows.values_list("state", flat=True)) == {"bounced"}
    answer = page.post(address, {**form, "pasted": "noen@ukjent.example"}).content.decode()
    assert "noen@ukjent.example" in answer


def test_a_stale_form_is_refused_with_both_texts(
    page: Client, send: Send, municipality: Municipality
) -> None:
    round_ = send(municipality)
    address = reverse("rounds:round_edit", args=[round_.pk])
    form = {**sent(title="Min tittel", document=""), "version": 1}
    page.post(address, {**form, "title": "Kollegaens tittel"})
    answer = page.post(address, form).content.decode()
    assert "Noen lagret før deg" in answer
    assert "Kollegaens tittel" in answer
    assert "Min tittel" in answer
    assert InformationRound.objects.get().title == "Kollegaens tittel"


def test_the_list_says_who_is_missing_and_leads_to_a_round_for_them(
    page: Client, send: Send, municipality: Municipality
) -> None:
    missing = MunicipalityFactory.create(code="5610", name="Karasjok", county=municipality.county)
    send(municipality)
    answer = page.get(reverse("rounds:round_list"), {"aar": 2026}).content.decode()
    assert "1 av 2 (50 %)" in answer
    assert "Karasjok" in answer
    link = {"senter": "korus-nord", "mangler": "2026"}
    form = page.get(reverse(NEW), link).content.decode()
    assert f'value="{missing.code}" selected' in form
    assert f'value="{municipality.code}" selected' not in form


def test_the_history_tells_many_rows_in_one_line(
    page: Client, send: Send, municipality: Municipality, municipality_elsewhere: Municipality
) -> None:
    round_ = send(municipality, municipality_elsewhere)
    answer = page.get(reverse("rounds:round_history", args=[round_.pk])).content.decode()
    assert "2 mottakere lagt til" in answer


def test_a_municipality_sees_its_own_rows(
    send: Send, municipality: Municipality, contact: User, contact_elsewhere: User
) -> None:
    send(municipality)
    (told,) = rounds_at(municipality, contact)
    assert (told.centre, told.channel) == ("KORUS Nord", "brev")
    assert rounds_at(municipality, contact_elsewhere) == []


def test_a_round_asks_as_often_for_many_recipients_as_for_few(
    page: Client,
    send: Send,
    municipality: Municipality,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    few = send(municipality)
    more = [MunicipalityFactory.create(county=municipality.county) for _n in range(30)]
    many = send(municipality, *more)
    page.get(few.get_absolute_url())
    counts = []
    for round_ in (few, many):
        with django_assert_max_num_queries(25) as asked:
            page.get(round_.get_absolute_url())
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_whole_country_is_written_in_one_go(
    send: Send, django_assert_max_num_queries: DjangoAssertNumQueries, municipality: Municipality
) -> None:
    country = [MunicipalityFactory.create(county=municipality.county) for _n in range(357)]
    with django_assert_max_num_queries(40):
        round_ = send(*country)
    assert round_.rows.count() == 357


def test_what_no_form_sends_is_refused_and_nothing_breaks(
    page: Client, send: Send, municipality: Municipality
) -> None:
    url = f"{send(municipality).get_absolute_url()}levering/"
    for rows in ("²", "\x00"):
        assert page.post(url, {"what": "bounced", "reason": "Ukjent", "rows": rows}).context["form"]
    asked = {"mangler": "²²²²", "senter": "korus-nord"}
    assert page.get("/informasjonsrunder/ny/", asked).status_code == 200
