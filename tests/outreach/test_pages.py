"""The list and the page of each municipality, as advisers and leaders meet them."""

import csv
from datetime import timedelta
from decimal import Decimal
from html import unescape
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.outreach import actions, weighing
from assignments.outreach.desk import Desk, desk_of
from assignments.outreach.models import Approach, Component, Contact
from assignments.outreach.score import NATIONAL
from assignments.outreach.values import ContactValues
from assignments.plans import years
from centres.models import Catchment, Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.audit.models import Event
from municipalities.models import Municipality
from tests.factories import (
    CentreFactory,
    CountyFactory,
    MunicipalityFactory,
    SupportRequestFactory,
    UserFactory,
)
from tests.outreach.factories import ApproachFactory, ContactFactory, IndicatorFactory, figures
from tests.outreach.rows import did

TODAY = timezone.localdate()
LIST = "/bor-kontaktes/"


def page(client: Client, address: str, user: User | None = None) -> str:
    if user is not None:
        client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    return unescape(" ".join(response.content.decode().split()))


def desk(user: User) -> Desk:
    found = desk_of(user)
    assert found is not None
    return found


def names(text: str) -> list[str]:
    """The municipalities of the page in their order."""
    parts = text.split('href="/bor-kontaktes/')[1:]
    return [part[:4] for part in parts if part[:4].isdecimal()]


def exported(client: Client, query: str = "") -> list[dict[str, str]]:
    text = client.get(f"{LIST}fil/?format=csv&{query}").content.decode()
    return list(csv.DictReader(StringIO(text)))


def test_the_highest_score_stands_first_with_its_reasons(
    client: Client, adviser: User, municipality: Municipality, neighbour: Municipality
) -> None:
    need = IndicatorFactory.create()
    figures(need, adviser, {municipality: 10, neighbour: 30})
    text = page(client, LIST, adviser)
    assert names(text) == ["5603", "5601"]
    assert "1 av 1 indikator ligger blant den svakeste fjerdedelen (KOSTRA 2025)" in text
    assert "Senteret har ingen registrert kontakt" in text
    assert "Uten data: 6 av 9 deler" in text


def test_equal_scores_share_a_place_in_order_of_name(
    client: Client, adviser: User, municipality: Municipality, neighbour: Municipality
) -> None:
    client.force_login(adviser)
    rows = exported(client)
    assert [(row["plass"], row["kommune"]) for row in rows] == [("1", "Alta"), ("1", "Hammerfest")]


def test_own_and_national_weights_stand_side_by_side(
    client: Client,
    centre: Centre,
    adviser: User,
    leader: User,
    municipality: Municipality,
    neighbour: Municipality,
) -> None:
    figures(IndicatorFactory.create(), adviser, {municipality: 10, neighbour: 30})
    Municipality.objects.filter(pk=municipality.pk).update(population=900)
    own = {**dict.fromkeys(Component, 0), Component.SMALL: 100}
    weighing.set_weights(centre=centre, weights=own, seen=weighing.stamp(NATIONAL), by=leader)
    client.force_login(adviser)
    first, second = exported(client)
    assert (first["kommune"], first["plass"], first["plass_nasjonale_vekter"]) == ("Alta", "1", "2")
    assert (first["skaar"], second["skaar"]) == ("100", "0")
    assert Decimal(second["skaar_nasjonale_vekter"]) > Decimal(first["skaar_nasjonale_vekter"])


def test_those_who_ask_are_left_out_until_they_are_wanted(
    client: Client,
    centre: Centre,
    adviser: User,
    contact: User,
    municipality: Municipality,
    neighbour: Municipality,
) -> None:
    SupportRequestFactory.create(centre=centre, municipality=municipality, submitted_by=contact)
    text = page(client, LIST, adviser)
    assert names(text) == ["5603"]
    assert "1 er utelatt, fordi den har spurt om hjelp" in text
    text = page(client, f"{LIST}?alle=on")
    assert sorted(names(text)) == ["5601", "5603"]
    assert "Spør eller bruker senteret allerede" in text


