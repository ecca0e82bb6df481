"""What each kind of event is called on the page. A kind without a text here shows its code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: dict[str, str | Promise] = {
    "accounts.signed_in": _("Logget inn"),
    "accounts.user_invited": _("Bruker invitert"),
    "accounts.invitation_resent": _("Ny invitasjon sendt"),
    "accounts.role_given": _("Rolle gitt"),
    "accounts.role_ended": _("Rolle avsluttet"),
    "accounts.user_deactivated": _("Bruker deaktivert"),
    "accounts.user_reactivated": _("Bruker aktivert"),
    "accounts.administrator_created": _("Administrator laget fra kommandolinjen"),
    "jobs.job_retried": _("Arbeid startet på nytt"),
    "notifications.letter_retried": _("Brev lagt i kø igjen"),
    "redaction.text_redacted": _("Tekst sladdet"),
    "activities.deleted": _("Aktivitet slettet"),
    "activities.restored": _("Aktivitet gjenopprettet"),
    "activities.exported": _("Aktiviteter lastet ned"),
    "centres.centre_updated": _("Opplysninger om senter endret"),
    "centres.contact_named": _("Kontaktperson for kommuner satt"),
    "centres.contact_ended": _("Kontaktperson for kommuner fjernet"),
    "centres.fields_saved": _("Fagfelt for senter endret"),
    "centres.centre_saved": _("Senter endret på driftssidene"),
    "centres.catchment_saved": _("Ansvarsområde endret på driftssidene"),
    "centres.initiative_saved": _("Satsing endret på driftssidene"),
    "centres.mandatetask_saved": _("Oppgave i samfunnsoppdraget endret på driftssidene"),
    "indicators.batch_applied": _("Fil med indikatorer tatt i bruk"),
    "indicators.batch_discarded": _("Fil med indikatorer forkastet"),
    "indicators.batch_withdrawn": _("Import av indikatorer trukket tilbake"),
    "indicators.opened": _("Tall åpnet for andre"),
    "indicators.opening_ended": _("Åpning av tall lukket"),
    "mapping.campaign_opened": _("Kartlegging åpnet"),
    "mapping.campaign_closed": _("Kartlegging avsluttet"),
    "mapping.reminded": _("Påminnelse om kartlegging sendt"),
    "mapping.results_exported": _("Resultater av kartlegging lastet ned"),
    "mapping.sharing_changed": _("Deling av kartlegging med statsforvalteren endret"),
    "municipalities.theme_saved": _("Tema endret på driftssidene"),
    "outreach.exported": _("Kommuner vi bør kontakte lastet ned"),
    "outreach.handed_over": _("Kommune gitt videre til en kollega"),
    "outreach.weights_set": _("Senterets vekter endret"),
    "outreach.weights_reset": _("Senterets vekter satt tilbake"),
    "register.update_uploaded": _("Liste fra SSB lest inn"),
    "register.update_applied": _("Kommuneregisteret oppdatert"),
    "register.update_discarded": _("Liste fra SSB forkastet"),
    "needs.counts_exported": _("Behov i tall lastet ned"),
    "reporting.coverage_exported": _("Dekning lastet ned"),
    "reporting.document_downloaded": _("Dokument fra årsrapport lastet ned"),
    "reporting.report_started": _("Årsrapport startet"),
    "reporting.report_submitted": _("Årsrapport sendt inn"),
    "reporting.report_returned": _("Årsrapport sendt tilbake"),
    "reporting.report_approved": _("Årsrapport godkjent"),
    "reporting.report_redacted": _("Tekst i årsrapport sladdet"),
}


def text(kind: str) -> str | Promise:
    return TEXTS.get(kind, kind)
