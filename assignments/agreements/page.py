"""What the page of one agreement shows, and which doors its reader is offered."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assignments.agreements import rules
from assignments.agreements.due import attention_of, with_attention
from assignments.agreements.facts import closed_before
from assignments.agreements.listing import TONES
from assignments.agreements.models import (
    Agreement,
    AgreementDocument,
    AgreementQuerySet,
    AgreementText,
    Commitment,
    FollowUpMeeting,
    PlanAnchoring,
    Signature,
    Verification,
)
from assignments.agreements.redaction import can_redact
from assignments.agreements.texts import is_whole
from assignments.needs.models import Need
from assignments.plans.history import Change, Traced, history_of
from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import User

State = Agreement.State
Side = Commitment.Side


@dataclass(frozen=True)
class Door:
    """A way on from the page: a link, or a button that sends."""

    label: str | Promise
    url: str
    is_post: bool = False
    variant: str = "secondary"
    version: int | None = None


@dataclass(frozen=True)
class Version:
    text: AgreementText
    signatures: list[Signature]
    missing: list[str]
    lacks_paper: bool
    is_holding: bool


def readable(user: Viewer) -> AgreementQuerySet:
    """The agreements that the person may open, with what every page of them names."""
    rows = Agreement.objects.visible_to(user)
    return rows.select_related(
        "centre__organisation", "municipality__county", "municipality__parent", "renews"
    )


def page_of(agreement: Agreement, user: User) -> dict[str, Any]:
    is_party = rules.can_see_internal(user, agreement)
    sides = rules.sides_of(user, agreement)
    knows_needs = rules.can_read_needs(user)
    return {
        "agreement": agreement,
        "tone": TONES[State(agreement.state)],
        "attention": attention_now(agreement),
        "is_party": is_party,
        "knows_needs": knows_needs,
        "needs": needs_seen(agreement, user) if knows_needs else [],
        "plans": list(agreement.plans.all()),
        "commitments": [(row, row.side in sides) for row in agreement.commitments.all()],
        "versions": versions_of(agreement, is_party=is_party),
        "meetings": list(agreement.meetings.all()) if is_party else [],
        "verifications": list(agreement.verifications.select_related("by")),
        "closed_years": closed_years(agreement),
        "renewed_by": Agreement.objects.visible_to(user).filter(renews=agreement).first(),
        "doors": doors_of(agreement, user),
    }


def attention_now(agreement: Agreement) -> list[Any]:
    rows = Agreement.objects.filter(pk=agreement.pk)
    return attention_of(with_attention(rows, today=timezone.localdate()).get())


def needs_seen(agreement: Agreement, user: User) -> list[Need]:
    """The registered needs behind it that this reader may open."""
    rows = Need.objects.visible_to(user).filter(pk__in=agreement.needs.values("pk"))
    return list(rows.select_related("municipality", "theme").distinct())


def versions_of(agreement: Agreement, *, is_party: bool) -> list[Version]:
    """The newest on top. A version that is not signed is for the two sides alone."""
    rows = agreement.texts.prefetch_related("signatures", "documents__file")
    if not is_party:
        rows = rows.exclude(signed_at=None)
    holding = next((row.pk for row in rows if row.signed_at), None)
    return [
        Version(
            text=row,
            signatures=list(row.signatures.all()),
            missing=missing_in(row),
            lacks_paper=row.signed_at is None and lacks_paper(row),
            is_holding=row.pk == holding,
        )
        for row in rows
    ]


def missing_in(text: AgreementText) -> list[str]:
    signed = {row.side for row in text.signatures.all()}
    return [str(side.label) for side in Side if side not in signed]


def lacks_paper(text: AgreementText) -> bool:
    """As `texts.lacks_paper`, from rows already read."""
    on_paper = any(row.way == Signature.Way.OUTSIDE for row in text.signatures.all())
    return on_paper and not any(
        row.kind == AgreementDocument.Kind.SIGNED for row in text.documents.all()
    )


def closed_years(agreement: Agreement) -> list[int]:
    """Years of the period that were reported before the agreement was signed, and do not count."""
    if agreement.signed_at is None:
        return []
    first, last = agreement.starts_on.year, agreement.last_day_in_force.year
    return sorted(year for year in closed_before(agreement) if first <= year <= last)


def doors_of(agreement: Agreement, user: User) -> list[Door]:
    if agreement.deleted_at is not None:
        return [Door(_("Gjenopprett"), at(agreement, "restore"), is_post=True)] * rules.leads(
            user, agreement
        )
    if agreement.state == State.DRAFT:
        return draft_doors(agreement, user)
    if not rules.can_see_internal(user, agreement):
        return []
    found = signing_doors(agreement, user) + binding_doors(agreement, user)
    found.append(Door(_("Saksnummer"), at(agreement, "case_number"), variant="tertiary"))
    found.append(Door(_("Arkivpakke"), at(agreement, "package"), variant="tertiary"))
    found.append(Door(_("Historikk"), at(agreement, "history"), variant="tertiary"))
    if can_redact(user, agreement):
        found.append(Door(_("Sladd tekst"), at(agreement, "redact"), variant="tertiary"))
    return found


def draft_doors(agreement: Agreement, user: User) -> list[Door]:
    if not rules.can_edit_draft(user, agreement):
        return []
    found = []
    if rules.leads(user, agreement):
        send = Door(
            _("Send til godkjenning"),
            at(agreement, "offer"),
            is_post=True,
            variant="primary",
            version=agreement.version,
        )
        found += [send, Door(_("Last opp avtale på papir"), at(agreement, "paper"))]
    found += [
        Door(_("Endre utkastet"), at(agreement, "edit")),
        Door(_("Saksnummer"), at(agreement, "case_number"), variant="tertiary"),
        Door(_("Historikk"), at(agreement, "history"), variant="tertiary"),
        Door(_("Slett utkastet"), at(agreement, "delete"), variant="tertiary"),
    ]
    if can_redact(user, agreement):
        found.append(Door(_("Sladd tekst"), at(agreement, "redact"), variant="tertiary"))
    return found


def signing_doors(agreement: Agreement, user: User) -> list[Door]:
    """What can be done with the version that waits."""
    text = agreement.texts.filter(signed_at=None).order_by("-number").first()
    if text is None or agreement.state == State.ENDED or is_whole(text):
        return []
    signed = set(text.signatures.values_list("side", flat=True))
    found = []
    if set(rules.sides_to_approve(user, agreement)) - signed:
        found.append(Door(_("Godkjenn i portalen"), at(agreement, "approve"), variant="primary"))
    if set(rules.sides_to_register(user, agreement)) - signed:
        found.append(Door(_("Skriv inn underskrift på papir"), at(agreement, "signature")))
    found.append(Door(_("Last opp signert dokument"), at(agreement, "paper")))
    if rules.sides_to_approve(user, agreement):
        is_leader = rules.leads(user, agreement)
        label = _("Trekk tilbake") if is_leader else _("Send tilbake til senteret")
        found.append(Door(label, at(agreement, "withdraw"), variant="tertiary"))
    return found


def binding_doors(agreement: Agreement, user: User) -> list[Door]:
    """How a signed one is followed."""
    if agreement.signed_at is None:
        return []
    found = [Door(_("Skriv inn oppfølgingsmøte"), at(agreement, "meeting"))]
    if rules.sides_to_decide(user, agreement):
        found.append(Door(_("Årlig kontroll"), at(agreement, "verify")))
    works, binds = rules.works_with(user, agreement), rules.is_binding(agreement)
    is_waiting = agreement.texts.filter(signed_at=None).exists()
    if works and binds and not is_waiting:
        found.append(Door(_("Lag en endring"), at(agreement, "amend")))
    if works and not Agreement.objects.filter(renews=agreement).exists():
        found.append(Door(_("Forny"), at(agreement, "renew"), is_post=True))
    if binds and rules.sides_to_decide(user, agreement):
        found.append(Door(_("Avslutt før tiden"), at(agreement, "end"), variant="tertiary"))
    return found


def at(agreement: Agreement, name: str) -> str:
    return reverse(f"agreements:agreement_{name}", args=[agreement.pk])


def changes_of(agreement: Agreement) -> list[Change]:
    """What has happened with the agreement and all that belongs to it."""
    own = {"agreement_id": agreement.pk}
    texts = list(agreement.texts.values_list("pk", flat=True))
    return history_of(
        [
            Traced(label=_("Avtale"), model=Agreement, where={"pgh_obj_id": agreement.pk}),
            Traced(label=_("Forankring i plan"), model=PlanAnchoring, where=own),
            Traced(label=_("Forpliktelse"), model=Commitment, where=own),
            Traced(label=_("Versjon"), model=AgreementText, where=own),
            Traced(label=_("Underskrift"), model=Signature, where={"text_id__in": texts}),
            Traced(label=_("Oppfølgingsmøte"), model=FollowUpMeeting, where=own),
            Traced(label=_("Årlig kontroll"), model=Verification, where=own),
        ],
        about=[agreement],
    )
