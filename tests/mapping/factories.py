"""Mappings for the tests: who asks, what, whom, and what they answered."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assignments.mapping.models import (
    Answer,
    Campaign,
    CampaignQuestion,
    Invitation,
    Question,
)
from municipalities.models import Municipality


class QuestionFactory(DjangoModelFactory[Question]):
    class Meta:
        model = Question

    code = factory.Sequence(lambda n: f"sporsmal_{n}")
    text_nb = factory.Sequence(lambda n: f"Vi vet hva vi gjør ({n}).")
    text_nn = factory.Sequence(lambda n: f"Vi veit kva vi gjer ({n}).")
    position = factory.Sequence(lambda n: n)


class CampaignFactory(DjangoModelFactory[Campaign]):
    """A draft about services; `opened=True` and `closed=True` go further."""

    class Meta:
        model = Campaign
        skip_postgeneration_save = True

    class Params:
        opened = factory.Trait(
            status=Campaign.Status.OPEN, opened_at=factory.LazyFunction(timezone.now)
        )
        closed = factory.Trait(
            status=Campaign.Status.CLOSED,
            opened_at=factory.LazyFunction(timezone.now),
            closed_at=factory.LazyFunction(timezone.now),
        )

    title = factory.Sequence(lambda n: f"Kartlegging {n}")
    respondent = Campaign.Respondent.SERVICE
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=14))

    @factory.post_generation
    def asks(self: Campaign, create: bool, value: list[Question] | None, **_: Any) -> None:
        for position, question in enumerate(value or []):
            CampaignQuestion.objects.create(campaign=self, question=question, position=position)


class InvitationFactory(DjangoModelFactory[Invitation]):
    class Meta:
        model = Invitation

    service = "Rusteam"
    email = factory.Sequence(lambda n: f"tjeneste{n}@prove.example")
    sent_at = factory.LazyFunction(timezone.now)


def answered(
    campaign: Campaign, place: Municipality, *, service: str = "Rusteam", **answers: Any
) -> Invitation:
    """One who has sent in: `answered(c, alta, level=4, wish="course")`, to the first question of
    each kind."""
    invitation = InvitationFactory.create(
        campaign=campaign, municipality=place, service=service, submitted_at=timezone.now()
    )
    for kind, column in ((Question.Kind.COMPETENCE, "level"), (Question.Kind.WISH, "wish")):
        question = campaign.questions.filter(kind=kind).first()
        if question is not None and column in answers:
            given = {column: answers[column]}
            Answer.objects.create(invitation=invitation, question=question, **given)
    return invitation
