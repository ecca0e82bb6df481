"""What is kept about who did what with tiltak, agreements and activities."""

from django.utils.translation import gettext_lazy as _

from korus_portal.pages.privacy.entry import CENTRE, OPERATOR, PUBLIC_TASK, Entry

AGREED = [
    Entry(
        title=_("Samarbeid om tiltak og aktiviteter"),
        contents=_(
            "Hvem som spurte og svarte på vegne av et senter, hvem som avgjorde om to rader er det "
            "samme, hvem som registrerte faser og redegjørelser, og hvem som lastet opp regneark."
        ),
        purpose=_("Å kunne etterprøve hvem som svarer for en rad og et tall."),
        controller=CENTRE,
        legal_basis=PUBLIC_TASK,
        retention=_(
            "Så lenge årets rapport skal kunne etterprøves. Lederen kan sladde tekst, også i "
            "historikken."
        ),
        models=(
            "plans.AssignmentPartner",
            "plans.AssignmentPartnerHistory",
            "plans.IndicatorResult",
            "plans.IndicatorResultHistory",
            "plans.ImplementationStep",
            "plans.ImplementationStepHistory",
            "plans.Method",
            "plans.Statement",
            "plans.StatementHistory",
            "activities.ActivityPartner",
            "activities.ActivityPartnerHistory",
            "activities.Overlap",
            "activities.OverlapHistory",
            "activities.ImportBatch",
        ),
    ),
    Entry(
        title=_("Timer per rådgiver"),
        contents=_("Hvor mange timer hver rådgiver brukte på en aktivitet."),
        purpose=_("Å planlegge arbeidet ved senteret. Av til senteret slår det på."),
        controller=CENTRE,
        legal_basis=PUBLIC_TASK,
        retention=_("Vises bare ved senteret, og er aldri med i rapporter eller eksporter."),
        models=("activities.AdviserHours", "activities.AdviserHoursHistory"),
    ),
    Entry(
        title=_("Kladder og kalenderlenker"),
        contents=_("Det du holder på å skrive, og hemmelige adresser til kalenderen din."),
        purpose=_("Å ikke miste det du skriver, og å vise aktivitetene i din egen kalender."),
        controller=OPERATOR,
        legal_basis=PUBLIC_TASK,
        retention=_("Kladden slettes når aktiviteten er lagret. Du kan slette begge deler selv."),
        models=("activities.TypedForm", "activities.FeedKey"),
    ),
    Entry(
        title=_("Informasjonsrunder"),
        contents=_("Hvem som registrerte hvem som ble informert. Mottakeren er en funksjon."),
        purpose=_("Å vise at kommunene kjenner tilbudet."),
        controller=CENTRE,
        legal_basis=PUBLIC_TASK,
        retention=_("Så lenge årets tall skal kunne etterprøves."),
        models=(
            "rounds.InformationRound",
            "rounds.InformationRoundHistory",
            "rounds.InformationRow",
            "rounds.InformationRowHistory",
        ),
    ),
    Entry(
        title=_("Avtaler med innsatskommuner"),
        contents=_(
            "Navn og stilling til dem som signerte, hvem som registrerte, møtte, kontrollerte og "
            "avsluttet."
        ),
        purpose=_("Å vise at avtalen binder begge parter, og at den blir fulgt."),
        controller=_("Kommunen og kompetansesenteret som er parter, hver for sin del."),
        legal_basis=PUBLIC_TASK,
        retention=_(
            "Så lenge partenes arkivplikt krever det. Lederen ved senteret kan sladde tekst."
        ),
        models=(
            "agreements.Agreement",
            "agreements.AgreementHistory",
            "agreements.AgreementText",
            "agreements.AgreementTextHistory",
            "agreements.Signature",
            "agreements.SignatureHistory",
            "agreements.Commitment",
            "agreements.CommitmentHistory",
            "agreements.FollowUpMeeting",
            "agreements.FollowUpMeetingHistory",
            "agreements.Verification",
            "agreements.VerificationHistory",
            "agreements.Reminder",
        ),
    ),
    Entry(
        title=_("Tilbakemeldinger"),
        contents=_(
            "Hvem ved senteret som laget skjemaet. Svarene har ingen avsender: bare måneden, "
            "tallene og kommentaren lagres."
        ),
        purpose=_("Å vite om det senteret gjør, er nyttig og praksisnært."),
        controller=CENTRE,
        legal_basis=PUBLIC_TASK,
        retention=_("Resultater vises fra tre svar. Lederen kan sladde kommentarer."),
        models=("feedback.FeedbackForm",),
    ),
    Entry(
        title=_("Filer"),
        contents=_("Hvem som lastet opp en fil, når, og filen selv."),
        purpose=_("Å ta vare på dokumentene som avtaler, runder og tiltak viser til."),
        controller=CENTRE,
        legal_basis=PUBLIC_TASK,
        retention=_("Følger raden som viser til filen."),
        models=("files.StoredFile",),
    ),
]
