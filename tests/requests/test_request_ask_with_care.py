"""What a contact is told before asking, and asking on behalf of several municipalities."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assignments.requests.actions import submitting
from assignments.requests.models import PartnerMunicipality, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality, Theme
from tests.factories import MunicipalityFactory, SupportRequestFactory
from tests.requests.asking import NEW, filled_in
from tests.requests.conftest import TEXT

WARNED = "Dere har en åpen henvendelse om det samme temaet"


def part(client: Client, **query: Any) -> str:
    return client.get(NEW, query, headers={"HX-Request": "true"}).content.decode()


def test_an_open_request_on_the_theme_is_shown_when_the_theme_is_chosen(
    as_contact: Client, support_request: SupportRequest, theme: Theme, adviser: User
) -> None:
    support_request.adviser, support_request.status = adviser, "in_triage"
    support_request.save()
    shown = part(as_contact, theme=theme.code)
    assert WARNED in shown
    assert f'href="{support_request.get_absolute_url()}"' in shown
    assert str(adviser) in shown
    assert WARNED not in part(as_contact)


def test_sending_another_takes_a_tick_and_keeps_the_text(
    as_contact: Client, support_request: SupportRequest, centre: Centre, theme: Theme
) -> None:
    form = filled_in(centre, theme)
    answer = as_contact.post(NEW, form)
    assert list(answer.context["form"].errors) == ["send_anyway"]
    assert TEXT in answer.content.decode()
    assert SupportRequest.objects.count() == 1
    first, again = (as_contact.post(NEW, {**form, "send_anyway": "on"}) for _click in range(2))
    assert first["Location"] == again["Location"]
    assert SupportRequest.objects.count() == 2


def test_a_second_click_is_not_warned_of_what_the_first_one_sent(
    as_contact: Client, centre: Centre, theme: Theme, leader: User
) -> None:
    form = filled_in(centre, theme)
    first, again = (as_contact.post(NEW, form) for _click in range(2))
    assert first["Location"] == again["Location"]
    assert SupportRequest.objects.count() == 1


def test_ended_requests_other_themes_and_others_requests_warn_of_nothing(
    as_contact: Client,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    centre: Centre,
    theme: Theme,
    contact: User,
    contact_elsewhere: User,
    leader: User,
) -> None:
    other = Theme.objects.create(code="trauma", name_nb="Traumer", name_nn="Traume")
    common: dict[str, Any] = {"centre": centre, "submitted_by": contact}
    SupportRequestFactory.create(municipality=municipality, theme=other, **common)
    SupportRequestFactory.create(municipality=municipality_elsewhere, theme=theme, **common)
    assert WARNED not in part(as_contact, theme=theme.code)


def test_a_request_in_which_ones_municipality_is_named_warns_too(
    as_contact: Client,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    centre: Centre,
    theme: Theme,
    contact_elsewhere: User,
    leader: User,
) -> None:
    row = SupportRequestFactory.create(
        municipality=municipality_elsewhere,
        centre=centre,
        theme=theme,
        submitted_by=contact_elsewhere,
    )
    partner = PartnerMunicipality.objects.create(support_request=row, municipality=municipality)
    assert row.case_number in part(as_contact, theme=theme.code)
    partner.left_at = row.submitted_at
    partner.save()
    assert WARNED not in part(as_contact, theme=theme.code)


def test_the_page_asks_as_much_with_many_open_requests_as_with_one(
    as_contact: Client,
    municipality: Municipality,
    centre: Centre,
    theme: Theme,
    contact: User,
    leader: User,
) -> None:
    def fill(rows: int) -> int:
        for _row in range(rows):
            SupportRequestFactory.create(
                municipality=municipality, centre=centre, theme=theme, submitted_by=contact
            )
        with CaptureQueriesContext(connection) as asked:
            assert as_contact.get(NEW, {"theme": theme.code}).status_code == 200
        return len(asked)

    as_contact.get(NEW, {"theme": theme.code})
    assert fill(1) == fill(15)


def test_municipalities_named_along_are_told_and_confirm_for_themselves(
    as_contact: Client,
    municipality_elsewhere: Municipality,
    centre: Centre,
    contact_elsewhere: User,
    leader: User,
) -> None:
    form = filled_in(centre, partners=[municipality_elsewhere.code])
    as_contact.post(NEW, form)
    sent = SupportRequest.objects.get()
    partner = sent.partners.get()
    assert (partner.municipality, partner.confirmed_at) == (municipality_elsewhere, None)
    assert Letter.objects.filter(kind="requests.partner_named", to=contact_elsewhere).exists()
    again = as_contact.post(NEW, form)
    assert again["Location"] == sent.get_absolute_url()
    assert PartnerMunicipality.objects.count() == 1


def test_who_is_contact_there_too_confirms_by_naming_it(
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    centre: Centre,
    contact: User,
    leader: User,
) -> None:
    assert municipality_elsewhere.organisation is not None
    Membership.objects.create(
        user=contact, organisation=municipality_elsewhere.organisation, role=Role.CONTACT
    )
    sent = submitting.submit_request(
        municipality=municipality,
        centre=centre,
        theme=None,
        text=TEXT,
        reach="Ring",
        language="nb",
        partners=[municipality_elsewhere],
        by=User.objects.get(pk=contact.pk),
    )
    assert sent.partners.get().confirmed_by == contact


def test_the_form_says_who_lies_outside_and_who_gets_no_letter(
    as_contact: Client, municipality_elsewhere: Municipality, centre: Centre, leader: User
) -> None:
    near = MunicipalityFactory.create(code="5603", name="Hammerfest")
    shown = part(as_contact, partners=[near.code, municipality_elsewhere.code])
    assert "Utenfor ansvarsområdet til KORUS Nord: Utsira." in shown
    assert "får ikke beskjed: Hammerfest, Utsira." in shown
    assert 'value="korus-nord"' in shown


@pytest.mark.parametrize("codes", [["9999"], ["\x00"], ["5601'--"], ["x" * 5000]])
def test_forged_municipalities_are_refused_beside_the_field(
    as_contact: Client, centre: Centre, leader: User, codes: list[str]
) -> None:
    answer = as_contact.post(NEW, filled_in(centre, partners=codes))
    assert list(answer.context["form"].errors) == ["partners"]
    assert TEXT in answer.content.decode()
    assert not SupportRequest.objects.exists()


def test_more_municipalities_than_can_work_together_are_refused(
    as_contact: Client, centre: Centre, leader: User
) -> None:
    codes = [MunicipalityFactory.create().code for _row in range(31)]
    answer = as_contact.post(NEW, filled_in(centre, partners=codes))
    [message] = answer.context["form"].errors["partners"]
    assert message == "Dere har valgt 31 kommuner. Velg høyst 30."


def test_files_go_with_the_request_once_and_refused_ones_are_named(
    as_contact: Client, centre: Centre, leader: User
) -> None:
    form = filled_in(centre)

    def sent_with(name: str, content: bytes, **changed: str) -> Any:
        upload = SimpleUploadedFile(name, content)
        return as_contact.post(NEW, {**form, **changed, "uploads": [upload]})

    bad = sent_with("virus.exe", b"MZ\x00\x00")
    assert list(bad.context["form"].errors) == ["uploads"]
    assert TEXT in bad.content.decode()
    forgotten = sent_with("plan.txt", "Plan på norsk".encode(), reach="")
    assert "Velg filene på nytt: plan.txt." in str(forgotten.context["form"].errors["uploads"])
    for _click in range(2):
        assert sent_with("plan.txt", "Plan på norsk".encode()).status_code == 302
    assert [row.name for row in SupportRequest.objects.get().attachments.all()] == ["plan.txt"]
