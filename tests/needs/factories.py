"""Needs and what they rest on. Made-up figures of a made-up source."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from assignments.needs.models import Evidence, Need, Side
from municipalities.indicators.models import Batch, Indicator, IndicatorValue, Source


class NeedFactory(DjangoModelFactory[Need]):
    """Registered by a centre unless said otherwise; no evidence, no events."""

    class Meta:
        model = Need

    severity = Need.Severity.MODERATE
    text = "Tjenesten mangler folk som kan metoden."
    side = Side.CENTRE


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source
        django_get_or_create = ("code",)

    code = "prøvekilde"
    name_nb = "Prøvekilden"
    name_nn = "Prøvekjelda"
    publisher = "Prøveutgiveren"
    publication = Source.Publication.PUBLIC


class IndicatorFactory(DjangoModelFactory[Indicator]):
    class Meta:
        model = Indicator
        django_get_or_create = ("code",)

    source = factory.SubFactory(SourceFactory)
    code = "cannabis"
    name_nb = "Har brukt cannabis"
    name_nn = "Har brukt cannabis"
    definition_nb = "Andel som har brukt cannabis siste år."
    definition_nn = "Del som har brukt cannabis siste år."
    unit = Indicator.Unit.PERCENT
    direction = Indicator.Direction.HIGHER_IS_WORSE


class BatchFactory(DjangoModelFactory[Batch]):
    class Meta:
        model = Batch

    file_name = "tall.csv"
    sha256 = "0" * 64
    size = 100
    file_format = Batch.Format.CSV


class IndicatorValueFactory(DjangoModelFactory[IndicatorValue]):
    """12,3 prosent i 2024."""

    class Meta:
        model = IndicatorValue

    indicator = factory.SubFactory(IndicatorFactory)
    year = 2024
    value = Decimal("12.3")


class EvidenceFactory(DjangoModelFactory[Evidence]):
    """Said in a meeting."""

    class Meta:
        model = Evidence

    kind = Evidence.Kind.DIALOGUE
    text = "Sagt i møte med enhetslederen."
    day = factory.Faker("date_object")
