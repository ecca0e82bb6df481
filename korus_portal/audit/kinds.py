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
    "notifications.letter_retried": _("Oppgitt brev lagt i kø igjen"),
    "redaction.text_redacted": _("Tekst sladdet"),
}


def text(kind: str) -> str | Promise:
    return TEXTS.get(kind, kind)
