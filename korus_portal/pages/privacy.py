"""The register of personal data: what is kept about whom, why, by whom, and for how long.

The privacy page is made from it, and a test refuses a model with personal fields that is not here.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of data. `models` names where it lies, history included."""

    title: Text
    contents: Text
    purpose: Text
    controller: Text
    legal_basis: Text
    retention: Text
    models: tuple[str, ...]


OPERATOR = _("Den som driver portalen.")
CENTRE = _("Kompetansesenteret som registrerte det.")
PUBLIC_TASK = _("Oppgave i allmenn interesse (personvernforordningen artikkel 6 nr. 1 bokstav e).")
SECURITY = _("Plikten til å sikre opplysningene (personvernforordningen artikkel 32).")

REGISTER = [
    Entry(
        title=_("Brukere"),
        contents=_("Navn, e-post og telefon i jobben, språk, passord (bare som kontrollsum)."),
        purpose=_("Å logge inn og å bli nådd om det en har registrert eller bedt om."),
        controller=OPERATOR,
        legal_basis=PUBLIC_TASK,
        retention=_(
            "Så lenge personen har en rolle. Administratoren deaktiverer brukeren når rollen er "
            "slutt. Navnet blir stående ved det personen har registrert."
        ),
        models=("accounts.User", "accounts.UserHistory", "account.EmailAddress"),
    ),
    Entry(
        title=_("Totrinnsinnlogging"),
        contents=_("Nøkkelen til kodene fra telefonen, og engangskoder."),
        purpose=_("Å hindre at andre logger inn med et passord på avveie."),
        controller=OPERATOR,
        legal_basis=SECURITY,
        retention=_("Til brukeren selv slår av totrinnsinnlogging."),
        models=("mfa.Authenticator",),
    ),
    Entry(
        title=_("Roller"),
        contents=_("Hvem som er eller har vært hva i hvilken organisasjon, og hvem som ga rollen."),
        purpose=_("Å vise hver og en bare det rollen gir rett til å se."),
        controller=OPERATOR,
        legal_basis=PUBLIC_TASK,
        retention=_("Avsluttede roller blir stående så lenge brukeren finnes, som spor."),
        models=("accounts.Membership", "accounts.MembershipHistory"),
    ),
    Entry(
        title=_("Kontaktpersoner"),
        contents=_("Hvilken rådgiver ved et senter kommunene skal ringe."),
        purpose=_("Å gi kommunen ett navn å gå til."),
        controller=CENTRE,
        legal_basis=PUBLIC_TASK,
        retention=_("Vises for innloggede til lederen fjerner det eller rollen er slutt."),
        models=("centres.ContactPerson",),
    ),
    Entry(
        title=_("Innloggingsøkter"),
        contents=_("Hvem som er logget inn i nettleseren. En informasjonskapsel holder økten."),
        purpose=_("Å slippe å logge inn på hver side."),
        controller=OPERATOR,
        legal_basis=PUBLIC_TASK,
        retention=_("Varer i høyst 12 timer, eller til brukeren logger ut."),
        models=("sessions.Session",),
    ),
    Entry(
        title=_("Henvendelser"),
        contents=_(
            "Hvem som sendte, vurderte og avgjorde, hvordan kommunen vil nås, og teksten om hva "
            "kommunen trenger. Opplysninger om brukere av tjenestene skal ikke stå der."
        ),
        purpose=_("Å svare kommunen, og å kunne vise hva som ble avtalt."),
        controller=_(
            "Kommunen som spurte og kompetansesenteret som har henvendelsen, hver for sin del."
        ),
        legal_basis=PUBLIC_TASK,
        retention=_(
            "Så lenge senterets arkivplikt krever det. Lederen ved senteret kan sladde tekst, også "
            "i historikken og i brev."
        ),
        models=(
            "requests.SupportRequest",
            "requests.SupportRequestHistory",
            "requests.RequestEvent",
            "requests.HandOver",
            "requests.HandOverHistory",
            "requests.PartnerMunicipality",
            "requests.PartnerMunicipalityHistory",
            "requests.RequestFeedback",
        ),
    ),
    Entry(
        title=_("Meldinger, notater og vedlegg i henvendelser"),
        contents=_(
            "Hvem som skrev eller la ved, og innholdet. Interne notater vises aldri for kommunen i "
            "portalen, men kan bli gjenstand for innsyn. Saken som fil ligger i sju døgn."
        ),
        purpose=_("Å avklare hva kommunen trenger, og å kunne vise hva som ble sagt."),
        controller=_(
            "Kommunen som spurte og kompetansesenteret som har henvendelsen, hver for sin del."
        ),
        legal_basis=PUBLIC_TASK,
        retention=_(
            "Så lenge senterets arkivplikt krever det. Lederen ved senteret kan sladde tekst og "
            "vedlegg, også i historikken og i brev."
        ),
        models=(
            "requests.Message",
            "requests.MessageHistory",
            "requests.Note",
            "requests.NoteHistory",
            "requests.Attachment",
            "requests.CaseExport",
            "requests.CaseExportPart",
            "requests.QueueExport",
        ),
    ),
    Entry(
        title=_("Utkast, og henvendelser fra ansatte uten konto"),
        contents=_(
            "Det som er skrevet i et skjema før det sendes. For ansatte uten konto også navn og "
            "e-post på jobb."
        ),
        purpose=_("Å ta vare på det som er skrevet, og å vite at det er kommunen som spør."),
        controller=OPERATOR,
        legal_basis=PUBLIC_TASK,
        retention=_(
            "Utkast i 180 dager. Det en ansatt uten konto har skrevet, men ikke sendt, i 30 dager."
        ),
        models=("requests.RequestDraft", "requests.GuestAsk"),
    ),
    Entry(
        title=_("Lagrede utvalg og brevmaler"),
        contents=_("Hvem som laget et utvalg av henvendelser eller endret en mal."),
        purpose=_("Å finne igjen egne utvalg, og å vite hvem som kan svare for en mal."),
        controller=CENTRE,
        legal_basis=PUBLIC_TASK,
        retention=_("Til utvalget eller malen slettes."),
        models=("requests.SavedFilter", "requests.LetterTemplate"),
    ),
    Entry(
        title=_("Aktiviteter"),
        contents=_(
            "Hvem ved senteret som registrerte, bekreftet eller slettet. Deltakere telles bare."
        ),
        purpose=_("Å vise hva senteret har gjort, og hvem som kan svare for tallet."),
        controller=CENTRE,
        legal_basis=PUBLIC_TASK,
        retention=_(
            "Så lenge årets rapport skal kunne etterprøves. Navnet vises bare ved senteret."
        ),
        models=("activities.Activity", "activities.ActivityHistory"),
    ),
    Entry(
        title=_("Tiltak og årsrapporter"),
        contents=_(
            "Hvem som laget tiltaket, skrev og sendte inn rapporten, og hvem som avgjorde den."
        ),
        purpose=_("Å gjøre greie for bruken av tilskudd, og å hindre at noen avgjør sin egen sak."),
        controller=_("Kompetansesenteret, og Helsedirektoratet for avgjørelsen."),
        legal_basis=PUBLIC_TASK,
        retention=_("Så lenge regelverket for tilskudd krever at rapporten kan etterprøves."),
        models=(
            "plans.Assignment",
            "plans.AssignmentHistory",
            "plans.ClosedYear",
            "reporting.AnnualReport",
            "reporting.AnnualReportHistory",
        ),
    ),
    Entry(
        title=_("Behov"),
        contents=_(
            "Hvem som meldte, svarte på, bekreftet eller bestred et behov, og teksten om hva "
            "kommunen mangler. Opplysninger om brukere av tjenestene skal ikke stå der."
        ),
        purpose=_("Å bli enige om hva kommunen trenger, og kunne vise hva det bygger på."),
        controller=_("Kommunen, senteret eller statsforvalteren som meldte det."),
        legal_basis=PUBLIC_TASK,
        retention=_("Så lenge behovet skal kunne etterprøves. Teksten kan sladdes."),
        models=(
            "needs.Need",
            "needs.NeedHistory",
            "needs.Evidence",
            "needs.Verdict",
            "needs.NeedEvent",
        ),
    ),
    Entry(
        title=_("Kompetansekartlegging"),
        contents=_(
            "Tjeneste og e-post til den som er bedt om å svare, når brevet ble sendt, og svarene. "
            "Svarene er knyttet til en personlig lenke. De er konfidensielle, ikke anonyme."
        ),
        purpose=_("Å vise hva tjenestene kan og ønsker støtte til."),
        controller=CENTRE,
        legal_basis=PUBLIC_TASK,
        retention=_(
            "E-postadressene fjernes når kartleggingen er avsluttet. Svarene står uten adresse. "
            "Svar fra ansatte vises bare når minst tre har svart."
        ),
        models=(
            "mapping.Campaign",
            "mapping.CampaignHistory",
            "mapping.Invitation",
            "mapping.Sharing",
            "mapping.SharingHistory",
        ),
    ),
    Entry(
        title=_("Kontakt med kommuner"),
        contents=_(
            "Hvilken rådgiver som tok kontakt, når, hvordan det gikk, og senterets interne notat."
        ),
        purpose=_(
            "Å huske hvem som er kontaktet, så ingen kommune blir glemt eller ringt to ganger."
        ),
        controller=CENTRE,
        legal_basis=PUBLIC_TASK,
        retention=_(
            "Så lenge årets tall skal kunne etterprøves. Notatet vises bare ved senteret og kan "
            "sladdes av lederen."
        ),
        models=(
            "outreach.Approach",
            "outreach.Contact",
            "outreach.ContactHistory",
            "outreach.Weight",
            "outreach.WeightHistory",
            "outreach.GovernorComment",
        ),
    ),
    Entry(
        title=_("Undersøkelser, indikatorer og register"),
        contents=_("Hvem som registrerte, importerte, åpnet eller tok i bruk, og når."),
        purpose=_("Å vite hvem som kan svare for et tall."),
        controller=OPERATOR,
        legal_basis=PUBLIC_TASK,
        retention=_("Så lenge tallet vises."),
        models=(
            "surveys.SurveyRound",
            "surveys.SurveyRoundHistory",
            "surveys.FollowUpTask",
            "surveys.FollowUpTaskHistory",
            "indicators.Batch",
            "indicators.ColumnMap",
            "indicators.Opening",
            "indicators.OpeningHistory",
            "register.RegisterUpdate",
        ),
    ),
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

# Fields that look personal and are not: the name or number belongs to an organisation or a place.
NOT_PERSONAL = {
    "accounts.Organisation",
    "municipalities.County",
    "municipalities.Municipality",
    "municipalities.CountyGovernor",
    "centres.Centre",
    "centres.CentreHistory",
    "auth.Permission",
    "auth.Group",
}


def registered_models() -> set[str]:
    return {model for entry in REGISTER for model in entry.models}
