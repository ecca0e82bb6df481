"""The public page that tells whoever holds a document what it is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assignments.agreements import actions
from assignments.agreements.checking import check
from assignments.agreements.models import Agreement, AgreementDocument, AgreementText
from assignments.agreements.views import checking
from korus_portal.accounts.models import User
from korus_portal.files.checking import read_hash
from korus_portal.files.models import StoredFile
from tests.agreements.conftest import DIRECTOR, SIGNATORY, Draft, Sign, paper

Ask = Callable[..., str]


@pytest.fixture
def ask(client: Client) -> Ask:
    """What the page answers a visitor."""

    def inner(**sent: object) -> str:
        return client.post(reverse("agreements:agreement_check"), sent).content.decode()

    return inner


def hash_in(agreement: Agreement) -> str:
    return AgreementDocument.objects.get(text__agreement=agreement).file.sha256


def test_a_signed_document_is_known_by_the_file_and_by_its_hash(signed: Draft, ask: Ask) -> None:
    agreement = signed()
    for page in (ask(file=paper()), ask(sha256=hash_in(agreement))):
        assert "Dokumentet er en avtale som gjelder" in page
        assert "Alta" in page
        assert "signert utenfor portalen" in page


def test_no_name_of_a_person_is_told(signed: Draft, ask: Ask) -> None:
    signed()
    assert "Nordmann" not in ask(file=paper())


def test_the_file_is_not_kept(signed: Draft, ask: Ask) -> None:
    signed()
    before = StoredFile.objects.count()
    ask(file=SimpleUploadedFile("annet.pdf", b"%PDF-1.7 noe annet"))
    assert StoredFile.objects.count() == before


def test_one_changed_byte_is_another_document(signed: Draft, ask: Ask) -> None:
    signed()
    assert "Vi kjenner ikke dette dokumentet" in ask(file=paper(b"%PDF-1.7 signerT"))


def test_a_version_that_one_side_has_signed_is_only_a_proposal(
    offered: Draft, sign: Sign, ask: Ask
) -> None:
    sign(offered(), DIRECTOR)
    page = ask(file=paper())
    assert "Ikke signert av begge" in page
    assert "ikke signert" in page


def test_a_later_version_and_the_end_are_told(signed: Draft, ask: Ask, leader: User) -> None:
    agreement = signed()
    later = AgreementText.objects.create(
        agreement=agreement,
        number=2,
        origin=AgreementText.Origin.UPLOADED,
        change="Ny frist",
        made_by=leader,
        signed_at=agreement.signed_at,
    )
    assert "En nyere versjon gjelder" in ask(file=paper())
    later.delete()
    yesterday = timezone.localdate() - timedelta(days=1)
    actions.end_agreement(agreement=agreement, last_day=yesterday, reason="Ferdig", by=leader)
    assert "avsluttet før tiden" in ask(file=paper())


def test_a_deleted_agreement_holds_no_more(signed: Draft, ask: Ask, leader: User) -> None:
    agreement = signed()
    Agreement.objects.filter(pk=agreement.pk).update(
        deleted_at=agreement.signed_at, deleted_by=leader, deleted_reason="Feil"
    )
    assert "Avtalen er slettet" in ask(file=paper())


@pytest.mark.parametrize("given", ["", "abc", "g" * 64], ids=["empty", "short", "letters"])
def test_what_is_no_hash_is_refused(given: str, ask: Ask, db: None) -> None:
    page = ask(sha256=given)
    assert "kontrollsum" in page
    assert "Vi kjenner ikke" not in page


def test_a_hash_is_read_as_people_paste_it() -> None:
    plain = "0123456789abcdef" * 4
    assert read_hash(f" SHA256: {plain[:32].upper()}\n {plain[32:]} ") == plain


def test_too_many_tries_are_stopped(
    client: Client, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    cache.clear()
    monkeypatch.setattr(checking, "TRIES", 2)
    sent = {"sha256": "0" * 64}
    address = reverse("agreements:agreement_check")
    assert [client.post(address, sent).status_code for _n in range(3)] == [200, 200, 429]


def test_a_check_asks_as_often_for_a_document_of_many_as_of_one(
    signed: Draft, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sha256 = hash_in(signed())
    with django_assert_num_queries(3):
        check(sha256)
    signed(), signed()
    with django_assert_num_queries(3):
        assert len(check(sha256)) == 3


def test_both_sides_are_named_in_the_answer(signed: Draft) -> None:
    (found,) = check(hash_in(signed()))
    assert [bool(side.signed_on) for side in found.sides] == [True, True]
    assert (found.number, found.holds, SIGNATORY.side) == (1, True, "centre")
