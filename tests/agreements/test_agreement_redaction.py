"""A text that is taken out is taken out of everything that was ever written of it."""

from collections.abc import Callable

import pytest
from django.db.models import Model

from assignments.agreements import actions
from assignments.agreements.documents import docx_of
from assignments.agreements.models import Agreement, AgreementText, Commitment
from assignments.agreements.redaction import redact_texts, texts_left
from assignments.agreements.values import AgreementValues, AmendmentValues, CommitmentValues
from korus_portal.accounts.models import User
from korus_portal.files.models import StoredContent
from korus_portal.notifications.redaction import history_models
from tests.agreements.conftest import DIRECTOR, PROMISE, SIGNATORY, Draft, Sign, paper

pytestmark = pytest.mark.django_db
Values = Callable[..., AgreementValues]
NAMED = CommitmentValues(**{**vars(PROMISE), "text": "Kari følger opp"})


def everything(*models: type[Model]) -> str:
    tables = [table for model in models for table in (model, *history_models(model))]
    return str([list(table._base_manager.values()) for table in tables])


def key_of(agreement: Agreement, column: str) -> str:
    return next(one.key for one in texts_left(agreement) if one.column == column)


def test_rows_that_an_earlier_saving_of_the_draft_removed(
    draft: Draft, values: Values, leader: User, adviser: User
) -> None:
    row = draft(commitments=(NAMED,))
    told = values(commitments=(NAMED,), title="Ny tittel")
    actions.change_draft(agreement=row, values=told, version=row.version, by=adviser)
    redact_texts(agreement=row, keys=[key_of(row, "text")], reason="Navn.", by=leader)
    assert "Kari" not in everything(Commitment)


def test_a_version_that_was_withdrawn_and_the_document_made_of_it(
    draft: Draft, leader: User
) -> None:
    row = draft(purpose="Kari skal få hjelp.")
    actions.offer(agreement=row, version=row.version, by=leader)
    docx_of(AgreementText.objects.get())
    actions.withdraw(agreement=row, reason="Feil.", by=leader)
    assert not StoredContent.objects.exists()
    redact_texts(agreement=row, keys=["purpose"], reason="Navn.", by=leader)
    assert "Kari" not in everything(Agreement, AgreementText)


def test_the_older_version_where_an_amendment_has_other_words(
    signed: Draft, sign: Sign, leader: User, adviser: User
) -> None:
    row = signed(purpose="Kari skal få hjelp.")
    told = AmendmentValues(change="Nytt.", purpose="Alle skal få hjelp.", ends_on=row.ends_on)
    actions.amend(agreement=row, values=told, version=row.version, by=adviser)
    actions.add_paper(agreement=row, upload=paper(), by=leader)
    sign(row, DIRECTOR, 2)
    sign(row, SIGNATORY, 2)
    redact_texts(agreement=row, keys=["purpose"], reason="Navn.", by=leader)
    assert "Kari" not in everything(Agreement, AgreementText)
