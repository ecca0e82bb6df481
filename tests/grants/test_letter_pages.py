"""The directorate registers letters and changes them; the centre's leaders are told."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from centres.grants import actions
from centres.grants.models import Grant
from centres.grants.values import letter_of
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from korus_portal.audit.models import Event
from korus_portal.notifications.models import Letter
from tests.grants.conftest import letter_sent

NEW = reverse("grants:grant_new")


def pdf(name: str = "brev.pdf", more: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7" + more)


@pytest.fixture
def page(client: Client, directorate: User) -> Client:
    client.force_login(directorate)
    return client


def edit(grant: Grant) -> str:
    return reverse("grants:letter_edit", args=[grant.pk])


def new_letter(centre: Centre, **changes: Any) -> dict[str, Any]:
    return letter_sent(centre=centre.code, year="2025", **changes)


def test_a_letter_is_registered_with_its_rows_and_the_leaders_are_told(
    page: Client, centre: Centre, leader: User, adviser: User, host: Organisation
) -> None:
    more = {"item-4-kind": "criterion", "item-4-number": "4 b", "item-4-text": "Minst ti kurs."}
    sent = new_letter(centre, recipient=host.pk, letter=pdf(), **more)
    answer = page.post(NEW, sent)
    grant = Grant.objects.get()
    assert answer.headers["Location"] == grant.get_absolute_url()
    assert (grant.auditor_from, grant.recipient) == (200_000, host)
    assert [(line.chapter, line.item, line.amount) for line in grant.lines.all()] == [
        ("765", "74", 1_500_000)
    ]
    items = [(item.number, item.kind) for item in grant.items.all()]
    assert items == [("1", "goal"), ("4 b", "criterion")]
    assert grant.letter is not None
    assert grant.letter.name == "brev.pdf"
    letter = Letter.objects.get()
    assert (letter.kind, letter.to) == ("grants.letter_registered", leader)
    assert Event.objects.filter(kind="grants.letter_registered").count() == 1


def test_the_same_form_twice_is_one_letter(page: Client, centre: Centre, leader: User) -> None:
    for _again in range(2):
        assert page.post(NEW, new_letter(centre, letter=pdf())).status_code == 302
    assert Grant.objects.count() == Letter.objects.count() == 1


@pytest.mark.parametrize(
    "scheme", ["Tilskudd til kompetansesentre", "TILSKUDD til Kompetansesentre"]
)
def test_a_second_letter_of_the_scheme_and_year_is_refused_at_the_scheme(
    page: Client, grant: Grant, scheme: str
) -> None:
    answer = page.post(NEW, new_letter(grant.centre, scheme=scheme, letter=pdf()))
    assert "Senteret har alt et brev" in answer.context["form"].errors["scheme"][0]
    assert "brev.pdf" in answer.context["form"].errors["letter"][0]
    assert Grant.objects.count() == 1


def test_another_year_is_another_letter(page: Client, grant: Grant) -> None:
    sent = {**new_letter(grant.centre), "year": "2026", "report_due_on": "2027-03-01"}
    page.post(NEW, sent)
    assert Grant.objects.count() == 2


def test_errors_stand_at_their_row_and_nothing_typed_is_lost(page: Client, centre: Centre) -> None:
    wrong = {
        "report_due_on": "2025-03-01",
        "line-0-amount": "mye",
        "line-1-chapter": "714",
        "item-1-kind": "goal",
        "item-1-number": "1",
        "item-1-text": "Samme nummer.",
        "item-2-text": "Uten nummer.",
        "recipient_name": "Ukjent HF",
        "recipient_number": "123456789",
        "letter": pdf(),
    }
    answer = page.post(NEW, new_letter(centre, **wrong))
    errors = answer.context["form"].errors
    assert set(errors) == {
        "report_due_on",
        "line-0-amount",
        "line-1-item",
        "item-1-number",
        "item-2-kind",
        "item-2-number",
        "recipient_number",
        "letter",
    }
    assert "brev.pdf" in errors["letter"][0]
    text = answer.content.decode()
    assert all(typed in text for typed in ("Samme nummer.", "Uten nummer.", "Ukjent HF", "mye"))
    assert not Grant.objects.exists()


def test_more_rows_are_given_without_javascript_and_without_errors(
    page: Client, centre: Centre
) -> None:
    answer = page.post(NEW, new_letter(centre, scheme="", more="item"))
    form = answer.context["form"]
    assert len(form.item_rows) == 6
    assert form.item_rows[0][2].value() == "Nå flere kommuner."
    assert not form.errors
    assert not Grant.objects.exists()


def test_a_recipient_that_is_not_listed_is_added_once(page: Client, centre: Centre) -> None:
    told = {"recipient_name": "Nytt sykehus HF", "recipient_number": "983 971 709"}
    page.post(NEW, new_letter(centre, **told))
    grant = Grant.objects.get()
    assert grant.recipient is not None
    assert (grant.recipient.name, grant.recipient.number) == ("Nytt sykehus HF", "983971709")
    page.post(NEW, {**new_letter(centre, **told), "scheme": "En annen ordning"})
    assert Organisation.objects.filter(number="983971709").count() == 1


def test_a_changed_letter_keeps_its_rows_and_tells_the_leaders(
    page: Client, grant: Grant, leader: User
) -> None:
    before = [item.pk for item in grant.items.all()]
    page.post(edit(grant), letter_sent(grant, **{"item-1-text": "Samarbeid med tre andre."}))
    items = Grant.objects.get().items.all()
    assert [item.pk for item in items] == before
    assert items[1].text == "Samarbeid med tre andre."
    assert [letter.kind for letter in Letter.objects.all()] == ["grants.letter_changed"]


def test_saving_without_a_change_tells_nobody(page: Client, grant: Grant, leader: User) -> None:
    sent = letter_sent(grant, report_due_on="")
    assert page.post(edit(grant), sent).status_code == 302
    assert not Letter.objects.exists()
    assert Grant.objects.get().version == grant.version


def test_an_emptied_row_is_removed_and_two_may_trade_numbers(page: Client, grant: Grant) -> None:
    changes = {
        "line-0-chapter": "",
        "line-0-item": "",
        "line-0-amount": "",
        "item-0-number": "4 b",
        "item-1-number": "1",
    }
    page.post(edit(grant), letter_sent(grant, **changes))
    kept = Grant.objects.get()
    assert [str(line) for line in kept.lines.all()] == ["kap. 765 post 74"]
    assert [str(item) for item in kept.items.all()] == [
        "4 b Nå flere kommuner.",
        "1 Samarbeid med andre.",
    ]


def test_whoever_saves_last_sees_both_texts(page: Client, grant: Grant, leader: User) -> None:
    mine = letter_sent(grant, reference="25/222")
    page.post(edit(grant), letter_sent(grant, reference="25/111"))
    answer = page.post(edit(grant), mine)
    shown = {one.label: (one.stored, one.own) for one in answer.context["differences"]}
    assert shown == {"Referanse i tilskuddsbrevet": ("25/111", "25/222")}
    assert Grant.objects.get().reference == "25/111"
    version = answer.context["form"]["version"].value()
    page.post(edit(grant), {**mine, "version": version})
    assert Grant.objects.get().reference == "25/222"


def test_a_new_file_takes_the_place_of_the_old(page: Client, grant: Grant) -> None:
    page.post(edit(grant), letter_sent(grant, letter=pdf()))
    grant.refresh_from_db()
    page.post(edit(grant), letter_sent(grant, letter=pdf("nytt.pdf", b"2")))
    kept = Grant.objects.get().letter
    assert kept is not None
    assert kept.name == "nytt.pdf"
    address = reverse("grants:letter_download", args=[grant.pk])
    assert page.get(address).content == b"%PDF-1.72"


def test_the_centre_may_not_write_the_letter(grant: Grant, leader: User) -> None:
    values = letter_of(grant)
    with pytest.raises(PermissionDenied):
        actions.change_letter(grant=grant, values=values, version=grant.version, by=leader)
    with pytest.raises(PermissionDenied):
        actions.register_grant(centre=grant.centre, year=2026, values=values, by=leader)