def test_one_who_is_followed_up_stays_although_it_asks(
    client: Client, centre: Centre, adviser: User, contact: User, approach: Approach
) -> None:
    SupportRequestFactory.create(
        centre=centre, municipality=approach.municipality, submitted_by=contact
    )
    assert names(page(client, LIST, adviser)) == ["5601"]


def test_no_need_now_moves_it_to_a_section_of_its_own_for_a_year(
    client: Client, adviser: User, approach: Approach, neighbour: Municipality
) -> None:
    no_need = Contact.Result.NO_NEED
    said = ContactFactory.create(approach=approach, result=no_need, day=TODAY)
    ContactFactory.create(approach=approach, result=Contact.Result.NO_ANSWER, day=TODAY)
    assert "Kontaktet nylig" not in page(client, LIST, adviser)  # still followed up
    actions.end_approach(approach=approach, by=adviser)
    text = page(client, LIST)
    main, recent = text.split("Kontaktet nylig", 1)
    assert (names(main), names(recent)) == (["5603"], ["5601"])
    assert exported(client)[-1]["kontaktet_nylig"] == "ja"
    said.day = TODAY - timedelta(days=366)
    said.save()
    assert "Kontaktet nylig" not in page(client, LIST)


def test_another_answer_since_brings_it_back(
    client: Client, adviser: User, approach: Approach
) -> None:
    ContactFactory.create(approach=approach, result="no_need", day=TODAY - timedelta(days=9))
    ContactFactory.create(approach=approach, result="talk_later", day=TODAY)
    actions.end_approach(approach=approach, by=adviser)
    assert "Kontaktet nylig" not in page(client, LIST, adviser)


def test_the_list_is_narrowed_by_place_and_by_who_has_it(
    client: Client,
    adviser: User,
    colleague: User,
    centre: Centre,
    approach: Approach,
    neighbour: Municipality,
) -> None:
    Municipality.objects.filter(pk=neighbour.pk).update(population=4000, centrality_class=6)
    ApproachFactory.create(centre=centre, municipality=neighbour, adviser=colleague)
    third = MunicipalityFactory.create(code="5605", county=neighbour.county, population=None)
    client.force_login(adviser)
    found = {
        query: sorted(row["kommunenummer"] for row in exported(client, query))
        for query in ("liten=on", "usentral=on", "tatt=mine", "tatt=tatt", "tatt=ledig", "aar=tull")
    }
    assert found == {
        "liten=on": ["5603"],
        "usentral=on": ["5603"],
        "tatt=mine": ["5601"],
        "tatt=tatt": ["5601", "5603"],
        "tatt=ledig": [third.code],
        "aar=tull": ["5601", "5603", third.code],
    }


def test_the_county_can_be_chosen_where_there_are_several(
    client: Client, adviser: User, contact: User, centre: Centre, municipality: Municipality
) -> None:
    assert 'name="fylke"' not in page(client, LIST, adviser)
    other = CountyFactory.create(code="55", name="Troms")
    MunicipalityFactory.create(code="5501", name="Tromsø", county=other)
    centre.catchments.create(county=other)
    SupportRequestFactory.create(centre=centre, municipality=municipality, submitted_by=contact)
    for query in ("fylke=55", "fylke=56&alle=on"):
        assert "utelatt, fordi den har spurt" not in page(client, f"{LIST}?{query}")
    assert "1 er utelatt, fordi den har spurt" in page(client, f"{LIST}?fylke=56")
    assert names(page(client, f"{LIST}?fylke=55")) == ["5501"]


def test_the_years_of_silence_can_be_chosen(
    client: Client, adviser: User, centre: Centre, municipality: Municipality
) -> None:
    did(centre, adviser, municipality, TODAY.replace(year=TODAY.year - 2, day=1))
    client.force_login(adviser)
    short, usual = (Decimal(exported(client, f"aar={n}")[0]["skaar"]) for n in (2, 3))
    assert short - usual == Decimal("6.6")  # 20 × (1.00 − 0.67)


