"""The page of a case: what each side reads, what it can do, and what is said when one is late."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assignments.plans.models import Assignment
from assignments.requests.actions import clarifying, deciding, handing_over
from assignments.requests.models import HandOver, Holder, PartnerMunicipality, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from municipalities.models import Municipality, Theme
from tests.factories import AssignmentFactory, CatchmentFactory, CentreFactory, UserFactory


@pytest.fixture
def other_centre(db: None) -> Centre:
    return CentreFactory.create(code="rvts-nord", short_name="RVTS Nord")


@pytest.fixture
def other_leader(other_centre: Centre) -> User:
    return UserFactory.create(name="Leder Ledersen", role=(other_centre.organisation, "leader"))


def url(support_request: SupportRequest, name: str, *more: object) -> str:
    return reverse(f"requests:{name}", args=[support_request.case_number, *more])


def page_of(client: Client, user: User, support_request: SupportRequest) -> str:
    client.force_login(user)
    answer = client.get(support_request.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def offered(support_request: SupportRequest, to: Centre, by: User, kind: str = "share") -> HandOver:
    return handing_over.offer(
        support_request=support_request, kind=kind, to_centre=to, reason="Deres felt.", by=by
    )


def test_while_the_municipality_answers_both_sides_read_that_the_clock_stands(
    client: Client, support_request: SupportRequest, adviser: User, contact: User
) -> None:
    deciding.take_request(support_request=support_request, by=adviser)
    clarifying.ask_clarification(support_request=support_request, by=adviser, question="Hvem?")
    for_municipality = page_of(client, contact, support_request)
    assert "Klokka står mens dere svarer" in for_municipality
    assert "Svar på spørsmålet" in for_municipality
    for_centre = page_of(client, adviser, support_request)
    assert "Klokka står mens kommunen svarer" in for_centre
    assert "Svar på spørsmålet" not in for_centre


def test_who_has_it_since_when_follows_the_case_to_another_adviser_and_centre(
    client: Client,
    support_request: SupportRequest,
    leader: User,
    contact: User,
    other_centre: Centre,
    other_leader: User,
) -> None:
    SupportRequest.objects.update(submitted_at=timezone.now() - timedelta(days=9))
    support_request.events.update(at=timezone.now() - timedelta(days=9))
    client.force_login(contact)
    before = client.get(support_request.get_absolute_url()).context["held_since"]
    handing_over.accept(
        hand_over=offered(support_request, other_centre, leader, "transfer"), by=other_leader
    )
    answer = client.get(support_request.get_absolute_url())
    assert answer.context["held_since"].date() > before.date()
    assert "Leder Ledersen" in answer.content.decode()
    assert "Først sendt til" in answer.content.decode()


def test_who_is_offered_a_case_reads_it_and_can_answer_and_nothing_else(
    client: Client,
    support_request: SupportRequest,
    leader: User,
    other_centre: Centre,
    other_leader: User,
) -> None:
    row = offered(support_request, other_centre, leader)
    page = page_of(client, other_leader, support_request)
    assert url(support_request, "hand_over_answer", row.pk) in page
    assert "Interne notater" not in page
    for name in ("request_take", "request_accept", "request_hand_over", "request_leave"):
        assert f'"{url(support_request, name)}"' not in page


@pytest.mark.parametrize(("says", "answer"), [("no", ""), ("", "Ja"), ("maybe", "Ja")])
def test_an_answer_is_yes_or_no_and_a_no_says_why(
    client: Client,
    support_request: SupportRequest,
    leader: User,
    other_centre: Centre,
    other_leader: User,
    says: str,
    answer: str,
) -> None:
    row = offered(support_request, other_centre, leader)
    client.force_login(other_leader)
    sent = {"says": says, "answer": answer}
    page = client.post(url(support_request, "hand_over_answer", row.pk), sent)
    assert page.status_code == 200
    assert page.context["form"].errors
    row.refresh_from_db()
    assert row.state == HandOver.State.OPEN


def test_an_answer_to_what_was_taken_back_is_told_and_given_back_without_the_text(
    client: Client,
    support_request: SupportRequest,
    leader: User,
    other_centre: Centre,
    other_leader: User,
) -> None:
    row = offered(support_request, other_centre, leader)
    handing_over.take_back(hand_over=row, by=leader)
    client.force_login(other_leader)
    sent = {"says": "yes", "answer": "Vi kommer gjerne."}
    page = client.post(url(support_request, "hand_over_answer", row.pk), sent)
    assert page.status_code == 409
    content = page.content.decode()
    assert "Spørsmålet er trukket tilbake." in content
    assert "Vi kommer gjerne." in content
    assert leader.name not in content
    assert support_request.text not in content


def test_a_form_sent_after_the_case_moved_is_told_where_it_went_and_keeps_the_text(
    client: Client,
    support_request: SupportRequest,
    adviser: User,
    leader: User,
    other_centre: Centre,
    other_leader: User,
) -> None:
    row = offered(support_request, other_centre, leader, "transfer")
    handing_over.accept(hand_over=row, by=other_leader)
    client.force_login(adviser)
    sent = {"reason": "Vi rekker det ikke.", "code": "capacity"}
    page = client.post(url(support_request, "request_decline"), sent)
    assert page.status_code == 409
    content = page.content.decode()
    assert "Saken har gått til et annet senter i mellomtiden." in content
    assert "RVTS Nord" in content
    assert "Vi rekker det ikke." in content
    assert other_leader.name not in content
    moved = client.get(support_request.get_absolute_url())
    assert moved["Location"] == url(support_request, "request_outline")


def test_a_second_click_on_the_same_button_loses_nothing_and_says_so(
    client: Client, support_request: SupportRequest, adviser: User
) -> None:
    deciding.take_request(support_request=support_request, by=adviser)
    client.force_login(adviser)
    for _again in range(2):
        page = client.post(
            url(support_request, "request_clarify"), {"question": "Hvem?"}, follow=True
        )
    assert "Dette er gjort allerede." in page.content.decode()
    assert support_request.messages.count() == 1


def test_accepting_can_make_a_tiltak_of_the_theme_and_the_municipality(
    as_leader: Client, support_request: SupportRequest, theme: Theme, centre: Centre
) -> None:
    SupportRequest.objects.update(theme=theme)
    sent = {"message": "Ja.", "assignment": "new", "title": "Rus i Alta"}
    assert as_leader.post(url(support_request, "request_accept"), sent).status_code == 302
    made = Assignment.objects.get(title="Rus i Alta")
    assert (made.centre, list(made.municipalities.all())) == (
        centre,
        [support_request.municipality],
    )
    assert list(made.themes.all()) == [theme]
    assert Holder.objects.get(support_request=support_request).assignment == made


def test_a_new_tiltak_without_a_title_is_told_and_nothing_is_made(
    as_leader: Client, support_request: SupportRequest
) -> None:
    SupportRequest.objects.update(theme=None)
    page = as_leader.post(url(support_request, "request_accept"), {"assignment": "new"})
    assert set(page.context["form"].errors) == {"title", "theme"}
    assert not Assignment.objects.exists()


def test_an_adviser_chooses_among_the_centres_tiltak_and_makes_none(
    as_adviser: Client, support_request: SupportRequest, centre: Centre, leader: User
) -> None:
    own = AssignmentFactory.create(centre=centre, created_by=leader, title="Vårt eget")
    AssignmentFactory.create(centre=CentreFactory.create(), created_by=leader, title="Deres")
    address = url(support_request, "request_accept")
    page = as_adviser.get(address).content.decode()
    assert "Vårt eget" in page
    assert "Deres" not in page
    for refused in ("new", "0"):
        answer = as_adviser.post(address, {"assignment": refused, "title": "Nytt"})
        assert "assignment" in answer.context["form"].errors
    assert as_adviser.post(address, {"assignment": str(own.pk)}).status_code == 302
    assert Holder.objects.get(support_request=support_request).assignment == own


def test_each_side_keeps_its_own_case_number_and_not_the_other_s(
    client: Client, support_request: SupportRequest, adviser: User, contact: User, centre: Centre
) -> None:
    municipal = url(support_request, "request_number", "kommune")
    of_centre = url(support_request, "request_number", centre.code)
    client.force_login(contact)
    assert client.post(municipal, {"number": "2026/77"}).status_code == 302
    assert client.post(of_centre, {"number": "x"}).status_code == 403
    client.force_login(adviser)
    assert client.post(of_centre, {"number": "KN-5"}).status_code == 302
    assert client.post(municipal, {"number": "x"}).status_code == 403
    page = page_of(client, contact, support_request)
    assert "2026/77" in page
    assert "KN-5" in page


def test_a_partner_confirms_for_itself_and_cannot_withdraw(
    client: Client,
    support_request: SupportRequest,
    municipality_elsewhere: Municipality,
    contact_elsewhere: User,
) -> None:
    partner = PartnerMunicipality.objects.create(
        support_request=support_request, municipality=municipality_elsewhere
    )
    page = page_of(client, contact_elsewhere, support_request)
    assert "Vi er med" in page
    assert "Trekk henvendelsen" not in page
    assert client.get(url(support_request, "request_withdraw")).status_code == 403
    client.post(url(support_request, "partner_confirm", partner.pk))
    partner.refresh_from_db()
    assert partner.confirmed_by == contact_elsewhere
    client.post(url(support_request, "partner_leave", partner.pk))
    assert client.get(support_request.get_absolute_url()).status_code == 404


def test_a_decline_points_to_who_else_can_help(
    client: Client, support_request: SupportRequest, adviser: User, contact: User
) -> None:
    other = CentreFactory.create(short_name="RKBU Nord", name="RKBU ved UiT")
    client.force_login(adviser)
    sent = {
        "code": "better_elsewhere",
        "reason": "Dette kan andre bedre.",
        "pointer_centre": other.code,
        "pointer_text": "Fastlegen i kommunen",
    }
    assert client.post(url(support_request, "request_decline"), sent).status_code == 302
    page = page_of(client, contact, support_request)
    assert "andre kan hjelpe bedre" in page
    assert f'<a href="{other.get_absolute_url()}">RKBU ved UiT</a>' in page
    assert "Fastlegen i kommunen" in page


def test_an_operator_reads_only_with_a_reason_and_the_trail_keeps_it(
    client: Client, support_request: SupportRequest, administrator: User, leader: User
) -> None:
    address = url(support_request, "request_operate")
    client.force_login(administrator)
    assert support_request.text not in client.get(address).content.decode()
    assert support_request.text not in client.post(address, {"reason": " "}).content.decode()
    assert not Event.objects.filter(kind="requests.read_by_operator").exists()
    read = client.post(address, {"reason": "Feil i visningen."})
    assert support_request.text in read.content.decode()
    event = Event.objects.get(kind="requests.read_by_operator")
    assert (event.by_id, event.reason) == (administrator.pk, "Feil i visningen.")
    client.force_login(leader)
    assert client.post(address, {"reason": "Nysgjerrig."}).status_code == 403


def test_a_long_case_costs_no_more_queries_than_a_short_one(
    as_adviser: Client, support_request: SupportRequest
) -> None:
    counts = []
    for _size in range(2):
        as_adviser.get(support_request.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            as_adviser.get(support_request.get_absolute_url())
        counts.append(len(queries))
        for _event in range(5):
            joint = CentreFactory.create()
            Holder.objects.create(support_request=support_request, centre=joint, part="joint")
            event = support_request.events.get(kind="submitted")
            event.pk, event.kind, event.text = None, "shared", "Ja."
            event.save()
    assert counts[0] == counts[1]


def test_a_second_click_on_several_lines_is_not_called_unsent(
    client: Client, support_request: SupportRequest, adviser: User
) -> None:
    deciding.take_request(support_request=support_request, by=adviser)
    client.force_login(adviser)
    for _again in range(2):
        answer = client.post(url(support_request, "request_clarify"), {"question": "Hvem?\r\nNår?"})
    assert answer.status_code == 302


@pytest.mark.parametrize("says", ["yes", "no"])
def test_who_reads_the_case_no_more_after_an_answer_has_lost_nothing_by_a_second_click(
    client: Client,
    support_request: SupportRequest,
    adviser: User,
    other_centre: Centre,
    other_leader: User,
    says: str,
) -> None:
    # After a no to an offer, and after a yes to an ask, the answerer is outside.
    kind, asker, answerer = "transfer", adviser, other_leader
    if says == "yes":
        CatchmentFactory.create(centre=other_centre, county=support_request.municipality.county)
        kind, asker, answerer = "ask", other_leader, adviser
    row = offered(support_request, other_centre, asker, kind)
    client.force_login(answerer)
    address = url(support_request, "hand_over_answer", row.pk)
    for _again in range(2):
        answer = client.post(address, {"says": says, "answer": "Vi har\r\ntenkt oss om."})
    assert answer.status_code == 302


def test_leaving_twice_does_not_say_that_the_case_has_moved(
    client: Client,
    support_request: SupportRequest,
    adviser: User,
    other_centre: Centre,
    other_leader: User,
) -> None:
    row = offered(support_request, other_centre, adviser)
    handing_over.accept(hand_over=row, by=other_leader)
    client.force_login(other_leader)
    for _again in range(2):
        page = client.post(url(support_request, "request_leave"), follow=True)
    assert "Senteret deres er ikke med i saken lenger." in page.content.decode()
    assert "gått til et annet senter" not in page.content.decode()


def test_a_number_for_a_case_that_moved_or_that_is_too_long_is_given_back(
    client: Client,
    support_request: SupportRequest,
    adviser: User,
    centre: Centre,
    other_centre: Centre,
    other_leader: User,
) -> None:
    address = url(support_request, "request_number", centre.code)
    client.force_login(adviser)
    page = client.post(address, {"number": "KN-" + "7" * 60})
    assert "number" in page.context["form"].errors
    assert "KN-" + "7" * 60 in page.content.decode()
    row = offered(support_request, other_centre, adviser, "transfer")
    handing_over.accept(hand_over=row, by=other_leader)
    late = client.post(address, {"number": "KN-5"})
    assert late.status_code == 409
    assert "KN-5" in late.content.decode()


def test_giving_a_case_on_promises_a_letter_to_the_municipality_only_when_it_gets_one(
    client: Client, support_request: SupportRequest, adviser: User, leader: User
) -> None:
    client.force_login(leader)
    address = url(support_request, "request_assign")
    assert "og kommunen, får beskjed" in client.get(address).content.decode()
    deciding.take_request(support_request=support_request, by=adviser)
    assert "og kommunen, får beskjed" not in client.get(address).content.decode()


def test_an_operator_who_writes_a_wrong_number_is_told_so(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    address = reverse("requests:request_operate", args=["2001-00001"])
    assert client.post(address, {"reason": "Feil i visningen."}).status_code == 404
