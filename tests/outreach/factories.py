"""Rows of the list of municipalities to call."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assignments.outreach.models import Approach, Contact, GovernorComment
from korus_portal.accounts.models import User
from municipalities.indicators.models import Batch, Indicator, IndicatorValue, Source
from municipalities.models import Municipality

MARKS = (":", "..", ".")


class ApproachFactory(DjangoModelFactory[Approach]):
    class Meta:
        model = Approach


class ContactFactory(DjangoModelFactory[Contact]):
    """Facts are not written: ask the action for that."""

    class Meta:
        model = Contact

    day = date(2026, 3, 2)
    channel = Contact.Channel.PHONE
    result = Contact.Result.WANTS_SUPPORT
    by = factory.SelfAttribute("approach.adviser")


class GovernorCommentFactory(DjangoModelFactory[GovernorComment]):
    class Meta:
        model = GovernorComment

    text = "Kommunen mangler fagfolk."


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source
        django_get_or_create = ("code",)

    code = "kostra"
    name_nb = "KOSTRA"
    name_nn = "KOSTRA"
    publisher = "SSB"
    publication = Source.Publication.PUBLIC


class IndicatorFactory(DjangoModelFactory[Indicator]):
    class Meta:
        model = Indicator

    source = factory.SubFactory(SourceFactory)
    code = factory.Sequence(lambda n: f"indikator_{n}")
    name_nb = factory.LazyAttribute(lambda row: f"Indikator {row.code}")
    name_nn = factory.LazyAttribute(lambda row: f"Indikator {row.code}")
    definition_nb = "Det som er målt."
    definition_nn = "Det som er målt."
    unit = Indicator.Unit.PERCENT
    direction = Indicator.Direction.HIGHER_IS_WORSE
    use = Indicator.Use.NEED


def figures(
    indicator: Indicator,
    by: User,
    values: dict[Municipality | None, Any],
    *,
    year: int = 2025,
    **batch_values: Any,
) -> list[IndicatorValue]:
    """One applied batch. None is the country; a mark (":", "..") stands instead of a number."""
    batch = Batch.objects.create(
        source=indicator.source,
        file_name="tall.csv",
        sha256="0" * 64,
        size=1,
        file_format=Batch.Format.CSV,
        state=Batch.State.APPLIED,
        applied_at=timezone.now(),
        imported_by=by,
        **batch_values,
    )
    return IndicatorValue.objects.bulk_create(
        IndicatorValue(
            indicator=indicator,
            municipality=place,
            year=year,
            value=None if value in MARKS else Decimal(value),
            mark=value if value in MARKS else "",
            batch=batch,
            embargo_until=batch.embargo_until,
        )
        for place, value in values.items()
    )
