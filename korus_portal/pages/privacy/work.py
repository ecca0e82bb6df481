"""What is kept about who did what in the work between centres and municipalities."""

from django.utils.translation import gettext_lazy as _

from korus_portal.pages.privacy.entry import CENTRE, OPERATOR, PUBLIC_TASK, Entry

WORK = [
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
        title=_("Dialoger mellom sentre"),
        contents=_(
            "Hvem som åpnet, skrev, foreslo og sa seg enig, i hvilket senters navn, og det de "
            "skrev. Opplysninger om enkeltpersoner skal ikke stå der."
        ),
        purpose=_("Å samordne det sentrene gjør, og å kunne vise hva de ble enige om."),
        controller=_("Kompetansesentrene som er med i dialogen, hver for sin del."),
        legal_basis=PUBLIC_TASK,
        retention=_(
            "Så lenge sentrenes arkivplikt krever det. Lederen ved senteret kan sladde det som "
            "senteret har skrevet, også i historikken og i brev."
        ),
        models=(
            "dialogues.Dialogue",
            "dialogues.DialogueHistory",
            "dialogues.DialogueCentre",
            "dialogues.DialogueMessage",
            "dialogues.DialogueMessageHistory",
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
]