def test_a_person_with_several_centres_chooses(
    client: Client, adviser: User, centre_elsewhere: Centre
) -> None:
    Membership.objects.create(
        user=adviser, organisation=centre_elsewhere.organisation, role=Role.ADVISER
    )
    adviser = User.objects.get(pk=adviser.pk)
    text = page(client, LIST, adviser)
    assert 'name="senter"' in text
    assert names(page(client, f"{LIST}?senter=korus-vest-stavanger")) == ["1151"]
    assert client.get(f"{LIST}?senter=finnes-ikke").status_code == 404


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (Centre.Function.NATIONAL, "har en nasjonal funksjon og ikke noe ansvarsområde"),
        (Centre.Function.REGIONAL, "Portalen vet ikke hvilke kommuner"),
    ],
)
def test_a_centre_without_catchment_is_told_why_there_is_no_list(
    db: None, client: Client, function: str, words: str
) -> None:
    centre = CentreFactory.create(function=function)
    person = UserFactory.create(role=(centre.organisation, Role.LEADER))
    assert words in page(client, LIST, person)
    assert client.get(f"{LIST}5601/").status_code == 404


def test_the_file_holds_what_the_page_shows_and_leaves_a_trace(
    client: Client, adviser: User, approach: Approach, neighbour: Municipality
) -> None:
    ContactFactory.create(approach=approach, note="=HEMMELIG()", day=TODAY)
    client.force_login(adviser)
    shown = names(page(client, LIST))
    rows = exported(client)
    assert [row["kommunenummer"] for row in rows] == shown
    taken = next(row for row in rows if row["kommunenummer"] == "5601")
    assert (taken["tatt_av"], taken["siste_resultat"]) == (adviser.name, "wants_support")
    assert "HEMMELIG" not in str(rows)
    excel = client.get(f"{LIST}fil/").content.decode()
    assert excel.startswith("\N{BYTE ORDER MARK}senter;plass;")
    event = Event.objects.filter(kind="outreach.exported").latest("pk")
    assert event.details["rows"] == 2


def test_nonsense_in_the_address_of_the_file_falls_away(
    client: Client, adviser: User, municipality: Municipality
) -> None:
    client.force_login(adviser)
    assert client.get(f"{LIST}fil/?fylke=%00&x=%00").status_code == 200


def test_the_points_add_up_to_the_score_before_the_readers_eyes(
    client: Client, adviser: User, municipality: Municipality, neighbour: Municipality
) -> None:
    figures(IndicatorFactory.create(), adviser, {municipality: 30, neighbour: 10})
    text = page(client, f"{LIST}5601/", adviser)
    cells = [cell.split("</td>")[0] for cell in text.split('<td class="number">')[1:]]
    rows = [[Decimal(cell.replace(",", ".")) for cell in cells[n : n + 5]] for n in range(0, 45, 5)]
    assert all(value * weight == points for value, weight, points, *_national in rows)
    total = sum(row[2] for row in rows)
    assert f"<strong>{total:.2f}</strong>".replace(".", ",") in text
    assert sum(row[1] for row in rows) == 100


def test_a_municipality_is_taken_noted_and_remembered_on_its_page(
    client: Client, adviser: User, municipality: Municipality
) -> None:
    client.force_login(adviser)
    answer = client.post(f"{LIST}5601/ta/", follow=True)
    assert "Du følger nå opp Alta." in answer.content.decode()
    approach = Approach.objects.get()
    assert ["Lite eller ingen kontakt", "Senteret har ingen registrert kontakt"] in approach.reasons
    address = reverse("outreach:contact_new", args=[approach.pk])
    form = {"day": TODAY.isoformat(), "channel": "phone", "result": "no_need", "note": "Ringte."}
    text = unescape(client.post(address, form, follow=True).content.decode())
    assert "Ser ikke behov nå" in text
    assert "Ringte." in text
    assert "kan bli gjenstand for innsyn" in text
    client.post(reverse("outreach:approach_end", args=[approach.pk]))
    text = page(client, f"{LIST}5601/")
    assert "Ingen følger opp kommunen nå." in text
    assert "Grunnene den dagen kommunen ble tatt" in text


