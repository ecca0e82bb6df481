"""What the portal keeps of itself: history, trail, letters, jobs."""

from django.utils.translation import gettext_lazy as _

from korus_portal.pages.privacy.entry import OPERATOR, PUBLIC_TASK, SECURITY, Entry

TRACES = [
    Entry(
        title=_("Historikk"),
        contents=_("Hver endring av en rad: hva som sto før, når den ble gjort og av hvem."),
        purpose=_("Å kunne rette feil og etterprøve tall."),
        controller=OPERATOR,
        legal_basis=PUBLIC_TASK,
        retention=_("Følger raden den hører til. Sladding når også historikken."),
        models=("pghistory.Context", "pghistory.MiddlewareEvents"),
    ),
    Entry(
        title=_("Spor"),
        contents=_(
            "Innlogginger, endringer i roller, innsyn med begrunnelse, eksporter, sladdinger."
        ),
        purpose=_("Å oppdage misbruk og å kunne gjøre greie for hvem som så hva."),
        controller=OPERATOR,
        legal_basis=SECURITY,
        retention=_("Kan ikke endres i portalen. Står til den som driver portalen sletter det."),
        models=("audit.Event", "admin.LogEntry"),
    ),
    Entry(
        title=_("Brev på e-post"),
        contents=_("Adresse, emne, tekst, og når brevet ble sendt."),
        purpose=_("Å varsle om henvendelser, roller og rapporter, og å se at brevet kom av gårde."),
        controller=OPERATOR,
        legal_basis=PUBLIC_TASK,
        retention=_("Blir stående som dokumentasjon. Sladding når også brevene."),
        models=("notifications.Letter", "notifications.BouncingAddress"),
    ),
    Entry(
        title=_("Varsler i portalen"),
        contents=_("Hva du er varslet om, om du har lest det, og hvordan du vil varsles."),
        purpose=_("Å si fra om det som gjelder deg, slik du selv har valgt."),
        controller=OPERATOR,
        legal_basis=PUBLIC_TASK,
        retention=_("Leste varsler slettes etter 180 dager."),
        models=("notifications.Notice", "notifications.NotificationChoice"),
    ),
    Entry(
        title=_("Lange arbeider"),
        contents=_("Hvem som bestilte en rapport eller et dokument, og når det var ferdig."),
        purpose=_("Å vise den som bestilte hvor langt arbeidet er kommet."),
        controller=OPERATOR,
        legal_basis=PUBLIC_TASK,
        retention=_("Blir stående som driftslogg."),
        models=("jobs.Job",),
    ),
]
