"""Who binds whom, with what, and what happens when somebody clicks twice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from assignments.agreements import actions
from assignments.agreements.models import Agreement, AgreementText, Signature
from assignments.agreements.texts import hash_to_approve
from assignments.agreements.values import AgreementValues, AmendmentValues, SignatureValues
from assignments.plans.conflicts import StaleVersionError
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.files.models import StoredFile
from korus_portal.notifications.models import Letter
from tests.accounts.test_second_factor import activate, code_for, sign_in
from tests.agreements.conftest import DIRECTOR, SIGNATORY, Draft, Side, Sign, paper
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
State = Agreement.State


def stored(agreement: Agreement) -> Agreement:
    return Agreement.objects.get(pk=agreement.pk)


def letters(kind: str) -> list[str]:
    found = Letter.objects.filter(kind=f"agreements.{kind}").order_by("address")
    return list(found.values_list("address", flat=True))


def test_only_the_leader_sends_it_and_only_what_was_read(
    draft: Draft, adviser: User, leader: User
) -> None:
    agreement = draft()
    with pytest.raises(PermissionDenied):
        actions.offer(agreement=agreement, version=1, by=adviser)
    with pytest.raises(StaleVersionError):
        actions.offer(agreement=agreement, version=7, by=leader)
    assert stored(agreement).state == State.DRAFT


def test_sending_freezes_what_the_draft_said_and_tells_the_other_side_once(
    draft: Draft, leader: User, adviser: User, contact: User
) -> None:
    agreement = draft()
    actions.offer(agreement=agreement, version=1, by=leader)
    actions.offer(agreement=agreement, version=1, by=leader)
    text = agreement.texts.get()
    assert (text.number, text.content["title"]) == (1, "Avtale om tidlig innsats")
    assert text.content["commitments"][0]["due_on"] == "2030-06-01"
    assert letters("offered") == [adviser.email, contact.email]


def test_two_signatures_on_paper_wait_for_the_document(
    draft: Draft, leader: User, sign: Sign
) -> None:
    agreement = draft()
    actions.offer(agreement=agreement, version=1, by=leader)
    sign(agreement, DIRECTOR)
    sign(agreement, SIGNATORY)
    assert stored(agreement).state == State.OFFERED
    actions.add_paper(agreement=agreement, upload=paper(), by=leader)
    assert stored(agreement).state == State.SIGNED
    assert agreement.texts.get().signed_at == stored(agreement).signed_at


def test_a_document_that_the_virus_scan_stopped_is_none(
    draft: Draft, leader: User, sign: Sign
) -> None:
    agreement = draft()
    actions.offer(agreement=agreement, version=1, by=leader)
    sign(agreement, DIRECTOR, upload=paper())
    StoredFile.objects.update(state=StoredFile.State.INFECTED)
    sign(agreement, SIGNATORY)
    assert stored(agreement).state == State.OFFERED


def test_the_municipality_signs_for_itself_alone(offered: Draft, contact: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.register_signature(
            agreement=offered(),
            number=1,
            values=SIGNATORY,
            signed_on=timezone.localdate(),
            by=contact,
        )


def test_the_same_signature_twice_is_one_and_told_once(
    offered: Draft, sign: Sign, contact: User, leader: User, adviser: User
) -> None:
    agreement = offered()
    first, again = sign(agreement, DIRECTOR), sign(agreement, DIRECTOR)
    assert first == again
    assert letters("signed_one") == [adviser.email, leader.email]
    sign(agreement, SIGNATORY)
    sign(agreement, SIGNATORY)
    assert len(letters("signed")) == 3
    assert Event.objects.filter(kind="agreements.signed").count() == 1


def test_a_side_cannot_sign_in_two_ways(offered: Draft, sign: Sign) -> None:
    agreement = offered()
    sign(agreement, DIRECTOR)
    other = SignatureValues(
        side=Side.MUNICIPALITY, capacity="delegate", signatory="En annen", delegation="Sak 1/26"
    )
    with pytest.raises(actions.AlreadySignedError):
        sign(agreement, other)


def test_what_was_not_shown_is_not_approved(offered: Draft, contact: User) -> None:
    agreement = offered()
    told: dict[str, Any] = {"agreement": agreement, "number": 1, "values": DIRECTOR, "by": contact}
    for sha256 in ("", "0" * 64):
        with pytest.raises(actions.OtherVersionError):
            actions.approve(sha256=sha256, **told)
    right = hash_to_approve(agreement.texts.get())
    assert actions.approve(sha256=right, **told).sha256 == right


def test_an_adviser_does_not_approve_for_the_host(offered: Draft, adviser: User) -> None:
    agreement = offered()
    sha256 = hash_to_approve(agreement.texts.get())
    with pytest.raises(PermissionDenied):
        actions.approve(agreement=agreement, number=1, sha256=sha256, values=SIGNATORY, by=adviser)


def form_for(agreement: Agreement, secret: str) -> dict[str, Any]:
    return {
        "side": "municipality",
        "signatory": "Kari Nordmann, kommunedirektør",
        "capacity": "director",
        "delegation": "",
        "number": 1,
        "sha256": hash_to_approve(agreement.texts.get()),
        "has_read": "on",
        "secret": secret,
    }


def test_demo_mode_asks_for_the_password_again(
    offered: Draft, contact: User, signed_in: Callable[[User], Client], settings: Settings
) -> None:
    settings.DEMO_MODE = True
    agreement, client = offered(), signed_in(contact)
    url = reverse("agreements:agreement_approve", args=[agreement.pk])
    page = client.post(url, form_for(agreement, "feil"))
    assert "Passordet er feil." in page.content.decode()
    assert client.post(url, form_for(agreement, PASSWORD)).status_code == 302
    signature = Signature.objects.get()
    assert (signature.way, signature.registered_by) == ("portal", contact)
    page = client.get(agreement.get_absolute_url())
    assert "godkjent i portalen" in page.content.decode()
    assert "ikke en elektronisk signatur" in page.content.decode()


def test_guessing_the_password_ends_after_ten_tries(
    offered: Draft, contact: User, signed_in: Callable[[User], Client], settings: Settings
) -> None:
    settings.DEMO_MODE = True
    agreement, client = offered(), signed_in(contact)
    url = reverse("agreements:agreement_approve", args=[agreement.pk])
    for _try in range(10):
        client.post(url, form_for(agreement, "feil"))
    page = client.post(url, form_for(agreement, PASSWORD))
    assert "For mange forsøk" in page.content.decode()
    assert not Signature.objects.exists()


def test_without_a_second_factor_nobody_approves_outside_demo_mode(
    offered: Draft, contact: User, signed_in: Callable[[User], Client], settings: Settings
) -> None:
    settings.DEMO_MODE = False
    agreement, client = offered(), signed_in(contact)
    url = reverse("agreements:agreement_approve", args=[agreement.pk])
    page = client.post(url, form_for(agreement, PASSWORD))
    assert "Slå på totrinnsinnlogging først" in page.content.decode()
    assert not Signature.objects.exists()


def test_who_has_a_second_factor_needs_its_code_also_in_demo_mode(
    offered: Draft, contact: User, client: Client, settings: Settings
) -> None:
    settings.DEMO_MODE = True
    agreement = offered()
    sign_in(client, contact)
    secret = activate(client)
    url = reverse("agreements:agreement_approve", args=[agreement.pk])
    client.post(url, form_for(agreement, PASSWORD))
    assert not Signature.objects.exists()
    from django.core.cache import cache  # noqa: PLC0415 - the code was used when it was added

    cache.clear()
    assert client.post(url, form_for(agreement, code_for(secret))).status_code == 302
    assert Signature.objects.get().way == "portal"


def test_a_delegate_says_by_which_decision(
    offered: Draft, contact: User, signed_in: Callable[[User], Client]
) -> None:
    agreement, client = offered(), signed_in(contact)
    url = reverse("agreements:agreement_signature", args=[agreement.pk])
    sent = form_for(agreement, "") | {"capacity": "delegate", "signed_on": "2026-01-02"}
    page = client.post(url, sent)
    assert "Skriv hvilket vedtak som gir myndigheten." in page.content.decode()
    client.post(url, sent | {"delegation": "Sak 12/25"})
    assert Signature.objects.get().delegation == "Sak 12/25"


def test_a_withdrawn_offer_is_a_draft_again_and_its_signature_falls(
    offered: Draft, sign: Sign, contact: User, values: Callable[..., AgreementValues], adviser: User
) -> None:
    agreement = offered()
    sign(agreement, DIRECTOR)
    actions.withdraw(agreement=agreement, reason="Feil periode.", by=contact)
    actions.withdraw(agreement=agreement, reason="Feil periode.", by=contact)
    now = stored(agreement)
    assert (now.state, now.texts.count(), Signature.objects.count()) == (State.DRAFT, 0, 0)
    actions.change_draft(
        agreement=now, values=values(title="Ny tittel"), version=now.version, by=adviser
    )
    assert Event.objects.filter(kind="agreements.withdrawn").count() == 1


def test_the_old_version_holds_until_both_have_signed_the_new(
    signed: Draft, sign: Sign, adviser: User, leader: User
) -> None:
    agreement = signed()
    values = AmendmentValues(change="Nytt formål.", purpose="Nytt.", ends_on=agreement.ends_on)
    told: dict[str, Any] = {"agreement": agreement, "values": values, "by": adviser}
    text = actions.amend(version=agreement.version, **told)
    assert actions.amend(version=agreement.version, **told) == text
    sign(agreement, DIRECTOR, number=2, upload=paper(b"%PDF-1.7 to"))
    assert stored(agreement).purpose != "Nytt."
    sign(agreement, SIGNATORY, number=2)
    assert stored(agreement).purpose == "Nytt."
    assert len(letters("amended")) == 3
    first = AgreementText.objects.get(agreement=agreement, number=1)
    assert first.content["purpose"] != "Nytt."


def test_a_second_amendment_waits_for_the_first(signed: Draft, adviser: User) -> None:
    agreement = signed()
    values = AmendmentValues(change="En.", purpose="En.", ends_on=agreement.ends_on)
    actions.amend(agreement=agreement, values=values, version=agreement.version, by=adviser)
    other = AmendmentValues(change="To.", purpose="To.", ends_on=agreement.ends_on)
    with pytest.raises(actions.PendingAmendmentError):
        actions.amend(agreement=agreement, values=other, version=agreement.version, by=adviser)


def test_a_new_version_is_not_signed_by_whoever_read_the_old(
    signed: Draft, sign: Sign, adviser: User
) -> None:
    agreement = signed()
    values = AmendmentValues(change="En.", purpose="En.", ends_on=agreement.ends_on)
    actions.amend(agreement=agreement, values=values, version=agreement.version, by=adviser)
    with pytest.raises(actions.OtherVersionError):
        sign(agreement, DIRECTOR, number=1)


def test_both_approve_the_same_pdf_that_the_portal_made(
    draft: Draft, leader: User, contact: User
) -> None:
    agreement = draft()
    actions.offer(agreement=agreement, version=1, by=leader)
    text = agreement.texts.get()
    sha256 = hash_to_approve(text)
    told: dict[str, Any] = {"agreement": agreement, "number": 1, "sha256": sha256}
    actions.approve(values=DIRECTOR, by=contact, **told)
    actions.approve(values=SIGNATORY, by=leader, **told)
    assert stored(agreement).state == State.SIGNED
    assert text.documents.get(kind="pdf").file.sha256 == sha256
    assert hash_to_approve(text) == sha256