def test_the_second_adviser_is_told_who_has_it(
    client: Client, approach: Approach, colleague: User
) -> None:
    client.force_login(colleague)
    answer = client.post(f"{LIST}5601/ta/", follow=True)
    assert f"{approach.adviser} har allerede tatt Alta." in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"day": ""}, "Skriv datoen."),
        ({"day": "i går"}, "Skriv en gyldig dato."),
        ({"day": "2100-01-01"}, "Datoen må være i dag eller før"),
        ({"channel": ""}, "Velg hvordan dere tok kontakt."),
        ({"result": "tull"}, "Velg et gyldig valg"),
        ({"note": "Født 01019012480 og "}, "Teksten inneholder et fødselsnummer"),
        ({"note": "x" * 2001}, "Teksten har 2001 tegn. Skriv høyst 2000."),
    ],
)
def test_what_cannot_be_noted_is_told_and_nothing_typed_is_lost(
    client: Client, adviser: User, approach: Approach, changes: dict[str, str], message: str
) -> None:
    client.force_login(adviser)
    address = reverse("outreach:contact_new", args=[approach.pk])
    form = {"day": TODAY.isoformat(), "channel": "mail", "result": "no_need", "note": "Skrev."}
    text = client.post(address, {**form, **changes}).content.decode()
    assert message in text
    assert changes.get("note", "Skrev.") in text
    assert not Contact.objects.exists()


def test_a_note_after_the_report_is_kept_with_a_word_about_the_figures(
    client: Client, adviser: User, leader: User, approach: Approach, answered: ContactValues
) -> None:
    years.close(approach.centre, TODAY.year, by=leader)
    client.force_login(adviser)
    address = reverse("outreach:contact_new", args=[approach.pk])
    form = {"day": TODAY.isoformat(), "channel": "mail", "result": "no_need"}
    text = client.post(address, form, follow=True).content.decode()
    assert "så kontakten teller ikke i tallene" in text


def test_who_mends_last_sees_both_texts(
    client: Client, adviser: User, approach: Approach, answered: ContactValues
) -> None:
    noted = actions.note_contact(approach=approach, values=answered, by=adviser)
    client.force_login(adviser)
    address = reverse("outreach:contact_edit", args=[noted.pk])
    form = {"day": TODAY.isoformat(), "channel": "mail", "result": "no_need", "note": "Mitt."}
    assert client.post(address, {**form, "version": 1}).status_code == 302
    text = client.post(address, {**form, "note": "Ditt.", "version": 1}).content.decode()
    assert "Noen lagret før deg" in text
    assert "Mitt." in text
    assert "Ditt." in text
    assert client.post(address, {**form, "note": "Ditt.", "version": 2}).status_code == 302
    assert Contact.objects.get().note == "Ditt."


def test_the_leader_redacts_a_note_on_a_page(
    client: Client, adviser: User, leader: User, approach: Approach, answered: ContactValues
) -> None:
    noted = actions.note_contact(approach=approach, values=answered, by=adviser)
    client.force_login(leader)
    assert "Sladd notatet" in page(client, f"{LIST}5601/")
    address = reverse("outreach:contact_redact", args=[noted.pk])
    text = client.post(address, {"reason": "Nevner en person."}, follow=True).content.decode()
    assert "Teksten er sladdet." in text
    assert "Hemmelig vurdering" not in page(client, f"{LIST}5601/")


def test_handing_over_offers_colleagues_and_nobody_else(
    client: Client, adviser: User, colleague: User, leader_elsewhere: User, approach: Approach
) -> None:
    client.force_login(adviser)
    address = reverse("outreach:approach_hand_over", args=[approach.pk])
    text = page(client, address)
    assert "Kari Kollega" in text
    assert leader_elsewhere.name not in text
    refused = client.post(address, {"to": leader_elsewhere.pk}).content.decode()
    assert "Velg en som er rådgiver eller leder ved senteret." in refused
    done = client.post(address, {"to": colleague.pk}, follow=True).content.decode()
    assert "Kari Kollega følger nå opp Alta." in done


def test_a_governor_whom_no_centre_serves_is_told_so(client: Client, governor: User) -> None:
    Catchment.objects.all().delete()
    client.force_login(governor)
    answer = client.get(LIST)
    assert answer.status_code == 200
    assert "Ingen liste å vise" in answer.content.decode()
