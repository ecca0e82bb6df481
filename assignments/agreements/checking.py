"""Whether a document is one of an agreement here, from its hash alone: for anyone who holds it.

Agreements are public documents: centre, municipality and period are said. Persons are not.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.agreements.models import (
    Agreement,
    AgreementDocument,
    AgreementText,
    Commitment,
    Signature,
)

MOST = 10


@dataclass(frozen=True)
class SideSigned:
    """One side of the version: when it signed and how; no day where it has not."""

    side: str
    signed_on: date | None
    way: str


@dataclass(frozen=True)
class Checked:
    """What may be said of one document to whoever holds it."""

    kind: str
    centre: str
    municipality: str
    starts_on: date
    # The last day on which it is, or was, in force.
    ends_on: date
    number: int
    sides: tuple[SideSigned, ...]
    # When the second side had signed; None while the version is only a proposal.
    signed_at: datetime | None
    # The version that has taken its place.
    replaced_by: int | None
    ended_on: date | None
    is_deleted: bool

    @property
    def is_over(self) -> bool:
        return self.ends_on < timezone.localdate()

    @property
    def holds(self) -> bool:
        """Signed by both, not replaced, not ended, and its period is not over."""
        is_replaced = self.replaced_by is not None
        return bool(self.signed_at) and not (is_replaced or self.is_over or self.is_deleted)


def check(sha256: str) -> list[Checked]:
    """Every version that the document belongs to. A fixed number of queries."""
    signatures = Prefetch("text__signatures", queryset=Signature.objects.order_by("side"))
    rows = AgreementDocument.objects.filter(file__sha256=sha256)
    joined = ("text__agreement__centre", "text__agreement__municipality__parent")
    rows = rows.select_related("text", *joined).prefetch_related(signatures).order_by("-pk")[:MOST]
    found = list(rows)
    latest = latest_signed({row.text.agreement_id for row in found})
    return [checked(row, latest.get(row.text.agreement_id, 0)) for row in found]


def latest_signed(agreements: set[int]) -> dict[int, int]:
    """The number of the version that holds, by agreement."""
    rows = AgreementText.objects.filter(agreement__in=agreements).exclude(signed_at=None)
    return dict(rows.order_by().values_list("agreement").annotate(Max("number")))


def checked(row: AgreementDocument, latest: int) -> Checked:
    text, agreement = row.text, row.text.agreement
    starts_on, ends_on = period_of(text, agreement)
    return Checked(
        kind=kind_of(row),
        centre=agreement.centre.name,
        municipality=name_of(agreement),
        starts_on=starts_on,
        ends_on=ends_on,
        number=text.number,
        sides=sides_of(text),
        signed_at=text.signed_at,
        replaced_by=latest if latest > text.number else None,
        ended_on=agreement.ended_on,
        is_deleted=agreement.deleted_at is not None,
    )


def period_of(text: AgreementText, agreement: Agreement) -> tuple[date, date]:
    """As the version says it, cut where the agreement was ended before its time."""
    first, last = (text.content.get(name) for name in ("starts_on", "ends_on"))
    starts_on = date.fromisoformat(first) if first else agreement.starts_on
    ends_on = date.fromisoformat(last) if last else agreement.ends_on
    return starts_on, min(ends_on, agreement.ended_on) if agreement.ended_on else ends_on


def sides_of(text: AgreementText) -> tuple[SideSigned, ...]:
    signed = {row.side: row for row in text.signatures.all()}
    return tuple(
        SideSigned(
            side=str(side.label),
            signed_on=signed[side].signed_on if side in signed else None,
            way=str(signed[side].get_way_display()) if side in signed else "",
        )
        for side in Commitment.Side
    )


def kind_of(row: AgreementDocument) -> str:
    if row.kind == AgreementDocument.Kind.SIGNED:
        return _("signert dokument")
    return _("avtaleteksten som %(kind)s") % {"kind": row.get_kind_display()}


def name_of(agreement: Agreement) -> str:
    place = agreement.municipality
    return f"{place.name}, {place.parent.name}" if place.parent else place.name
