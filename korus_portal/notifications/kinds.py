"""Every kind of notification: what it is called, whose choice it follows, and whether it is one.

A kind is found by its own name, else by the longest declared beginning of it, so that a new step
of a case is told from its first day. `tests/notifications/test_kinds.py` wants a name for each.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    """What people choose about, and the headings of the daily letter."""

    NEW_REQUESTS = "new_requests", _("Nye henvendelser")
    CASES = "cases", _("Svar og meldinger i saker")
    DEADLINES = "deadlines", _("Frister og påminnelser")
    HAND_OVERS = "hand_overs", _("Overføringer mellom sentre")
    NEEDS = "needs", _("Behov")
    ACTIVITIES = "activities", _("Aktiviteter")
    MAPPING = "mapping", _("Kartlegging")
    OUTREACH = "outreach", _("Kommuner vi bør kontakte")
    AGREEMENTS = "agreements", _("Avtaler")
    REPORTS = "reports", _("Årsrapport")
    SYSTEM = "system", _("Tilgang og drift")


# What each group holds, for whoever chooses.
HOLDS: dict[Group, Any] = {
    Group.NEW_REQUESTS: _("Nye henvendelser, kvitteringer og henvendelser du får ansvar for."),
    Group.CASES: _("Meldinger, avklaringer, foreløpige svar, avgjørelser og avslutning."),
    Group.DEADLINES: _("Svarfrister som nærmer seg eller er ute."),
    Group.HAND_OVERS: _("Når et senter vil dele, overføre eller overta en sak, og svarene."),
    Group.NEEDS: _("Nye behov, bekreftelser, uenighet og svar."),
    Group.ACTIVITIES: _("Tiltak og aktiviteter som flere sentre er med på, og tilbakemelding."),
    Group.MAPPING: _("Kartlegginger du er med i."),
    Group.OUTREACH: _("Kommentarer, og kommuner som en kollega følger opp."),
    Group.AGREEMENTS: _("Avtaler som venter på underskrift, og det som er avtalt."),
    Group.REPORTS: _(
        "Årsrapporter som er åpnet, sendt inn, sendt tilbake eller godkjent, og frister for dem."
    ),
    Group.SYSTEM: _("Rollene dine og driften av portalen."),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. A mandatory one is always mailed at once, whatever anybody chose."""

    group: Group
    name: Any
    mandatory: bool = False
    # False where the link is the only way in, and where there is nothing to read in the portal.
    in_portal: bool = True


