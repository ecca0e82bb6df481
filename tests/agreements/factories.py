"""Agreements of KORUS Nord with Alta. The rows alone: facts are written by the actions."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assignments.agreements.content import content_of
from assignments.agreements.models import Agreement, AgreementText, Commitment


class AgreementFactory(DjangoModelFactory[Agreement]):
    """A draft from 1 March 2025 to the end of 2027. `signed=True` has a version that holds."""

    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    class Params:
        signed = factory.Trait(
            state=Agreement.State.SIGNED, signed_at=factory.LazyFunction(timezone.now)
        )
        offered = factory.Trait(state=Agreement.State.OFFERED)

    title = factory.Sequence(lambda n: f"Avtale {n}")
    purpose = "Tidlig innsats blir en fast del av tjenestene."
    starts_on = date(2025, 3, 1)
    ends_on = date(2027, 12, 31)
    language = "nb"

    @factory.post_generation
    def text(self: Agreement, create: bool, value: object, **_: object) -> None:
        if self.state != Agreement.State.DRAFT:
            AgreementText.objects.create(
                agreement=self,
                number=1,
                origin=AgreementText.Origin.TEMPLATE,
                content=content_of(self),
                made_by=self.created_by,
                signed_at=self.signed_at,
            )


class CommitmentFactory(DjangoModelFactory[Commitment]):
    class Meta:
        model = Commitment

    side = Commitment.Side.MUNICIPALITY
    text = "Sette av tid til opplæring"
    owner = "kommunalsjef"
    due_on = date(2027, 6, 1)
