"""Sources, indicators, batches and values for tests. All of it is made up."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from korus_portal.accounts.models import User
from municipalities.indicators.incoming.content import fingerprint, recognise
from municipalities.indicators.models import (
    Batch,
    BatchFile,
    Indicator,
    IndicatorValue,
    Mark,
    Opening,
    Source,
)
from municipalities.models import County, Municipality
from tests.factories import UserFactory


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source
        django_get_or_create = ("code",)

    code = "prove-kilde"
    name_nb = "Prøvekilde"
    name_nn = "Prøvekjelde"
    publisher = "Prøveutgiver"
    publication = Source.Publication.PUBLIC


class IndicatorFactory(DjangoModelFactory[Indicator]):
    class Meta:
        model = Indicator
        django_get_or_create = ("code",)

    source = factory.SubFactory(SourceFactory)
    code = "prove-andel"
    name_nb = "Andel i prøven"
    name_nn = "Del i prøva"
    definition_nb = "Det prøven måler."
    definition_nn = "Det prøva måler."
    unit = Indicator.Unit.PERCENT
    direction = Indicator.Direction.HIGHER_IS_WORSE


class BatchFactory(DjangoModelFactory[Batch]):
    """An applied batch."""

    class Meta:
        model = Batch

    source = factory.SubFactory(SourceFactory)
    file_name = factory.Sequence(lambda n: f"fil-{n}.csv")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 100
    file_format = Batch.Format.CSV
    state = Batch.State.APPLIED
    imported_by = factory.SubFactory(UserFactory)
    applied_at = factory.LazyFunction(timezone.now)


class OpeningFactory(DjangoModelFactory[Opening]):
    class Meta:
        model = Opening

    source = factory.SubFactory(
        SourceFactory, code="prove-lukket", publication=Source.Publication.OPENED
    )
    reference = "2026/1"
    opened_by = factory.SubFactory(UserFactory)


def value(
    indicator: Indicator,
    place: Municipality | County | None,
    year: int,
    told: str,
    *,
    batch: Batch | None = None,
    embargo: date | None = None,
) -> IndicatorValue:
    """A value in use: `told` is a number or one of the signs."""
    mark = Mark(told) if told in Mark.values else Mark.GIVEN
    number = Decimal(0) if mark == Mark.ZERO else None
    return IndicatorValue.objects.create(
        indicator=indicator,
        municipality=place if isinstance(place, Municipality) else None,
        county=place if isinstance(place, County) else None,
        year=year,
        value=Decimal(told) if mark == Mark.GIVEN else number,
        mark=mark,
        batch=batch or BatchFactory.create(source=indicator.source),
        embargo_until=embargo,
    )


def uploaded(
    *,
    by: User,
    text: str = "Kommune;År;Verdi\n5601;2025;12,3\n",
    source: Source | None = None,
    name: str = "fil.csv",
) -> Batch:
    """A file that has come in, as if `by` had the right to."""
    content = text.encode() if isinstance(text, str) else text
    held = source or SourceFactory.create()
    values: dict[str, Any] = {
        "source": held,
        "file_name": name,
        "sha256": fingerprint(content),
        "size": len(content),
        "file_format": recognise(content),
        "imported_by": by,
    }
    batch = Batch.objects.create(**values)
    BatchFile.objects.create(batch=batch, content=content)
    return batch
