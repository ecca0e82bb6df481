"""Rounds. Facts are not written: ask the action for that."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from assignments.rounds.models import InformationRound, InformationRow
from municipalities.models import Municipality


class InformationRoundFactory(DjangoModelFactory[InformationRound]):
    class Meta:
        model = InformationRound
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Brev om tilbudet {n}")
    channel = InformationRound.Channel.LETTER
    day = date(2026, 3, 2)
    receiver = "kommunedirektør"

    @factory.post_generation
    def with_rows(
        self: InformationRound, create: bool, value: list[Municipality] | None, **_: Any
    ) -> None:
        for municipality in value or []:
            InformationRow.objects.create(round=self, municipality=municipality)
