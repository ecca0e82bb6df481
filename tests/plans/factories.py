"""What belongs to a tiltak, made as simply as a test needs it."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from assignments.plans.models import ImplementationStep, Method
from centres.grants.models import Grant, GrantLine


class MethodFactory(DjangoModelFactory[Method]):
    class Meta:
        model = Method

    name = factory.Sequence(lambda n: f"Metode {n}")


class ScaledMethodFactory(MethodFactory):
    fidelity_scale = "Skala"
    fidelity_min = Decimal(0)
    fidelity_max = Decimal(10)


class StepFactory(DjangoModelFactory[ImplementationStep]):
    class Meta:
        model = ImplementationStep

    method = factory.SubFactory(MethodFactory)
    stage = ImplementationStep.Stage.EXPLORATION
    day = date(2025, 3, 1)


class GrantFactory(DjangoModelFactory[Grant]):
    class Meta:
        model = Grant

    scheme = "Tilskudd til kompetansesentre"
    year = 2025


class GrantLineFactory(DjangoModelFactory[GrantLine]):
    class Meta:
        model = GrantLine

    grant = factory.SubFactory(GrantFactory)
    chapter = "765"
    item = factory.Sequence(lambda n: str(60 + n))
