"""What both sides are told once, what is left behind by a merger, and what is taken out."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assignments.agreements import actions
from assignments.agreements.actions import reminding
from assignments.agreements.due import attention_of, with_attention
from assignments.agreements.models import Agreement, AgreementText, Verification
from assignments.agreements.redaction import redact_texts
from assignments.agreements.values import AmendmentValues
from korus_portal.accounts.models import Role, User
from korus_portal.notifications.models import Letter
from korus_portal.notifications.redaction import history_models
from municipalities.models import Municipality, MunicipalityChange
from tests.agreements.conftest import Draft, Side, first_of
from tests.agreements.factories import CommitmentFactory
from tests.factories import MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def waits_for(agreement: Agreement, *, on: date) -> set[str]:
    row = with_attention(Agreement.objects.filter(pk=agreement.pk), today=on).get()
    return {one.name for one in attention_of(row)}


def told(kind: str) -> int:
    return Letter.objects.filter(kind=f"agreements.{kind}").count()


def check(agreement: Agreement, year: int, leader: User, contact: User) -> None:
    for side, by in ((Side.CENTRE, leader), (Side.MUNICIPALITY, contact)):
        Verification.objects.create(agreement=agreement, year=year, side=side, result="kept", by=by)


def test_the_yearly_check_is_asked_for_in_november_until_both_have_answered(
    signed: Draft, leader: User, contact: User
) -> None:
    agreement = signed(starts_on=date(2031, 2, 1), ends_on=date(2034, 1, 31))
    assert "lacks_check" not in waits_for(agreement, on=date(2031, 10, 31))
    assert "lacks_check" in waits_for(agreement, on=date(2031, 11, 1))
    check(agreement, 2031, leader, contact)
    assert "lacks_check" not in waits_for(agreement, on=date(2031, 12, 1))
    agreement.verifications.filter(side=Side.CENTRE).delete()
    assert "lacks_check" in waits_for(agreement, on=date(2031, 12, 1))


def test_a_year_without_any_check_is_asked_about_in_spring_too(
    signed: Draft, leader: User, contact: User
) -> None:
    agreement = signed(starts_on=date(2031, 2, 1), ends_on=date(2034, 1, 31))
    assert "lacks_check" not in waits_for(agreement, on=date(2032, 1, 31))
    assert "lacks_check" in waits_for(agreement, on=date(2032, 2, 1))
    check(agreement, 2031, leader, contact)
    assert "lacks_check" not in waits_for(agreement, on=date(2032, 2, 1))


def test_three_months_before_the_end_unless_it_is_renewed(signed: Draft, adviser: User) -> None:
    agreement = signed()
    last = agreement.ends_on
    assert "ends_soon" not in waits_for(agreement, on=last - timedelta(days=91))
    assert "ends_soon" in waits_for(agreement, on=last - timedelta(days=90))
    assert "ends_soon" not in waits_for(agreement, on=last + timedelta(days=1))
    actions.renew(agreement=agreement, by=adviser)
    assert "ends_soon" not in waits_for(agreement, on=last)


def test_both_sides_are_told_once_of_a_promise_over_its_date(signed: Draft) -> None:
    agreement = signed(starts_on=TODAY)
    CommitmentFactory.create(agreement=agreement, due_on=TODAY - timedelta(days=1))
    reminding.remind()
    reminding.remind()
    assert told("remind_late") == 3
    CommitmentFactory.create(agreement=agreement, due_on=TODAY - timedelta(days=2))
    reminding.remind()
    assert told("remind_late") == 6


def test_an_ended_agreement_reminds_nobody(signed: Draft, leader: User) -> None:
    agreement = signed(starts_on=TODAY)
    CommitmentFactory.create(agreement=agreement, due_on=TODAY - timedelta(days=1))
    actions.end_agreement(agreement=agreement, last_day=TODAY, reason="Enige.", by=leader)
    assert reminding.remind() == 0


def test_the_successor_of_a_merged_municipality_is_asked_once_to_renew(
    signed: Draft, municipality: Municipality, adviser: User
) -> None:
    agreement = signed()
    new = MunicipalityFactory.create(code="5699", name="Nye Alta", valid_from=first_of(0))
    heir = UserFactory.create(email="heir@prove.example", role=(new.organisation, Role.CONTACT))
    municipality.valid_to = first_of(0) - timedelta(days=1)
    municipality.save()
    MunicipalityChange.objects.create(
        date=first_of(0),
        change_type="merge",
        old=municipality,
        old_name="Alta",
        new=new,
        new_name="Nye Alta",
        source="Prøve",
    )
    assert "must_renew" in waits_for(agreement, on=TODAY)
    reminding.follow_structure()
    reminding.follow_structure()
    assert Letter.objects.filter(kind="agreements.must_renew", to=heir).count() == 1
    assert agreement in Agreement.objects.visible_to(heir)
    draft = actions.renew(agreement=agreement, by=adviser)
    assert (draft.municipality, draft.starts_on) == (new, first_of(0))
    assert "must_renew" not in waits_for(agreement, on=TODAY)


def test_a_renewal_copies_what_is_not_done(signed: Draft, adviser: User, contact: User) -> None:
    agreement = signed()
    done = CommitmentFactory.create(agreement=agreement, text="Alt gjort")
    actions.mark_done(commitment=done, by=contact)
    draft = actions.renew(agreement=agreement, by=adviser)
    assert [row.text for row in draft.commitments.all()] == ["Sette av tid til opplæring"]
    assert draft.plans.count() == 1
    assert draft.starts_on == agreement.ends_on + timedelta(days=1)


def test_the_leader_takes_a_text_out_of_everything_but_the_hash(
    signed: Draft, leader: User, adviser: User
) -> None:
    agreement = signed(purpose="Kari skal få hjelp.")
    values = AmendmentValues(
        change="Lengre.", purpose="Kari skal få hjelp.", ends_on=agreement.ends_on
    )
    actions.amend(agreement=agreement, values=values, version=agreement.version, by=adviser)
    hashes = [row.file.sha256 for row in agreement.texts.get(number=1).documents.all()]
    with pytest.raises(PermissionDenied):
        redact_texts(agreement=agreement, keys=["purpose"], reason="Navn.", by=adviser)
    redact_texts(agreement=agreement, keys=["purpose"], reason="Navn.", by=leader)
    for model in (Agreement, AgreementText):
        for table in (model, *history_models(model)):
            assert "Kari" not in str(list(table._base_manager.values())), table
    assert [row.file.sha256 for row in agreement.texts.get(number=1).documents.all()] == hashes
