"""What an agreement waits for: a signature, the yearly check, a promise, its end or a renewal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
)
from django.utils.translation import gettext_lazy as _

from assignments.agreements.models import (
    Agreement,
    AgreementQuerySet,
    AgreementText,
    Commitment,
    Verification,
)

State = Agreement.State
Side = Commitment.Side
# The yearly check is asked for from this month on.
FIRST_MONTH = 11
A_YEAR, THREE_MONTHS = timedelta(days=365), timedelta(days=90)


@dataclass(frozen=True)
class Attention:
    name: str
    label: object
    tone: str


KINDS = (
    Attention("must_renew", _("må fornyes"), "danger"),
    Attention("waits", _("venter på underskrift"), "info"),
    Attention("has_late", _("forpliktelse over fristen"), "warning"),
    Attention("lacks_check", _("årlig kontroll mangler"), "warning"),
    Attention("ends_soon", _("går snart ut"), "warning"),
)


def with_attention(rows: AgreementQuerySet, *, today: date) -> AgreementQuerySet:
    """Each row with what it waits for, as columns named as in KINDS."""
    return rows.annotate(
        waits=Exists(waiting()),
        has_late=_flag(_binding() & Q(Exists(late_commitments(today)))),
        lacks_check=_flag(lacking_check(today)),
        ends_soon=_flag(ending_soon(today)),
        must_renew=_flag(left_behind(today)),
    )


def needing_attention(rows: AgreementQuerySet) -> AgreementQuerySet:
    """Of rows made by `with_attention`: those that wait for anything."""
    wanted = Q()
    for kind in KINDS:
        wanted |= Q(**{kind.name: True})
    return rows.filter(wanted)


def attention_of(agreement: Agreement) -> list[Attention]:
    """Of a row made by `with_attention`."""
    return [kind for kind in KINDS if getattr(agreement, kind.name)]


def waiting() -> models.QuerySet[AgreementText]:
    rows = AgreementText.objects.filter(agreement=OuterRef("pk"), signed_at=None)
    return rows.filter(
        agreement__state__in=[State.OFFERED, State.SIGNED], agreement__deleted_at=None
    )


def late_commitments(today: date) -> models.QuerySet[Commitment]:
    return Commitment.objects.filter(agreement=OuterRef("pk"), done_on=None, due_on__lt=today)


def lacking_check(today: date) -> Q:
    """From November on that of the year; and once a year has gone, any in the last two years."""
    in_force = _binding() & _stands(today) & Q(starts_on__lte=today, ends_on__gte=today)
    if today.month >= FIRST_MONTH:
        return in_force & _not_verified(today.year)
    return in_force & Q(starts_on__lte=today - A_YEAR) & _not_verified(today.year - 1)


def _not_verified(since: int) -> Q:
    """Whether a side has said nothing since the year."""
    said = Verification.objects.filter(agreement=OuterRef("pk"), year__gte=since)
    return ~Q(Exists(said.filter(side=Side.CENTRE))) | ~Q(
        Exists(said.filter(side=Side.MUNICIPALITY))
    )


def ending_soon(today: date) -> Q:
    near = Q(ends_on__gte=today, ends_on__lte=today + THREE_MONTHS, renewed_by=None)
    return _binding() & near & _stands(today)


def left_behind(today: date) -> Q:
    """Rule 26: the municipality that signed is gone, and nobody has renewed the agreement."""
    gone = Q(municipality__valid_to__lt=today, ends_on__gt=F("municipality__valid_to"))
    return _binding() & gone & Q(renewed_by=None)


def _binding() -> Q:
    return Q(state=State.SIGNED, deleted_at=None)


def _stands(today: date) -> Q:
    return Q(municipality__valid_to=None) | Q(municipality__valid_to__gte=today)


def _flag(condition: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(condition, output_field=BooleanField())
