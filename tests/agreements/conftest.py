"""An agreement between KORUS Nord and Alta, kept the way the portal does it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from assignments.agreements import actions
from assignments.agreements.models import Agreement, Commitment, Signature
from assignments.agreements.values import (
    AgreementValues,
    CommitmentValues,
    PlanValues,
    SignatureValues,
)
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality

Side = Commitment.Side
Draft = Callable[..., Agreement]
Sign = Callable[..., Signature]
PROMISE = CommitmentValues(
    side=Side.MUNICIPALITY,
    text="Sette av tid til opplæring",
    owner="kommunalsjef",
    due_on=date(2030, 6, 1),
)
DIRECTOR = SignatureValues(
    side=Side.MUNICIPALITY,
    capacity=Signature.Capacity.DIRECTOR,
    signatory="Kari Nordmann, kommunedirektør",
)
SIGNATORY = SignatureValues(
    side=Side.CENTRE,
    capacity=Signature.Capacity.SIGNATORY,
    signatory="Ola Nordmann, klinikksjef",
)


def paper(content: bytes = b"%PDF-1.7 signert") -> SimpleUploadedFile:
    return SimpleUploadedFile("avtale.pdf", content, content_type="application/pdf")


def first_of(years_ago: int) -> date:
    return date(timezone.localdate().year - years_ago, 1, 1)


@pytest.fixture
def values(municipality: Municipality) -> Callable[..., AgreementValues]:
    """In force from the beginning of last year to the end of the next."""

    def make(**changes: Any) -> AgreementValues:
        usual: dict[str, Any] = {
            "municipality": municipality,
            "title": "Avtale om tidlig innsats",
            "purpose": "Tidlig innsats blir en fast del av tjenestene.",
            "starts_on": first_of(1),
            "ends_on": first_of(-2) - timedelta(days=1),
            "plans": (PlanValues(plan="Folkehelseplan", first_year=2024, last_year=2028),),
            "commitments": (PROMISE,),
        }
        return AgreementValues(**{**usual, **changes})

    return make


@pytest.fixture
def draft(centre: Centre, adviser: User, values: Callable[..., AgreementValues]) -> Draft:
    def make(**changes: Any) -> Agreement:
        return actions.create_draft(centre=centre, values=values(**changes), by=adviser)

    return make


@pytest.fixture
def offered(draft: Draft, leader: User, contact: User) -> Draft:
    """Written elsewhere and uploaded, so that nothing has to be rendered."""

    def make(**changes: Any) -> Agreement:
        row = draft(**changes)
        return actions.offer_paper(agreement=row, upload=paper(), version=row.version, by=leader)

    return make


@pytest.fixture
def sign(leader: User, contact: User) -> Sign:
    def make(
        agreement: Agreement, values: SignatureValues, number: int = 1, **options: Any
    ) -> Signature:
        by = contact if values.side == Side.MUNICIPALITY else leader
        told = {"by": by, "signed_on": timezone.localdate(), **options}
        return actions.register_signature(agreement=agreement, number=number, values=values, **told)

    return make


@pytest.fixture
def signed(offered: Draft, sign: Sign) -> Draft:
    def make(**changes: Any) -> Agreement:
        row = offered(**changes)
        sign(row, DIRECTOR)
        sign(row, SIGNATORY)
        return Agreement.objects.get(pk=row.pk)

    return make


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in
