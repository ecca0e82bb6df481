"""The pages: the register, the draft's form, what each reader is shown."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.agreements import actions
from assignments.agreements.listing import agreements_at
from assignments.agreements.models import Agreement, Verification
from assignments.agreements.values import AgreementValues, AmendmentValues
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.agreements.conftest import DIRECTOR, Draft, Side, Sign
from tests.agreements.factories import AgreementFactory, CommitmentFactory
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LIST = reverse("agreements:agreement_list")
NEW = reverse("agreements:agreement_new")


def sent(centre: Centre, municipality: Municipality, **changes: Any) -> dict[str, Any]:
    return {
        "centre": centre.code,
        "municipality": municipality.code,
        "title": "Avtale om tidlig innsats",
        "purpose": "Tidlig innsats blir en fast del av tjenestene.",
        "starts_on": "2026-01-01",
        "ends_on": "2028-12-31",
        "language": "",
        "commitment-0-side": "centre",
        "commitment-0-text": "Holde fire samlinger",
        "commitment-0-owner": "fagleder",
        "commitment-0-due_on": "2027-06-01",
        "commitment-1-text": "",
        "plan-0-plan": "",
        **changes,
    }


def page(client: Client, url: str, **data: Any) -> str:
    return client.get(url, data).content.decode()


def test_an_adviser_writes_a_draft_in_the_municipalitys_own_language(
    signed_in: SignIn, adviser: User, centre: Centre, municipality: Municipality
) -> None:
    assert municipality.organisation is not None
    municipality.organisation.language = "nynorsk"
    municipality.organisation.save()
    client = signed_in(adviser)
    token = "9c7b2d4e-0000-4000-8000-000000000001"
    data = sent(centre, municipality, form_token=token)
    assert client.post(NEW, data).status_code == 302
    assert client.post(NEW, data).status_code == 302
    agreement = Agreement.objects.get()
    assert (agreement.language, agreement.state) == ("nn", "draft")
    assert agreement.commitments.get().owner == "fagleder"
    assert agreement.plans.count() == 0


def test_the_same_form_with_other_words_is_asked_about(
    signed_in: SignIn, adviser: User, centre: Centre, municipality: Municipality
) -> None:
    client = signed_in(adviser)
    token = "9c7b2d4e-0000-4000-8000-000000000002"
    client.post(NEW, sent(centre, municipality, form_token=token))
    again = client.post(NEW, sent(centre, municipality, form_token=token, title="En annen"))
    assert "Skjemaet er sendt før" in again.content.decode()
    assert Agreement.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ends_on": "2025-01-01"}, "Siste dag kan ikke være før første dag."),
        ({"political_body": "Kommunestyret"}, "Skriv eller velg dette."),
        ({"has_special_needs": "on"}, "Skriv dette når kommunen har særskilte behov."),
        ({"special_needs": "Få fagfolk."}, "Kryss av for særskilte behov"),
        ({"commitment-1-text": "Noe"}, "Skriv fristen."),
        ({"plan-0-plan": "Plan", "plan-0-first_year": "2027"}, "Skriv siste år."),
        ({"purpose": "Om 13097248022"}, "fødselsnummer"),
        ({"municipality": "9999"}, "Velg et gyldig valg"),
    ],
    ids=["period", "politics", "needs", "needs_unticked", "promise", "plan", "number", "place"],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    signed_in: SignIn,
    adviser: User,
    centre: Centre,
    municipality: Municipality,
    changes: dict[str, str],
    message: str,
) -> None:
    answer = signed_in(adviser).post(NEW, sent(centre, municipality) | changes)
    shown = answer.content.decode()
    assert message in shown
    assert "Holde fire samlinger" in shown
    assert not Agreement.objects.exists()


def test_a_stale_save_shows_both_texts_and_the_next_one_holds(
    signed_in: SignIn,
    leader: User,
    adviser: User,
    draft: Draft,
    centre: Centre,
    municipality: Municipality,
    values: Callable[..., AgreementValues],
) -> None:
    agreement = draft()
    other = values(title="Kollegaens tittel")
    actions.change_draft(agreement=agreement, values=other, version=1, by=adviser)
    url = reverse("agreements:agreement_edit", args=[agreement.pk])
    data = sent(centre, municipality, version=1, title="Min tittel")
    client = signed_in(leader)
    shown = client.post(url, data).content.decode()
    assert "Kollegaens tittel" in shown
    assert "Min tittel" in shown
    assert "Noen lagret før deg" in shown
    assert client.post(url, data | {"version": 2}).status_code == 302
    assert Agreement.objects.get().title == "Min tittel"


def test_a_deleted_draft_leaves_the_list_and_the_leader_brings_it_back(
    signed_in: SignIn, leader: User, adviser: User, draft: Draft
) -> None:
    agreement = draft()
    actions.delete_draft(agreement=agreement, reason="Feil kommune.", by=adviser)
    actions.delete_draft(agreement=agreement, reason="Feil kommune.", by=adviser)
    client = signed_in(leader)
    assert agreement.title not in page(client, LIST)
    assert "Feil kommune." in page(client, agreement.get_absolute_url())
    client.post(reverse("agreements:agreement_restore", args=[agreement.pk]))
    assert agreement.title in page(client, LIST)


def test_a_signed_agreement_is_not_deleted(signed: Draft, leader: User) -> None:
    with pytest.raises(actions.WrongStateError):
        actions.delete_draft(agreement=signed(), reason="Nei.", by=leader)


def test_those_upward_see_that_there_are_special_needs_and_not_which(
    signed_in: SignIn, signed: Draft, directorate: User, governor: User
) -> None:
    agreement = signed(
        has_special_needs=True, special_needs="Få fagfolk.", special_needs_evidence="Tall."
    )
    url = agreement.get_absolute_url()
    assert "Få fagfolk." in page(signed_in(governor), url)
    upward = page(signed_in(directorate), url)
    assert "Få fagfolk." not in upward
    assert "Hvilke de er, vises for kommunen" in upward


def test_a_proposed_change_and_meetings_are_for_the_two_sides(
    signed_in: SignIn, signed: Draft, adviser: User, governor: User, contact: User
) -> None:
    agreement = signed()
    values = AmendmentValues(change="Bytter mål.", purpose="Nytt.", ends_on=agreement.ends_on)
    actions.amend(agreement=agreement, values=values, version=agreement.version, by=adviser)
    told: dict[str, Any] = {"held_on": timezone.localdate(), "present": "rådmann"}
    actions.add_meeting(agreement=agreement, summary="Vi er i rute.", by=contact, **told)
    url = agreement.get_absolute_url()
    for text in ("Bytter mål.", "Vi er i rute."):
        assert text in page(signed_in(contact), url)
        assert text not in page(signed_in(governor), url)


def test_only_ones_own_side_marks_a_promise(
    signed_in: SignIn, signed: Draft, contact: User
) -> None:
    agreement = signed()
    own = agreement.commitments.get()
    theirs = CommitmentFactory.create(agreement=agreement, side=Side.CENTRE)
    client = signed_in(contact)
    client.post(reverse("agreements:commitment_done", args=[agreement.pk, own.pk]))
    own.refresh_from_db()
    assert own.done_by == contact
    url = reverse("agreements:commitment_done", args=[agreement.pk, theirs.pk])
    assert client.post(url).status_code == 403


def test_both_sides_answer_the_yearly_check_and_say_why_it_is_not_kept(
    signed_in: SignIn, signed: Draft, contact: User, leader: User
) -> None:
    agreement = signed()
    year = timezone.localdate().year
    url = reverse("agreements:agreement_verify", args=[agreement.pk])
    data = {"side": "municipality", "year": year, "result": "partly", "text": ""}
    client = signed_in(contact)
    assert "Skriv hva som ikke følges" in client.post(url, data).content.decode()
    client.post(url, data | {"text": "Opplæringen er utsatt."})
    signed_in(leader).post(url, {"side": "centre", "year": year, "result": "kept"})
    assert Verification.objects.filter(agreement=agreement, year=year).count() == 2
    answer = client.post(url, data | {"side": "municipality", "text": "x"})
    assert "Velg et gyldig valg" in answer.content.decode()


def test_each_side_writes_its_own_case_number(
    signed_in: SignIn, offered: Draft, contact: User
) -> None:
    agreement = offered()
    url = reverse("agreements:agreement_case_number", args=[agreement.pk])
    signed_in(contact).post(url, {"side": "municipality", "case_number": "26/123"})
    agreement.refresh_from_db()
    assert (agreement.municipality_case_number, agreement.centre_case_number) == ("26/123", "")


def test_the_list_is_narrowed(signed_in: SignIn, signed: Draft, draft: Draft, leader: User) -> None:
    signed(
        title="Den inngåtte", has_special_needs=True, special_needs="a", special_needs_evidence="b"
    )
    draft(title="Utkastet")
    client, year = signed_in(leader), timezone.localdate().year
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"status": "draft"}, "Utkastet", "Den inngåtte"),
        ({"saerskilte": "on"}, "Den inngåtte", "Utkastet"),
        ({"aar": year}, "Den inngåtte", "Utkastet"),
        ({"fylke": "56", "status": "signed"}, "Den inngåtte", "Utkastet"),
    ]
    for query, there, gone in cases:
        shown = page(client, LIST, **query)
        assert there in shown, query
        assert gone not in shown, query


def test_what_needs_attention_is_found(
    signed_in: SignIn, signed: Draft, offered: Draft, sign: Sign, leader: User
) -> None:
    signed(title="I rute", starts_on=timezone.localdate())
    waiting = offered(title="Venter")
    sign(waiting, DIRECTOR)
    late = signed(title="Sen", starts_on=timezone.localdate())
    CommitmentFactory.create(agreement=late, due_on=timezone.localdate() - timedelta(days=1))
    shown = page(signed_in(leader), LIST, oppfolging="on")
    assert "Venter på underskrift" in shown
    assert "Forpliktelse over fristen" in shown


def test_the_municipalitys_own_page_gets_what_its_reader_may_see(
    signed: Draft, draft: Draft, municipality: Municipality, governor: User, leader: User
) -> None:
    signed(title="Inngått")
    draft(title="Utkast")
    assert [row.title for row in agreements_at(municipality, governor)] == ["Inngått"]
    assert len(agreements_at(municipality, leader)) == 2


@pytest.mark.parametrize("count", [2, 30])
def test_the_list_asks_as_often_for_many_as_for_few(
    signed_in: SignIn,
    leader: User,
    centre: Centre,
    django_assert_max_num_queries: Any,
    count: int,
) -> None:
    for _number in range(count):
        AgreementFactory.create(
            centre=centre, municipality=MunicipalityFactory.create(), created_by=leader, signed=True
        )
    client = signed_in(leader)
    client.get(LIST)
    with django_assert_max_num_queries(20):
        assert client.get(LIST).status_code == 200


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_asks_as_often_for_many_rows_as_for_few(
    signed_in: SignIn, signed: Draft, contact: User, django_assert_max_num_queries: Any, count: int
) -> None:
    agreement = signed()
    for number in range(count):
        CommitmentFactory.create(agreement=agreement, text=f"Løfte {number}")
        actions.add_meeting(
            agreement=agreement,
            held_on=timezone.localdate(),
            present="alle",
            summary=f"Møte {number}",
            by=contact,
        )
    client = signed_in(contact)
    client.get(agreement.get_absolute_url())
    with django_assert_max_num_queries(45):
        client.get(agreement.get_absolute_url())
