"""A municipality asks for support."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from stdnum.no import fodselsnummer

from assignments.coverage.models import CoverageRow, Level
from assignments.plans import years
from assignments.requests.actions import errors, submitting
from assignments.requests.models import RequestEvent, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.notifications import delivery
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality, Theme
from tests.factories import CatchmentFactory, CentreFactory, CentreFieldFactory, MunicipalityFactory
from tests.requests.conftest import TEXT

NEW = "/henvendelser/ny/"


def filled_in(centre: Centre, asked_theme: Theme | None = None, **changed: str) -> dict[str, str]:
    return {
        "theme": asked_theme.code if asked_theme else "",
        "centre": centre.code,
        "text": TEXT,
        "wished_form": "course",
        "urgency": "soon",
        "reach": "Ring 00 00 00 00",
        "language": "nb",
        "form_token": str(uuid4()),
        **changed,
    }


def asked(
    municipality: Municipality, centre: Centre, by: User, theme: Theme | None = None
) -> SupportRequest:
    return submitting.submit_request(
        municipality=municipality,
        centre=centre,
        theme=theme,
        text=TEXT,
        reach="Ring oss",
        language="nb",
        by=by,
    )


def test_the_form_suggests_the_responsible_centre_and_says_why(
    as_contact: Client, centre: Centre, leader: User
) -> None:
    page = as_contact.get(NEW)
    form = page.context["form"]
    [(code, label)] = form.fields["centre"].choices
    assert (code, form.initial["centre"]) == ("korus-nord", "korus-nord")
    assert label == "KORUS Nord: har ansvar for Alta."
    assert 'value="korus-nord"' in page.content.decode()


def test_an_unconfirmed_catchment_says_so(as_contact: Client, centre: Centre, leader: User) -> None:
    centre.catchments.update(is_verified=False)
    page = as_contact.get(NEW).content.decode()
    assert "KORUS Nord: har ansvar for Alta. Ansvarsområdet er ikke bekreftet." in page


def test_a_request_is_sent_with_a_case_number_and_a_timeline(
    as_contact: Client, contact: User, centre: Centre, theme: Theme, leader: User
) -> None:
    answer = as_contact.post(NEW, filled_in(centre, theme))
    sent = SupportRequest.objects.get()
    assert answer["Location"] == sent.get_absolute_url()
    assert sent.case_number == f"{timezone.localdate().year}-00001"
    assert (sent.text, sent.wished_form, sent.urgency) == (TEXT, "course", "soon")
    assert (sent.centre, sent.asked_centre, sent.submitted_by) == (centre, centre, contact)
    event = sent.events.get()
    assert (event.kind, event.by, event.by_organisation) == (
        RequestEvent.Kind.SUBMITTED,
        contact,
        "Alta",
    )
    page = as_contact.get(answer["Location"]).content.decode()
    assert sent.case_number in page
    assert "Henvendelsen er sendt." in page


def test_the_receipt_and_the_letter_to_the_centre_go_out_after_the_change(
    municipality: Municipality,
    centre: Centre,
    contact: User,
    adviser: User,
    leader: User,
    mailoutbox: list[object],
) -> None:
    sent = asked(municipality, centre, contact)
    assert mailoutbox == []
    receipt = Letter.objects.get(kind="requests.received")
    told = Letter.objects.filter(kind="requests.new").order_by("to")
    assert receipt.to == contact
    assert {letter.to for letter in told} == {adviser, leader}
    for letter in (receipt, *told):
        assert sent.case_number in letter.subject
        assert letter.body.count(sent.get_absolute_url()) == 1
        assert "blir ikke lest" in letter.body
        assert TEXT not in letter.body
    delivery.sweep()
    assert len(mailoutbox) == 3


def test_a_letter_is_plain_text(
    municipality: Municipality, centre: Centre, contact: User, leader: User
) -> None:
    centre.short_name = "KORUS <Nord> & co"
    centre.save()
    asked(municipality, centre, contact)
    assert "KORUS <Nord> & co" in Letter.objects.get(kind="requests.received").body


def test_a_request_gives_contact_in_the_year_for_the_centre_that_was_asked(
    municipality: Municipality, centre: Centre, contact: User, leader: User, theme: Theme
) -> None:
    asked(municipality, centre, contact, theme)
    rows = CoverageRow.objects.of_year(timezone.localdate().year).whole().filter(place=municipality)
    assert {(row.centre, row.level, row.requests) for row in rows.filter(centre=centre)} == {
        (centre, Level.CONTACTED, 1)
    }


def test_case_numbers_follow_each_other_without_gaps(
    municipality: Municipality, centre: Centre, contact: User, leader: User, leader_elsewhere: User
) -> None:
    first = asked(municipality, centre, contact)
    with pytest.raises(errors.CentreCannotBeAskedError):
        asked(municipality, leader_elsewhere.current_memberships[0].organisation.centre, contact)
    second = asked(municipality, centre, contact)
    year = timezone.localdate().year
    assert [first.case_number, second.case_number] == [f"{year}-00001", f"{year}-00002"]


def test_the_same_form_sent_twice_is_one_request(
    as_contact: Client, centre: Centre, leader: User
) -> None:
    form = filled_in(centre)
    first = as_contact.post(NEW, form)
    second = as_contact.post(NEW, form)
    assert first["Location"] == second["Location"]
    assert SupportRequest.objects.count() == 1
    assert RequestEvent.objects.count() == 1
    assert Letter.objects.filter(kind="requests.received").count() == 1


def test_the_same_form_with_other_words_is_kept_and_offered_anew(
    as_contact: Client, centre: Centre, leader: User
) -> None:
    form = filled_in(centre)
    as_contact.post(NEW, form)
    first = SupportRequest.objects.get()
    again = as_contact.post(NEW, {**form, "text": "Noe helt annet."})
    page = again.content.decode()
    assert (again.status_code, SupportRequest.objects.count()) == (200, 1)
    assert "Skjemaet er sendt før" in page
    assert f'href="{first.get_absolute_url()}"' in page
    offered = again.context["form"]
    assert offered["text"].value() == "Noe helt annet."
    assert offered["urgency"].value() == form["urgency"]
    token = str(offered["form_token"].value())
    assert token != form["form_token"]
    sent = as_contact.post(NEW, {**form, "text": "Noe helt annet.", "form_token": token})
    assert sent.status_code == 302
    assert set(SupportRequest.objects.values_list("text", flat=True)) == {TEXT, "Noe helt annet."}


def test_nobody_gets_anothers_request_by_its_form(
    municipality_elsewhere: Municipality,
    centre_elsewhere: Centre,
    contact_elsewhere: User,
    leader_elsewhere: User,
    support_request: SupportRequest,
) -> None:
    support_request.form_token = token = uuid4()
    support_request.save()
    with pytest.raises(PermissionDenied):
        submitting.submit_request(
            municipality=municipality_elsewhere,
            centre=centre_elsewhere,
            theme=None,
            text=TEXT,
            reach="Ring oss",
            language="nb",
            form_token=token,
            by=contact_elsewhere,
        )


@pytest.mark.parametrize(
    "persona", ["adviser", "leader", "governor", "userorg", "directorate", "administrator"]
)
def test_only_contacts_of_a_municipality_may_ask(
    client: Client, centre: Centre, persona: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(persona))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, filled_in(centre)).status_code == 403
    assert not SupportRequest.objects.exists()


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    answer = client.get(NEW)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={NEW}")


def test_nobody_asks_for_a_municipality_that_is_not_ones_own(
    municipality: Municipality, centre: Centre, contact_elsewhere: User, leader: User
) -> None:
    with pytest.raises(PermissionDenied):
        asked(municipality, centre, contact_elsewhere)


def test_nobody_asks_for_a_municipality_without_a_party_or_one_that_has_ended(
    municipality: Municipality, centre: Centre, contact: User, leader: User
) -> None:
    municipality.organisation = None
    with pytest.raises(PermissionDenied):
        asked(municipality, centre, contact)
    municipality.refresh_from_db()
    municipality.valid_to = timezone.localdate() - timedelta(days=1)
    with pytest.raises(PermissionDenied):
        asked(municipality, centre, contact)


def test_a_contact_of_a_municipality_that_has_ended_is_told_so(
    as_contact: Client, municipality: Municipality, centre: Centre
) -> None:
    municipality.valid_to = timezone.localdate() - timedelta(days=1)
    municipality.save()
    assert "Kommunen finnes ikke lenger" in as_contact.get(NEW).content.decode()
    answer = as_contact.post(NEW, filled_in(centre))
    assert "municipality" in answer.context["form"].errors
    assert not SupportRequest.objects.exists()


def test_a_centre_that_nobody_answers_for_cannot_be_chosen_and_its_address_is_shown(
    as_contact: Client, centre: Centre
) -> None:
    centre.email, centre.phone, centre.website = (
        "post@korus.example",
        "00 00 00 01",
        "korus.example",
    )
    centre.host_organisation, centre.unverified = "Et sykehus", ["email"]
    centre.save()
    page = as_contact.get(NEW).content.decode()
    for shown in ("post@korus.example", "00 00 00 01", "https://korus.example", "Et sykehus"):
        assert shown in page
    assert "ikke bekreftet" in page
    assert 'value="korus-nord"' not in page
    answer = as_contact.post(NEW, filled_in(centre))
    assert answer.status_code == 200
    assert TEXT in answer.content.decode()
    assert not SupportRequest.objects.exists()


def test_a_centre_that_lost_its_leader_meanwhile_is_refused_beside_the_field(
    as_contact: Client, centre: Centre, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> SupportRequest:
        raise errors.CentreCannotBeAskedError

    monkeypatch.setattr(submitting, "submit_request", refuse)
    answer = as_contact.post(NEW, filled_in(centre))
    assert list(answer.context["form"].errors) == ["centre"]


def test_a_centre_elsewhere_is_refused_beside_the_field_and_nothing_is_lost(
    as_contact: Client,
    centre: Centre,
    centre_elsewhere: Centre,
    leader: User,
    leader_elsewhere: User,
) -> None:
    answer = as_contact.post(NEW, filled_in(centre_elsewhere))
    assert list(answer.context["form"].errors) == ["centre"]
    page = answer.content.decode()
    assert TEXT in page
    assert 'value="korus-nord"' in page
    assert not SupportRequest.objects.exists()


def other_centre(municipality: Municipality, theme: Theme) -> Centre:
    found = CentreFactory.create(code="rvts-nord", short_name="RVTS Nord", kind=Centre.Kind.RVTS)
    CentreFieldFactory.create(centre=found, theme=theme)
    CatchmentFactory.create(centre=found, county=municipality.county)
    role = (found.organisation, Role.LEADER)
    Membership.objects.create(
        user=User.objects.create_user("rvts@prove.example", name="RVTS"),
        organisation=role[0],
        role=role[1],
    )
    return found


def test_the_suggestion_follows_the_theme(
    as_contact: Client, municipality: Municipality, centre: Centre, leader: User
) -> None:
    trauma = Theme.objects.create(code="trauma", name_nb="Traumer", name_nn="Traume")
    other_centre(municipality, trauma)
    part = as_contact.get(NEW, {"theme": trauma.code}, headers={"HX-Request": "true"})
    assert part["Vary"].count("HX-Request") == 1
    text = part.content.decode()
    assert "<html" not in text
    assert 'value="rvts-nord"' in text
    assert 'value="korus-nord"' not in text


def test_without_javascript_the_suggestion_is_shown_by_a_button_and_nothing_is_lost(
    as_contact: Client, municipality: Municipality, centre: Centre, leader: User
) -> None:
    trauma = Theme.objects.create(code="trauma", name_nb="Traumer", name_nn="Traume")
    rvts = other_centre(municipality, trauma)
    form = filled_in(centre, trauma, reach="")
    answer = as_contact.post(NEW, {**form, "suggest": "1"})
    shown = answer.context["form"]
    assert not shown.errors
    assert [code for code, _label in shown.fields["centre"].choices] == [rvts.code]
    assert shown.initial["centre"] == rvts.code
    assert TEXT in answer.content.decode()
    assert form["form_token"] in answer.content.decode()
    assert not SupportRequest.objects.exists()


@pytest.mark.parametrize("code", ["x", "0", "-1", "99999999999999999999", "\x00"])
def test_a_nonsense_theme_in_the_address_is_taken_for_unknown(
    as_contact: Client, centre: Centre, leader: User, code: str
) -> None:
    page = as_contact.get(NEW, {"theme": code, "municipality": code})
    assert page.status_code == 200
    assert 'value="korus-nord"' in page.content.decode()


def test_a_contact_of_several_municipalities_chooses_which(
    as_contact: Client,
    contact: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    centre: Centre,
    centre_elsewhere: Centre,
    leader: User,
    leader_elsewhere: User,
) -> None:
    assert municipality_elsewhere.organisation is not None
    Membership.objects.create(
        user=contact, organisation=municipality_elsewhere.organisation, role=Role.CONTACT
    )
    page = as_contact.get(NEW, {"municipality": municipality_elsewhere.code})
    assert 'value="korus-vest-stavanger"' in page.content.decode()
    form = filled_in(centre_elsewhere, municipality=municipality_elsewhere.code)
    as_contact.post(NEW, form)
    assert SupportRequest.objects.get().municipality == municipality_elsewhere


def test_a_contact_of_several_municipalities_cannot_name_a_third(
    as_contact: Client, contact: User, centre: Centre, leader: User, contact_elsewhere: User
) -> None:
    other = contact_elsewhere.current_memberships[0].organisation
    Membership.objects.create(user=contact, organisation=other, role=Role.CONTACT)
    third = MunicipalityFactory.create(code="9901", name="Tredje")
    answer = as_contact.post(NEW, filled_in(centre, municipality=third.code))
    assert "municipality" in answer.context["form"].errors
    assert not SupportRequest.objects.exists()


def identity_number() -> str:
    """A made-up number with right check digits."""
    for serial in range(100, 999):
        digits = f"010170{serial}"
        number = digits + fodselsnummer.calc_check_digit1(digits)
        number += fodselsnummer.calc_check_digit2(number)
        if fodselsnummer.is_valid(number):
            return number
    raise AssertionError


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"text": "  "}, "text", "Skriv hva dere trenger hjelp til."),
        ({"text": "x" * 4001}, "text", "Teksten har 4001 tegn. Skriv høyst 4000."),
        ({"text": f"Gjelder {identity_number()}."}, "text", "fødselsnummer"),
        ({"reach": ""}, "reach", "Skriv hvordan senteret når dere."),
        ({"reach": "x" * 201}, "reach", "Teksten har 201 tegn. Skriv høyst 200."),
        ({"reach": f"Fnr {identity_number()}"}, "reach", "fødselsnummer"),
        ({"centre": ""}, "centre", "Velg hvem dere vil spørre."),
        ({"urgency": "yesterday"}, "urgency", "Velg et gyldig valg"),
        ({"wished_form": "magic"}, "wished_form", "Velg et gyldig valg"),
        ({"theme": "999999"}, "theme", "Velg et gyldig valg"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_nothing_is_lost(
    as_contact: Client,
    centre: Centre,
    leader: User,
    changed: dict[str, str],
    field: str,
    message: str,
) -> None:
    form = {**filled_in(centre), **changed}
    answer = as_contact.post(NEW, form)
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert message in errors[field][0]
    page = answer.content.decode()
    assert form["form_token"] in page
    assert (TEXT in page) == ("text" not in changed)
    assert not SupportRequest.objects.exists()


def test_markup_is_shown_as_written_and_emoji_survive(
    as_contact: Client, centre: Centre, leader: User
) -> None:
    text = "<script>alert('hei')</script> 🙂 Á"
    answer = as_contact.post(NEW, filled_in(centre, text=text), follow=True)
    assert SupportRequest.objects.get().text == text
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "🙂 Á" in page


def test_the_form_speaks_the_language_of_the_page_unless_another_is_chosen(
    client: Client, contact: User, centre: Centre, leader: User
) -> None:
    contact.language = "nn"
    contact.save()
    client.force_login(contact)
    assert client.get(NEW).context["form"]["language"].value() == "nn"
    client.post(NEW, filled_in(centre, language="sma"))
    assert SupportRequest.objects.get().is_sami
    assert Letter.objects.get(kind="requests.received").language == "nn"
    assert Letter.objects.get(kind="requests.new").language == "nb"


def test_a_closed_year_stops_nobody_from_asking_but_its_figures_stay(
    as_leader: Client,
    municipality: Municipality,
    centre: Centre,
    contact: User,
    leader: User,
) -> None:
    years.close(centre, timezone.localdate().year, by=leader)
    sent = asked(municipality, centre, contact)
    assert not sent.is_counted
    assert not CoverageRow.objects.exists()
    page = as_leader.get(reverse("requests:request_detail", args=[sent.case_number]))
    assert "teller derfor ikke" in page.content.decode()