NEW, CASES, DEADLINES, MOVES = Group.NEW_REQUESTS, Group.CASES, Group.DEADLINES, Group.HAND_OVERS
DECLARED: dict[str, Kind] = {
    "accounts.invitation": Kind(
        Group.SYSTEM, _("Invitasjon til portalen"), mandatory=True, in_portal=False
    ),
    "accounts.role_given": Kind(Group.SYSTEM, _("Ny rolle"), mandatory=True),
    "notifications.digest": Kind(
        Group.SYSTEM, _("Dagens varsler"), mandatory=True, in_portal=False
    ),
    "mapping.invitation": Kind(Group.MAPPING, _("Invitasjon til kartlegging"), mandatory=True),
    "mapping.reminder": Kind(Group.MAPPING, _("Påminnelse om kartlegging"), mandatory=True),
    "requests.new": Kind(NEW, _("Ny henvendelse")),
    "requests.received": Kind(NEW, _("Kvittering for henvendelse")),
    "requests.confirm_wanted": Kind(NEW, _("Henvendelse som venter på bekreftelse")),
    "requests.archive_copy": Kind(NEW, _("Kopi til postmottak"), mandatory=True),
    "requests.assigned": Kind(NEW, _("Henvendelse til en ny rådgiver")),
    "requests.partner_named": Kind(NEW, _("Henvendelse på vegne av flere kommuner")),
    "requests.disowned": Kind(CASES, _("Kommunen sier at henvendelsen ikke er fra dem")),
    "requests.confirmed": Kind(CASES, _("Kommunen bekreftet henvendelsen")),
    "requests.partner_confirmed": Kind(CASES, _("En kommune til er med")),
    "requests.partner_left": Kind(CASES, _("En kommune er ikke med lenger")),
    "requests.taken": Kind(CASES, _("En rådgiver vurderer henvendelsen")),
    "requests.message": Kind(CASES, _("Ny melding")),
    "requests.clarification_asked": Kind(CASES, _("Senteret ber om avklaring")),
    "requests.clarified": Kind(CASES, _("Kommunen svarte på avklaringen")),
    "requests.interim_sent": Kind(CASES, _("Foreløpig svar")),
    "requests.accepted": Kind(CASES, _("Senteret kan bistå")),
    "requests.joint_accepted": Kind(CASES, _("Et senter til kan bistå")),
    "requests.declined": Kind(CASES, _("Senteret kan ikke bistå")),
    "requests.started": Kind(CASES, _("Arbeidet er i gang")),
    "requests.withdrawn": Kind(CASES, _("Henvendelsen er trukket")),
    "requests.closed": Kind(CASES, _("Saken er avsluttet")),
    "requests.file_stopped": Kind(CASES, _("Et vedlegg ble stoppet")),
    "requests.feedback_wanted": Kind(CASES, _("Spørsmål om hvordan det gikk")),
    "requests.due_soon": Kind(DEADLINES, _("Svarfristen nærmer seg")),
    "requests.late": Kind(DEADLINES, _("Svarfristen er ute")),
    "requests.late_leader": Kind(DEADLINES, _("Svarfristen er ute, til lederen")),
    # Asked for filter by filter, and ended there.
    "requests.weekly_digest": Kind(
        DEADLINES, _("Ukens oversikt over henvendelser"), mandatory=True
    ),
    "requests.share_offered": Kind(MOVES, _("Spørsmål om å være med i en sak")),
    "requests.transfer_offered": Kind(MOVES, _("Spørsmål om å overta en sak")),
    "requests.asked_for": Kind(MOVES, _("Et senter vil overta en sak")),
    "requests.shared": Kind(MOVES, _("Et senter til er med i saken")),
    "requests.transferred": Kind(MOVES, _("Henvendelsen er overført")),
    "requests.left": Kind(MOVES, _("Et senter er ikke med lenger")),
    "activities.partner_asked": Kind(Group.ACTIVITIES, _("Spørsmål om dere var med")),
    "activities.partner_accepted": Kind(Group.ACTIVITIES, _("Et senter var med på aktiviteten")),
    "activities.partner_declined": Kind(Group.ACTIVITIES, _("Et senter var ikke med")),
    "activities.shared_corrected": Kind(Group.ACTIVITIES, _("En felles aktivitet er rettet")),
    "activities.overlap_decided": Kind(Group.ACTIVITIES, _("Overlapp mellom aktiviteter avklart")),
    "feedback.organisation_asked": Kind(
        Group.ACTIVITIES, _("Tilbakemelding gjennom organisasjonen")
    ),
    # Not in the portal: a notice would note who has opened the form.
    "feedback.link": Kind(
        Group.ACTIVITIES, _("Skjema for tilbakemelding"), mandatory=True, in_portal=False
    ),
    "plans.partner_asked": Kind(Group.ACTIVITIES, _("Spørsmål om å være med i et tiltak")),
    "plans.partner_accepted": Kind(Group.ACTIVITIES, _("Et senter er med i tiltaket")),
    "plans.partner_declined": Kind(Group.ACTIVITIES, _("Et senter er ikke med i tiltaket")),
    "plans.partner_left": Kind(Group.ACTIVITIES, _("Et senter er ikke med lenger i et tiltak")),
    "plans.statement_named": Kind(Group.ACTIVITIES, _("Organisasjonen er nevnt i en redegjørelse")),
    "plans.statement_answered": Kind(Group.ACTIVITIES, _("Svar på en redegjørelse")),
    "needs.registered": Kind(Group.NEEDS, _("Behov registrert om en kommune")),
    "needs.asked": Kind(Group.NEEDS, _("Behov som venter på bekreftelse")),
    "needs.confirmed": Kind(Group.NEEDS, _("Behov bekreftet")),
    "needs.disputed": Kind(Group.NEEDS, _("Uenighet om et behov")),
    "needs.spoken": Kind(Group.NEEDS, _("Svar om et behov")),
    "needs.closed": Kind(Group.NEEDS, _("Behov avsluttet")),
    "needs.reopened": Kind(Group.NEEDS, _("Behov åpnet igjen")),
    "dialogues.opened": Kind(
        Group.ACTIVITIES, _("Et senter eller statsforvalteren åpnet en dialog")
    ),
    "dialogues.answered": Kind(Group.ACTIVITIES, _("Svar på om et senter blir med i en dialog")),
    "dialogues.written": Kind(Group.ACTIVITIES, _("Melding i en dialog")),
    "dialogues.proposed": Kind(Group.ACTIVITIES, _("Forslag til resultat av en dialog")),
    "dialogues.taken_back": Kind(Group.ACTIVITIES, _("Et forslag i en dialog er tatt tilbake")),
    "dialogues.declined": Kind(Group.ACTIVITIES, _("Et forslag i en dialog falt")),
    "dialogues.concluded": Kind(Group.ACTIVITIES, _("En dialog er avklart")),
    "dialogues.withdrawn": Kind(Group.ACTIVITIES, _("En dialog er trukket")),
    "outreach.commented": Kind(Group.OUTREACH, _("Statsforvalteren har kommentert")),
    "outreach.handed_over": Kind(Group.OUTREACH, _("En kollega følger opp en kommune")),
    "agreements.offered": Kind(Group.AGREEMENTS, _("Avtale til godkjenning")),
    "agreements.withdrawn": Kind(Group.AGREEMENTS, _("Forslag til avtale trukket tilbake")),
    "agreements.signed_one": Kind(Group.AGREEMENTS, _("Den ene parten har signert")),
    "agreements.signed": Kind(Group.AGREEMENTS, _("Avtale inngått")),
    "agreements.amendment_offered": Kind(Group.AGREEMENTS, _("Endring av avtale til godkjenning")),
    "agreements.amended": Kind(Group.AGREEMENTS, _("Avtale endret")),
    "agreements.ended": Kind(Group.AGREEMENTS, _("Avtale avsluttet")),
    "agreements.verified": Kind(Group.AGREEMENTS, _("Årlig kontroll av avtale")),
    "agreements.remind_verify": Kind(Group.AGREEMENTS, _("Årlig kontroll mangler")),
    "agreements.remind_late": Kind(Group.AGREEMENTS, _("Forpliktelse over fristen")),
    "agreements.remind_ending": Kind(Group.AGREEMENTS, _("Avtale går snart ut")),
    "agreements.must_renew": Kind(Group.AGREEMENTS, _("Avtale må fornyes")),
    "grants.letter_registered": Kind(Group.REPORTS, _("Tilskuddsbrev registrert")),
    "grants.letter_changed": Kind(Group.REPORTS, _("Tilskuddsbrev endret")),
    "reporting.report_opened": Kind(Group.REPORTS, _("Årsrapport åpnet")),
    "reporting.report_due_soon": Kind(Group.REPORTS, _("Fristen for årsrapporten nærmer seg")),
    "reporting.report_overdue": Kind(Group.REPORTS, _("Fristen for årsrapporten er ute")),
    "reporting.reports_overdue": Kind(Group.REPORTS, _("Årsrapporter over fristen")),
    "reporting.extension_asked": Kind(Group.REPORTS, _("Søknad om utsettelse")),
    "reporting.extension_granted": Kind(Group.REPORTS, _("Utsettelse innvilget")),
    "reporting.extension_refused": Kind(Group.REPORTS, _("Utsettelse avslått")),
    "reporting.part_given": Kind(Group.REPORTS, _("Ansvar for en del av årsrapporten")),
    "reporting.commented": Kind(Group.REPORTS, _("Kommentar i årsrapporten")),
    "reporting.report_submitted": Kind(Group.REPORTS, _("Årsrapport sendt inn")),
    "reporting.report_receipt": Kind(Group.REPORTS, _("Kvittering for årsrapport")),
    "reporting.report_returned": Kind(Group.REPORTS, _("Årsrapport sendt tilbake")),
    "reporting.report_approved": Kind(Group.REPORTS, _("Årsrapport godkjent")),
    "reporting.approval_asked": Kind(Group.REPORTS, _("Årsrapport venter på din godkjenning")),
    "reporting.approval_complete": Kind(Group.REPORTS, _("Årsrapport godkjent av alle internt")),
    "reporting.approval_sent_back": Kind(Group.REPORTS, _("Årsrapport sendt tilbake til utkast")),
    "reporting.report_withdrawn": Kind(Group.REPORTS, _("Årsrapport trukket tilbake")),
    "reporting.report_reopened": Kind(Group.REPORTS, _("Årsrapport gjenåpnet")),
    "reporting.supplement_asked": Kind(Group.REPORTS, _("Mer til årsrapporten etterspurt")),
    "reporting.supplement_answered": Kind(Group.REPORTS, _("Tillegg til årsrapport sendt")),
}
# Families: several kinds that are alike, told apart by the end of their names.
FAMILIES: dict[str, Kind] = {
    "requests.guest_": Kind(NEW, _("Henvendelse uten konto"), mandatory=True),
    "requests.hand_over_": Kind(MOVES, _("Svar på en overføring")),
}
# What is not named yet follows the choice for the most usual of its part of the portal.
DEFAULTS: dict[str, Kind] = {
    "requests.": Kind(CASES, _("Nytt i en sak")),
    "needs.": Kind(Group.NEEDS, _("Nytt om et behov")),
    "dialogues.": Kind(Group.ACTIVITIES, _("Nytt i en dialog mellom sentre")),
    "outreach.": Kind(Group.OUTREACH, _("Nytt om en kommune dere bør kontakte")),
    "agreements.": Kind(Group.AGREEMENTS, _("Nytt om en avtale")),
    "reporting.": Kind(Group.REPORTS, _("Nytt om en årsrapport")),
}
# Better one letter too many than something that nobody was told.
UNKNOWN = Kind(Group.SYSTEM, _("Annet"), mandatory=True)


def of(code: str) -> Kind:
    found = DECLARED.get(code)
    if found:
        return found
    beginnings = {**FAMILIES, **DEFAULTS}
    fitting = [beginning for beginning in beginnings if code.startswith(beginning)]
    return beginnings[max(fitting, key=len)] if fitting else UNKNOWN


def is_declared(code: str) -> bool:
    """Whether the kind has a name of its own, or that of its family."""
    return code in DECLARED or code.startswith(tuple(FAMILIES))


def choosable() -> list[Group]:
    """The groups in which there is something to choose."""
    every = [*DECLARED.values(), *FAMILIES.values()]
    free = {kind.group for kind in every if not kind.mandatory}
    return [group for group in Group if group in free]
