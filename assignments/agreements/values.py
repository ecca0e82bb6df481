"""What a person enters about an agreement, as values that can be compared with what is stored."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.agreements.models import Agreement, Commitment
from assignments.needs.models import Need
from municipalities.models import Municipality, Theme

LABELS = {
    "municipality": gettext_lazy("Kommune eller bydel"),
    "title": gettext_lazy("Tittel"),
    "purpose": gettext_lazy("Formål"),
    "themes": gettext_lazy("Temaer"),
    "starts_on": gettext_lazy("Fra"),
    "ends_on": gettext_lazy("Til og med"),
    "language": gettext_lazy("Skriftspråk i avtalen"),
    "political_body": gettext_lazy("Politisk organ"),
    "political_case": gettext_lazy("Saksnummer i organet"),
    "political_on": gettext_lazy("Vedtaksdato"),
    "has_special_needs": gettext_lazy("Kommunen har særskilte behov"),
    "special_needs": gettext_lazy("Hvilke behov"),
    "special_needs_evidence": gettext_lazy("Hvordan vi vet det"),
    "needs": gettext_lazy("Registrerte behov"),
    "plans": gettext_lazy("Forankring i planer"),
    "commitments": gettext_lazy("Forpliktelser"),
}


@dataclass(frozen=True, kw_only=True)
class PlanValues:
    plan: str
    first_year: int
    last_year: int
    chapter: str = ""
    evidence: str = ""

    def __str__(self) -> str:
        parts = [self.plan, self.chapter, f"{self.first_year}–{self.last_year}", self.evidence]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, kw_only=True)
class CommitmentValues:
    side: Commitment.Side
    text: str
    owner: str
    due_on: date

    def __str__(self) -> str:
        day = date_format(self.due_on, "j. F Y")
        return _("%(text)s (%(owner)s, innen %(day)s)") % {
            "text": self.text,
            "owner": self.owner,
            "day": day,
        }


@dataclass(frozen=True, kw_only=True)
class AgreementValues:
    """Everything in a draft. The centre is set once; case numbers are each side's own."""

    municipality: Municipality
    title: str
    purpose: str
    starts_on: date
    ends_on: date
    language: str = "nb"
    themes: tuple[Theme, ...] = ()
    political_body: str = ""
    political_case: str = ""
    political_on: date | None = None
    has_special_needs: bool = False
    special_needs: str = ""
    special_needs_evidence: str = ""
    needs: tuple[Need, ...] = ()
    plans: tuple[PlanValues, ...] = ()
    commitments: tuple[CommitmentValues, ...] = ()


# Stored in other tables than the agreement's own.
APART = ("themes", "needs", "plans", "commitments")


def columns_of(values: AgreementValues) -> dict[str, object]:
    return {name: value for name, value in vars(values).items() if name not in APART}


def values_of(agreement: Agreement) -> AgreementValues:
    """What is stored now."""
    own = {name: getattr(agreement, name) for name in AgreementValues.__dataclass_fields__}
    own["themes"] = tuple(agreement.themes.all())
    own["needs"] = tuple(agreement.needs.select_related("theme", "municipality").order_by("pk"))
    own["plans"] = tuple(
        PlanValues(
            plan=row.plan,
            chapter=row.chapter,
            first_year=row.first_year,
            last_year=row.last_year,
            evidence=row.evidence,
        )
        for row in agreement.plans.all()
    )
    own["commitments"] = commitments_of(agreement)
    return AgreementValues(**own)


def commitments_of(agreement: Agreement) -> tuple[CommitmentValues, ...]:
    return tuple(
        CommitmentValues(
            side=Commitment.Side(row.side), text=row.text, owner=row.owner, due_on=row.due_on
        )
        for row in agreement.commitments.order_by("pk")
    )


@dataclass(frozen=True, kw_only=True)
class AmendmentValues:
    """What a new version changes."""

    change: str
    purpose: str
    ends_on: date
    commitments: tuple[CommitmentValues, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SignatureValues:
    """Who signed on paper, or approves in the portal."""

    side: Commitment.Side
    capacity: str
    signatory: str
    delegation: str = ""
